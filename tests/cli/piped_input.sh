# A pipe is read once, before the first run, and every run has all that came through it.
. "$(dirname "$0")/expect.sh"

# expect_piped CODE GENERATOR COMMAND...: as expect, with what the generator writes on stdin.
expect_piped() {
  local wanted="$1" generator="$2" code=0
  shift 2
  bash -c "$generator" | "$@" >out 2>err || code=$?
  [ "$code" -eq "$wanted" ] || fail "$*: exit code $code, not $wanted"
}

seq 20000 >data
for name in - /dev/stdin /dev/fd/0; do
  expect_piped 0 'seq 20000' "$HONE" compare --shell "cmp - $folder/data" 'test $(wc -l) -eq 20000' \
    --input $name --budget 1ms -o report.json
  expect_valid_report report.json
  expect_json report.json 'report["plan"]["input"] == {"name": "stdin", "read_once": True, "bytes": 108894}'
  expect_told out "Input: stdin, 106 KiB, read once, before the first run."
done
expect 0 "$HONE" report report.json
expect_told out "Input: stdin, 106 KiB, read once"

# However it comes: from another descriptor, a named pipe, a slow writer, one with pauses.
expect 0 bash -c '"$0" compare --input <(seq 20000) "cmp - $1" "cmp $1 -" --budget 1ms' "$HONE" "$folder/data"
mkfifo pipe
seq 20000 >pipe &
expect 0 "$HONE" compare --input pipe "cmp - data" "cmp data -" --budget 1ms -o report.json
expect_json report.json 'report["plan"]["input"]["name"] == "pipe" and report["plan"]["input"]["read_once"]'
expect_piped 0 'head -c 50000 data; sleep 0.3; tail -c +50001 data' "$HONE" compare --input - \
  "cmp - $folder/data" "cmp $folder/data -" --budget 1ms
# More than a pipe holds, many times over.
expect_piped 0 'head -c 20000000 /dev/zero' "$HONE" compare --shell --input - 'test $(wc -c) -eq 20000000' \
  'test $(head -c 5 | wc -c) -eq 5' --budget 1ms

# A file on stdin is read where it lies, from where it was left.
expect 0 bash -c '"$0" compare --input - "cmp - data" "cmp data -" --budget 1ms -o report.json <data' "$HONE"
expect_json report.json 'report["plan"]["input"] == {"name": "stdin", "read_once": False, "bytes": 108894}'
expect 0 bash -c '{ read -r first; "$0" compare --shell --input - "test \$(head -n 1) -eq 2" "grep -qx 2" \
  --budget 1ms; } <data' "$HONE"
expect 0 "$HONE" compare cat cat --input data --budget 1ms -o report.json
expect_json report.json 'report["plan"]["input"] == {"name": "data", "read_once": False, "bytes": 108894}'
expect 0 "$HONE" compare true true --budget 1ms -o report.json
expect_json report.json '"input" not in report["plan"]'

# Passes beside timing have it, and so have stat and heap.
expect_piped 0 'seq 20000' "$HONE" stat -r 3 --input - --output told -- wc -l
[ "$(cat told)" = 20000 ] || fail "stat: $(cat told)"
expect_told out "Input: stdin, 106 KiB, read once"
expect_piped 0 'seq 20000' "$HONE" stat --input - --json -- grep -qx 20000
expect_json out 'report["plan"]["input"]["bytes"] == 108894'
if ! "$HONE" stat --collect allocations -- true | grep -q sanitizer; then
  expect_piped 0 'seq 20000' "$HONE" stat --input - --collect allocations -- grep -x 20000
  command -v heaptrack >/dev/null || exit 0
  expect_piped 0 'seq 20000' "$HONE" heap --input - --output told -o heap.json -- wc -l
  [ "$(cat told)" = 20000 ] || fail "heap: $(cat told)"
  expect_told out "Input: stdin, 106 KiB, read once"
  expect_valid_report heap.json hone.heap-1
  expect_json heap.json 'report["input"] == {"name": "stdin", "read_once": True, "bytes": 108894}'
fi
