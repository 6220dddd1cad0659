# The verdict may be about other metrics, among them numbers that the command prints.
. "$(dirname "$0")/expect.sh"
comparisons='report["subjects"][0]["comparisons"]'
expect 0 "$HONE" compare true true -n a -n b --budget 100ms -o report.json \
  --metric wall,cpu,peak_rss,page_faults
expect_valid_report report.json
expect_json report.json "[c['metric'] for c in $comparisons] == ['wall_time', 'cpu_time', 'peak_rss', 'page_faults']"
expect_json report.json "all(c['alpha'] >= 0.05 / 4 - 1e-12 for c in $comparisons)"

# 200 instead of 100: worse, unless more is better.
regex='rate=^rate: ([0-9.]+) MB/s$'
expect 0 "$HONE" compare 'echo rate: 100 MB/s' 'echo rate: 200 MB/s' --metric-regex "$regex" \
  --budget 5s -o report.json
expect_valid_report report.json
expect_json report.json "[(c['metric'], c['verdict'], round(c['ratio'], 6)) for c in $comparisons] == [('rate', 'regression', 2)]"
expect 0 "$HONE" compare "printf 'start\nrate: 100 MB/s\nend\n'" "printf 'rate: 200 MB/s\n'" \
  --metric-regex "rate:higher=${regex#rate=}" --budget 5s -o report.json
expect_json report.json "[(c['verdict'], c['better']) for c in $comparisons] == [('improvement', 'higher')]"

json=(--metric-json 'ops:higher=/results/0/ops' --metric-json 'bytes=/bytes')
expect 0 "$HONE" compare "echo '{\"results\": [{\"ops\": 10}], \"bytes\": 7}'" \
  "echo '{\"results\": [{\"ops\": 2e1}], \"bytes\": 7}'" "${json[@]}" --budget 5s -o report.json
expect_valid_report report.json
expect_json report.json "[(c['metric'], c['verdict']) for c in $comparisons] == [('ops', 'improvement'), ('bytes', 'equivalent')]"
# Holm: each begins with half of alpha; what is called different leaves its half to the other.
expect_json report.json "[c['alpha'] for c in $comparisons] == [0.025, 0.05]"
expect_told out "Holm"
expect 0 "$HONE" compare "echo '{\"results\": [{\"ops\": 10}], \"bytes\": 7}'" \
  "echo '{\"results\": [{\"ops\": 2e1}], \"bytes\": 9}'" "${json[@]}" --budget 5s -o report.json
expect_json report.json "sorted(c['alpha'] for c in $comparisons) == [0.025, 0.05]"
expect_json report.json "[c['verdict'] for c in $comparisons] == ['improvement', 'regression']"

# However much is printed before it.
expect 0 "$HONE" compare 'sh -c "head -c 20000000 /dev/zero; echo; echo x=3"' \
  'sh -c "head -c 20000000 /dev/zero; echo; echo x=6"' --metric-regex 'x=^x=([0-9]+)$' \
  --budget 10ms -o report.json
expect_json report.json "round($comparisons[0]['ratio'], 6) == 2"

# One of several, beside the time.
expect 0 "$HONE" compare "echo '{\"results\": [{\"ops\": 10}], \"bytes\": 7}'" \
  "echo '{\"results\": [{\"ops\": 2e1}], \"bytes\": 7}'" "${json[@]}" --metric ops,wall \
  --budget 100ms -o report.json
expect_json report.json "[c['metric'] for c in $comparisons] == ['ops', 'wall_time']"

# A command whose output has no such number fails, and its output is shown.
unmatched() {
  local text="$1" command="$2"
  shift 2
  expect 4 "$HONE" compare "$command" "$command" --budget 1ms "$@"
  expect_told out "$text"
}
unmatched "nothing in its output matches /x=([0-9]+)/" 'echo something else' --metric-regex 'x=x=([0-9]+)'
expect_told out "something else"
unmatched "nothing in its output matches" 'sh -c "echo a warning >&2; echo the output"' --metric-regex 'x=x=([0-9]+)'
expect_told out "the output"
unmatched "'abc' in its output is not a number" 'echo x=abc' --metric-regex 'x=x=(.*)'
unmatched "'0' in its output is not a number above 0" 'echo x=0' --metric-regex 'x=x=(.*)'
expect_told out "hone compares by ratios: print a number above 0"
unmatched "'1e308' in its output is too large to be compared: hone takes numbers from 1e-100" 'echo x=1e308' \
  --metric-regex 'x=x=(.*)'
unmatched "a number in its output is too large to be compared" "echo '{\"x\": 1e400}'" --metric-json 'x=/x'
unmatched "its output is not JSON" 'echo {' --metric-json 'x=/x'
unmatched "there is no '/x' in its output" "echo '{}'" --metric-json 'x=/x'
unmatched "there is no '/x/' in its output" "echo '{\"x\": [1]}'" --metric-json 'x=/x/'
unmatched "'/x' in its output is not a number" "echo '{\"x\": \"1\"}'" --metric-json 'x=/x'

# An empty pointer is all of the output.
expect 0 "$HONE" compare 'echo 10' 'echo 20' --metric-json 'x=' --budget 5s -o report.json
expect_json report.json "[(c['metric'], round(c['ratio'], 6)) for c in $comparisons] == [('x', 2)]"
