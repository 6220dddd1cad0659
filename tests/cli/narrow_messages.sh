# In a terminal errors and notices on stderr fit its width; in a pipe they are one line.
. "$(dirname "$0")/expect.sh"
export TERM=xterm NO_COLOR=1
missing="$folder/a folder that is not there/and a file that is not there.json"
narrow() {
  LC_ALL=C.UTF-8 wc -L <out >longest
  [ "$(cat longest)" -le "$1" ] || fail "$(cat longest) columns in a terminal of $1"
}
for columns in 20 45 69; do
  in_terminal 2 $columns "$HONE" report "$missing"
  narrow $columns
  [ "$(wc -l <out)" -gt 1 ] || fail "the error is on one line of $columns columns"
  # A word that is longer than a line is cut, so blanks say nothing.
  tr -d ' \n' <out >letters
  expect_in letters "$(tr -d ' ' <<<"$missing")"
  in_terminal 2 $columns "$HONE" compare --metric-regex 'rate=(x)' --output null true true
  narrow $columns
  expect_told out "a metric read from the output goes with --output auto or pipe only"
done
in_terminal 2 69 "$HONE" report none
[ "$(wc -l <out)" -eq 1 ] || fail "an error that fits is not on one line"
expect 2 "$HONE" report "$missing"
expect_one_line_error "$missing"

for columns in 20 45 69; do
  in_terminal 0 $columns "$HONE" heap -- true
  narrow $columns
  expect_told out "running under heaptrack, which makes allocations several times as slow"
done
exit 0
