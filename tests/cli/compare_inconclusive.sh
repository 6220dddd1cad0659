# What is inconclusive says what difference it would have seen and what would decide it, in the report
# and in the terminal; what has a verdict does not.
. "$(dirname "$0")/expect.sh"
comparison='report["subjects"][0]["comparisons"][0]'
# Runs of 1 to 20 ms by chance: no one could tell a percent within half a second.
cat >erratic <<'SCRIPT'
#!/usr/bin/python3
import random, sys, time
time.sleep(0.001 + 0.019 * random.random())
SCRIPT
chmod +x erratic
expect 0 "$HONE" compare ./erratic './erratic again' --runs 12 --warmup 0 --margin 0.1% -o report.json
expect_valid_report report.json
/usr/bin/python3 - <<'PYTHON' || fail "what it would have seen"
import json
comparison = json.load(open("report.json"))["subjects"][0]["comparisons"][0]
if comparison["verdict"] != "inconclusive":  # as one in twenty may be
    raise SystemExit(0)
for part in (comparison["detectable"], comparison["to_decide"]):
    if "unavailable" in part:
        assert part["unavailable"]
        continue
    assert part["power"] == 0.9, part
assert comparison["detectable"]["ratio"] > 1.001, comparison
shown = " ".join(open("out").read().split())
assert "would have been seen with 90 % probability" in shown, shown
if "pairs" in comparison["to_decide"]:
    assert comparison["to_decide"]["pairs"] > 12, comparison
    assert comparison["to_decide"]["seconds"] > 0, comparison
PYTHON
# A saved report says the same.
sed -n '1,/^compare/p' out >first
expect 0 "$HONE" report report.json
sed -n '1,/^compare/p' out | cmp -s - first || fail "a saved report reads otherwise"

expect 0 "$HONE" compare true 'sleep 0.1' --budget 1ms -o report.json
expect_json report.json "$comparison['verdict'] == 'regression'"
expect_json report.json "$comparison['detectable'] is None and $comparison['to_decide'] is None"
grep -q 'would have been seen' out && fail "a verdict was there"
exit 0
