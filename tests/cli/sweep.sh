# -p makes a subject of each combination of values.
. "$(dirname "$0")/expect.sh"
expect 0 "$TESTEE" run test/known_ratio -p steps=1000,20k --budget 500ms -o report.json
expect_valid_report report.json
expect_json report.json '[s["parameters"]["steps"] for s in report["subjects"]] == [1000, 20000]'

# What follows the option's value is a selector.
expect 0 "$TESTEE" run -p steps=100 test/known_ratio --budget 50ms
