# A variant that does four times the work is a regression; the report is valid and complete. A core
# that a neighbour slows to half its speed turns a ratio by less than a factor of two.
. "$(dirname "$0")/expect.sh"
expect 0 "$TESTEE" run test/known_effect -p more=3000 --budget 5s -o report.json
expect_in out "regression"
[ ! -s err ] || fail "something on stderr, which is not a terminal"
grep -q $'\033' out && fail "colour in a pipe"
expect_valid_report report.json
expect_json report.json 'report["subjects"][0]["comparisons"][0]["verdict"] == "regression"'
expect_json report.json '2 < report["subjects"][0]["comparisons"][0]["ratio"] < 8'
expect_json report.json 'report["subjects"][0]["variants"][0]["metrics"]["page_faults"]["provenance"] == "measured"'
expect 0 "$TESTEE" run test/known_effect -p more=3000 --budget 5s --format json --color always
cp out stdout.json
expect_valid_report stdout.json
