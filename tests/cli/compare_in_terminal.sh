# In a terminal the report fits its width, however narrow that is, and no number is cut; the progress line is
# on one line and wiped.
. "$(dirname "$0")/expect.sh"
export TERM=xterm NO_COLOR=1
for columns in 60 100; do
  in_terminal 0 $columns "$HONE" compare 'sleep 0.01' "sleep 0.01 0 0 0 $(printf '\u00e9%.0s' $(seq 30))0" -i \
    --budget 500ms
  tr '\r' '\n' <out | sed 's/\x1b\[K//g' >lines
  LC_ALL=C.UTF-8 wc -L <lines >longest
  [ "$(cat longest)" -le $columns ] || fail "$(cat longest) columns in a terminal of $columns"
  expect_in lines "compare: unit"
  iconv -f UTF-8 -t UTF-8 lines >/dev/null 2>err || fail "the progress line is cut within a character"
  grep -q $'\r\x1b\[K[^\r]*\r\x1b\[K' out || fail "the progress line is not wiped"
done
grep -q 'at most .* s left' lines || fail "the time left is not shown"
for columns in 20 30 45; do
  in_terminal 0 $columns "$HONE" compare 'sleep 0.01' 'sleep 0.02' --budget 300ms
  tr '\r' '\n' <out | sed 's/\x1b\[K//g' >lines
  LC_ALL=C.UTF-8 wc -L <lines >longest
  [ "$(cat longest)" -le $columns ] || fail "$(cat longest) columns in a terminal of $columns"
  grep -Eq '[0-9]x \.\. [0-9.]+x|[0-9]( [mu]?s)? \.\. [0-9.]+ [mu]?s' lines || fail "no whole interval in $columns columns"
  grep -E '[0-9]\.\.|\.\.[0-9]' lines && fail "a number is cut in $columns columns"
  grep -F '[1/1]' lines |
    grep -Evx '\[1/1\] compare(: (first runs|unit [0-9]+)(, at most [0-9]+ s left(; .*( %|\.\.\.))?)?)?' &&
    fail "the progress line is cut within a piece in $columns columns"
done
TERM=dumb in_terminal 0 80 "$HONE" compare true true --budget 1ms
grep -q $'\r' out && fail "a dumb terminal got a progress line"
TERM=xterm in_terminal 0 80 "$HONE" -q compare true true --budget 1ms
grep -q $'\r' out && fail "-q does not silence the progress line"
exit 0
