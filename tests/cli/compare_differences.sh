# NAME:difference: a metric that may be 0 or below is compared by differences in its own unit, and nowhere
# as a ratio.
. "$(dirname "$0")/expect.sh"
comparison='report["subjects"][0]["comparisons"][0]'
difference="$comparison['difference']"
by_difference() {
  expect "$@" --budget 5s -o report.json
  expect_valid_report report.json
  expect_json report.json "$comparison['scale'] == 'difference'"
  expect_json report.json "[$comparison[key] for key in ('ratio', 'interval', 'resolution', 'gain', 'other')] == [None] * 5"
  expect_json report.json "$comparison['log_ratios'] == []"
}

# From below 0 to above it.
by_difference 0 "$HONE" compare -n old -n new 'echo drift -2.5' 'echo drift 0.75' \
  --metric-regex 'drift:difference=drift (.*)'
expect_json report.json "$comparison['verdict'] == 'regression' and $difference['estimate'] == 3.25"
expect_json report.json "$difference['interval'] == [3.25, 3.25] and set($difference['pairs']) == {3.25}"
expect_json report.json "abs($difference['margin'] - 0.025) < 1e-12"
expect_json report.json "report['subjects'][0]['verdict_metrics'] == [{'id': 'drift', 'better': 'lower', 'scale': 'difference'}]"
expect_told out "new has 3.25 more drift than old, a regression (3.25 .. 3.25; 95 % interval)"
expect_told out "drift by differences, less is better"
"$HONE" report report.json >again || fail "the report is not read"
grep -q "new has 3.25 more drift than old" again || fail "the report read again says something else"

# More is better, as JSON; 0 is a number like any other, and the margin is then 0.
by_difference 0 "$HONE" compare -n old -n new 'echo 0' 'echo -1' --metric-json 'score:higher:difference='
expect_json report.json "$comparison['verdict'] == 'regression' and $difference['estimate'] == -1"
expect_json report.json "$difference['margin'] == 0"
expect_told out "new has 1 less score than old, a regression"
by_difference 0 "$HONE" compare -n old -n new 'echo 0' 'echo 0' --metric-json 'score:difference='
expect_json report.json "$comparison['verdict'] == 'equivalent' and $difference['interval'] == [0, 0]"

# Numbers that scatter about 0.
cat >noisy <<'SCRIPT'
#!/bin/sh
echo $(($(od -An -N2 -tu2 /dev/urandom) % 201 - 100 + $1))
SCRIPT
chmod +x noisy
by_difference 0 "$HONE" compare './noisy 0' './noisy 300' --metric-json 'score:higher:difference='
expect_json report.json "$comparison['verdict'] == 'improvement'"
expect_json report.json "0 < $difference['interval'][0] <= $difference['estimate'] <= $difference['interval'][1] < 600"

# Beside a time, which keeps its ratio.
expect 0 "$HONE" compare 'echo -1' 'echo -2' --metric-json 'score:difference=' --metric wall,score \
  --budget 200ms -o report.json
expect_valid_report report.json
expect_json report.json "[c['scale'] for c in report['subjects'][0]['comparisons']] == ['ratio', 'difference']"
expect_json report.json "$comparison['ratio'] > 0 and $comparison['difference'] is None"

# What needs a ratio says what would not.
expect 4 "$HONE" compare 'echo -1' 'echo -1' --metric-json 'score=' --budget 1ms
expect_told out "declare score:difference"
expect 2 "$HONE" compare true true --metric wall:difference
expect_one_line_error "--metric wall:difference: nothing stands after a metric's name here"
