# Ctrl-C keeps what was finished, exits with 130 and leaves no process behind.
. "$(dirname "$0")/expect.sh"

# Runs in the background until the first subject is saved, then sends the signal.
interrupt_with() {
  rm -f report.json
  "$TESTEE" run test/known_ratio -p steps=1000,30000000 --budget 1s -o report.json >out 2>err &
  local hone=$!
  wait_for_content report.json
  sleep 0.3
  kill "-$1" $hone
  local code=0
  wait $hone || code=$?
  [ $code -eq 130 ] || fail "exit code $code after SIG$1"
  expect_valid_report report.json
  expect_json report.json 'report["interrupted"] and report["subjects"][0]["comparisons"][0]["pairs"] >= 6'
  expect_in out "Interrupted"
  expect_no_process "$TESTEE worker"
}

interrupt_with INT
interrupt_with TERM

# An interrupt before anything was finished leaves an older report alone.
echo old >report.json
"$TESTEE" run test/hanging -o report.json >out 2>err &
hone=$!
wait_for_process -f -- "$TESTEE worker"
kill -INT $hone
code=0
wait $hone || code=$?
[ $code -eq 130 ] || fail "exit code $code in the first subject"
[ "$(cat report.json)" = old ] || fail "the older report was replaced"
expect_no_process "$TESTEE worker"

# SIGKILL cannot be caught: the workers must notice by themselves.
"$TESTEE" run test/hanging --budget 300ms >out 2>err &
hone=$!
wait_for_process -f -- "$TESTEE worker"
kill -KILL $hone
wait $hone 2>/dev/null
expect_no_process "$TESTEE worker"
