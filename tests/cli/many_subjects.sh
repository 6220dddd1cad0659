# Of many subjects a terminal gets an overview, and with --details each of them; the saved report has all.
. "$(dirname "$0")/expect.sh"
values() { seq -s, 1000 "$((999 + $1))"; }
expect 0 "$TESTEE" run test/known_ratio -p steps="$(values 13)" --budget 1ms -o report.json
expect_json report.json 'len(report["subjects"]) == 13'
expect_in out "13 subjects"
expect_in out "--details"
grep -q "verdict on" out && fail "each subject is shown by itself"
[ "$(wc -l <out)" -lt 60 ] || fail "$(wc -l <out) lines of 13 subjects"
expect 0 "$TESTEE" run test/known_ratio -p steps="$(values 13)" --budget 1ms --details
[ "$(grep -c "verdict on" out)" -eq 13 ] || fail "--details leaves subjects out"
expect 0 "$TESTEE" run test/known_ratio -p steps="$(values 12)" --budget 1ms
[ "$(grep -c "verdict on" out)" -eq 12 ] || fail "a dozen subjects are not shown one by one"
