# Two commands, or more: verdicts for a person on stdout, and the same report as JSON.
. "$(dirname "$0")/expect.sh"
expect 0 "$HONE" compare true 'sleep 0.002' 'sleep 0.01' --budget 300ms -o report.json
[ ! -s err ] || fail "something on stderr, which is not a terminal"
grep -q $'\033' out && fail "colour in a pipe"
[ "$(wc -L <out)" -le 80 ] || fail "the report is wider than 80 columns"
expect_in out "sleep 0.01"
expect_valid_report report.json
subject='report["subjects"][0]'
expect_json report.json 'len(report["subjects"]) == 1'
expect_json report.json "$subject['kind'] == 'command'"
expect_json report.json "[v['name'] for v in $subject['variants']] == ['true', 'sleep 0.002', 'sleep 0.01']"
expect_json report.json "[v['is_baseline'] for v in $subject['variants']] == [True, False, False]"
expect_json report.json "[c['variant'] for c in $subject['comparisons']] == ['sleep 0.002', 'sleep 0.01']"
expect_json report.json "all(c['baseline'] == 'true' and c['pairs'] >= 6 for c in $subject['comparisons'])"
expect_json report.json "$subject['variants'][1]['launch']['argv'] == ['sleep', '0.002']"

expect 0 "$HONE" compare true 'sleep 0.002' --budget 100ms --format json --color always
cp out stdout.json
expect_valid_report stdout.json

expect 0 "$HONE" compare --help
expect_in out "hone compare [OPTIONS] [COMMAND...]"

# Names replace the commands in the report; equal ones are numbered.
expect 0 "$HONE" compare true true true -n old -n new -n new --budget 100ms -o report.json
expect_json report.json "[v['name'] for v in $subject['variants']] == ['old', 'new', 'new #2']"
