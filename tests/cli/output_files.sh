# What hone writes is neither what it reads nor what it writes besides; stdout, pipes and devices are
# written as files are.
. "$(dirname "$0")/expect.sh"
cp "$SOURCE/tests/fixtures/heaptrack/small.zst" trace.zst
cp trace.zst kept.zst

refused() {
  expect 2 "$HONE" "${@:2}"
  expect_one_line_error "$1"
  cmp -s trace.zst kept.zst || fail "the trace was lost"
}
ln -s trace.zst link
ln trace.zst hard
refused "the profile and --flame are both 'trace.zst'" heap --flame trace.zst trace.zst
refused "the profile and -o are both 'link'" heap -o link trace.zst
refused "the profile and --folded are both" heap --folded "$PWD/trace.zst" hard
refused "--diff and --flame are both" heap --diff kept.zst trace.zst --flame ./trace.zst
refused "--folded and --flame are both './both'" heap --folded both --flame ./both trace.zst
refused "-o and --speedscope are both 'both'" heap -o both --speedscope both trace.zst
refused "--input and -o are both" heap --input trace.zst -o trace.zst -- true
refused "-o and --output are both" heap -o both --output both -- true
refused "--input and -o are both" compare --input trace.zst -o trace.zst cat cat
refused "-o and --output are both" compare -o both --output both true true
refused "-o and --output are both" stat -o both --output both -- true
cp "$SUBJECTS/plugin_misbehaving.so" mine.so
refused "--plugin and -o are both 'mine.so'" run --plugin ./mine.so -o mine.so
[ ! -e both ] || fail "something was written"
code=0
"$HONE" stat -o both -- true >both 2>err || code=$?
[ $code -eq 2 ] || fail "exit code $code where stdout is what is saved"
expect_in err "-o and stdout are both 'both'"

# Only one thing goes to stdout, in place of the text.
refused "--flame and --json would both write to stdout" heap --json --flame - trace.zst
refused "-o and --folded would both write to stdout" heap -o - --folded /dev/stdout trace.zst
refused "-o and --output inherit would both" compare -o - --output inherit true true
for stdout in - /dev/stdout /dev/fd/1; do
  expect 0 "$HONE" stat -o $stdout -- true
  expect_valid_report out
done
expect 0 "$HONE" compare -o - --format json true true --budget 1ms
expect_valid_report out
expect 0 "$TESTEE" run test/known_ratio -o - --budget 50ms
expect_valid_report out
expect 0 "$HONE" heap -o - trace.zst
expect_valid_report out hone.heap-1
expect 0 "$HONE" heap --flame - trace.zst
expect_in out "<svg"
[ ! -e - ] || fail "a file named -"

# A pipe gets the report once, at the end, beside the text on stdout.
expect 0 "$HONE" compare -P n=1,2 'test {n}' 'test {n}' --budget 1ms -o >(cat >piped; echo done >ended)
wait_for_content ended
expect_valid_report piped
expect_in out "verdict"
expect 0 "$HONE" heap trace.zst -o >(cat >heap.json; echo >>ended) --flame >(cat >heap.svg; echo >>ended)
wait_for_lines ended 3
expect_valid_report heap.json hone.heap-1
expect_in heap.svg "</svg>"
expect 0 "$HONE" stat -o /dev/null --output /dev/null -- true
expect 0 "$HONE" stat -o /dev/stderr -- true
expect_valid_report err
refused "cannot write '/dev/fd/99': Bad file descriptor" stat -o /dev/fd/99 -- true
expect 2 "$HONE" stat -o /dev/full -- true
expect_in err "cannot write '/dev/full': No space left on device"

# The journal of a report is an output, too.
echo precious >y.journal
refused "the journal of -o and --output are both 'y.journal'" compare -o y --output y.journal true true
refused "--input and the journal of -o are both" compare --input y.journal -o y cat cat
refused "'y.journal' is in the way" compare -o y true true
[ "$(cat y.journal)" = precious ] || fail "a file of somebody's was changed"
rm y.journal
refused "the journal of -o and --output are both './y.journal'" compare -o y --output ./y.journal true true
cp mine.so plug.journal
refused "--plugin and the journal of -o are both 'plug.journal'" run --plugin ./plug.journal -o plug
[ ! -e y.journal ] && [ ! -e y ] || fail "something was written"

# A link to a file that is not there yet is that file.
ln -s zt zl
refused "-o and --output are both 'zt'" compare -o zl --output zt true true
refused "-o and --output are both 'zl'" compare -o zt --output zl true true
refused "--folded and --flame are both 'zl'" heap --flame zl --folded zt -- true
refused "the journal of -o and --output are both 'zt.journal'" compare -o zl --output zt.journal true true
[ ! -e zt ] || fail "something was written"
expect 0 "$HONE" stat -o zl -- true
[ -L zl ] || fail "a link was replaced"
expect_valid_report zt

# So is what is measured read.
cp "$SUBJECTS/exits_at_once" mine
mkdir sub
cp mine sub/own
refused "the program and -o are both 'mine'" compare -o mine ./mine true
refused "the program and --output are both 'mine'" compare --output mine true ./mine
refused "the program and -o are both 'mine'" compare -o mine --prepare ./mine true true
refused "the program and -o are both 'mine'" stat -o mine -- ./mine
refused "the program and --output are both 'mine'" stat --output mine -- ./mine
refused "the program and --flame are both './mine'" heap --flame ./mine -- ./mine
refused "the program and -o are both 'sub/own'" compare --cwd sub -o sub/own ./own ./own
(PATH="$PWD/sub:$PATH" refused "the program and -o are both 'sub/own'" stat -o sub/own -- own) || exit 1
cmp -s mine "$SUBJECTS/exits_at_once" || fail "the program was lost"

# No name, as of a variable that is not set, is no file.
for option in -o --output --input --cwd; do
  refused "its value is empty" compare $option '' true true
  refused "its value is empty" stat $option '' -- true
  refused "its value is empty" heap $option '' -- true
done
for option in --flame --folded --speedscope; do
  refused "$option: its value is empty" heap $option '' trace.zst
done
refused "--diff: its value is empty" heap --diff '' trace.zst
refused "--plugin: its value is empty" run --plugin ''
# Nor is it as if the option were not given.
for option in --budget --timeout --metric --collect --simulation-limit --reference; do
  refused "$option: its value is empty" compare $option '' true true
done
for option in --budget --metric --collect --simulation-limit; do
  refused "$option: its value is empty" run $option '' cache/soa
done
for option in --timeout --collect --simulation-limit; do
  refused "$option: its value is empty" stat $option '' -- true
done
for option in --budget --metric; do
  refused "$option: its value is empty" selftest $option ''
done
for mode in '' 1 some; do refused "--color" --color "$mode" compare true true; done
refused "--save= has no value" stat --save= true
refused "--output= has no value" compare --output= true true true

# A named pipe gets the report once, as soon as somebody reads it.
mkfifo ff
cat ff >got &
expect 0 "$HONE" compare -P n=1,2 'test {n}' 'test {n}' --budget 1ms -o ff
wait $!
expect_valid_report got
[ -p ff ] && [ ! -e ff.journal ] || fail "the pipe was replaced"
"$HONE" stat -o ff -- touch ran >out 2>err &
hone=$!
within 60 test -e ran || fail "nothing was run"
kill -INT $hone
code=0
wait $hone || code=$?
# The second where the interrupt came before the end of the run.
[ $code -eq 2 ] || [ $code -eq 130 ] || fail "exit code $code where nobody reads the pipe"
