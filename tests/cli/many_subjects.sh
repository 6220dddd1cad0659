# Of many subjects a terminal gets an overview, and with --details each of them; the saved report has all.
. "$(dirname "$0")/expect.sh"
# compare_many COUNT OPTION...: commands, since a run of a workload starts ten times as many processes.
compare_many() {
  expect 0 "$TESTEE" compare 'true {i}' 'true {i} {i}' -P i=1.."$1":1 --budget 1ms "${@:2}"
}
compare_many 13 -o report.json
expect_json report.json 'len(report["subjects"]) == 13'
expect_in out "13 subjects"
expect_in out "--details"
grep -q "verdict on" out && fail "each subject is shown by itself"
[ "$(wc -l <out)" -lt 60 ] || fail "$(wc -l <out) lines of 13 subjects"
compare_many 13 --details
[ "$(grep -c "verdict on" out)" -eq 13 ] || fail "--details leaves subjects out"
compare_many 12
[ "$(grep -c "verdict on" out)" -eq 12 ] || fail "a dozen subjects are not shown one by one"
