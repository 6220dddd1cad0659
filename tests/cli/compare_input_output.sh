# Each run reads its input from the start; its output is dropped, passed on or kept in a file.
. "$(dirname "$0")/expect.sh"
printf 'abcdef' >data
expect 0 "$HONE" compare 'head -c 3' cat --input data --output told --budget 1ms
case "$(cat told)" in
  abc | abcdef) ;;
  *) fail "the last run wrote '$(cat told)'" ;;
esac
expect 0 "$HONE" compare 'head -c 3' 'head -c 3' --input data --output told --budget 1ms
[ "$(cat told)" = abc ] || fail "not from the start, or not emptied: '$(cat told)'"

# Without an input there is nothing to read.
expect 0 "$HONE" compare --shell 'test -z "$(cat)"' 'test "$(wc -c)" -eq 0' --budget 1ms </dev/zero
expect 0 "$HONE" compare --shell 'test -z "$(cat)"' 'test "$(wc -c)" -eq 0' --input null --budget 1ms
[ ! -e null ] || fail "a file named null"

# By default the output is dropped; inherit passes both streams on.
expect 0 "$HONE" compare 'echo hello' 'echo hello' -n a -n b --budget 1ms
grep -q '^hello' out && fail "the output was not dropped"
expect 0 "$HONE" compare --shell 'echo to stdout; echo to stderr >&2' true -n a -n b \
  --output inherit --budget 1ms
[ "$(grep -c '^to stdout$' out)" -ge 7 ] || fail "stdout was not passed on"
[ "$(grep -c '^to stderr$' err)" -ge 7 ] || fail "stderr was not passed on"
expect_told out "verdict"

# A full disk fails the command, which says why.
expect 4 "$HONE" compare 'echo hello' 'echo hello' --output /dev/full --budget 1ms
expect_told out "No space left on device"
# What a pass writes is dropped, wherever temporary files lie.
for place in /nowhere "$PWD"; do
  TMPDIR=$place expect 0 "$HONE" compare 'echo a' 'echo a' --output told --collect allocations --budget 1ms
  [ "$(cat told)" = a ] || fail "not what a run wrote: '$(cat told)'"
done
if ! "$HONE" stat --collect allocations -- true | grep -q sanitizer; then  # no such pass there
  TMPDIR=/proc expect 4 "$HONE" compare 'echo a' 'echo a' --output told --collect allocations \
    --budget 1ms
  expect_told out "cannot make a temporary file in '/proc'"
  expect_told out "set TMPDIR to a folder that can be written to"
fi

# A file that cannot be written, or that would be emptied before it is read, is refused at once.
expect 2 "$HONE" compare true true --output none/told --budget 1ms
expect_one_line_error "cannot write --output 'none/told': No such file or directory"
expect 2 "$HONE" compare true true --output . --budget 1ms
expect_one_line_error "cannot write --output '.': Is a directory"
ln -s data link
expect 2 "$HONE" compare cat cat --input data --output link --budget 1ms
expect_one_line_error "--input and --output are both 'link'"
[ "$(cat data)" = abcdef ] || fail "the input was emptied"

# "-" is stdout, and no file.
expect 0 "$HONE" compare --output - --budget 50ms 'echo passed on' true
expect_in out "passed on"
[ ! -e ./- ] || fail "a file named -"
