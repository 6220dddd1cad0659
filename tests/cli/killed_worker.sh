# A worker that is killed from outside is a finding; the run goes on and exits with 4.
. "$(dirname "$0")/expect.sh"
"$TESTEE" run test/known_ratio -p steps=300000000,1000 --budget 1s -o report.json >out 2>err &
hone=$!
# A worker that is just ending may be gone before the signal comes; these take most of a second.
kill_a_worker() {
  local victim
  victim="$(pgrep -P $hone -f worker | head -n 1)"
  [ -n "$victim" ] && kill -KILL "$victim" 2>kill_error
}
within 10 kill_a_worker || fail "no worker was seen"
code=0
wait $hone || code=$?
[ $code -eq 4 ] || fail "exit code $code"
expect_valid_report report.json
expect_json report.json 'any(f["rule"] == "variant_crashed" and "SIGKILL" in f["text"] for f in report["subjects"][0]["findings"])'
expect_json report.json 'report["subjects"][1]["comparisons"][0]["pairs"] >= 6'
expect_no_process "$TESTEE worker"
