# The self-test refuses what it does not know; told to end early, it reports what was finished.
. "$(dirname "$0")/expect.sh"
expect 2 "$HONE" selftest --programs cpu,gpu
expect_one_line_error "there is no 'gpu'" "cpu, memory, syscall"
expect 2 "$HONE" selftest --metric peak_rss
expect_one_line_error "peak_rss"
expect 2 "$HONE" selftest --metric wall,cpu
expect_one_line_error "one metric"
expect 2 "$HONE" selftest --quick --thorough
expect_one_line_error "contradict each other"

# A short one is a whole one.
expect 0 "$HONE" selftest --budget 1s --programs cpu,syscall --seed 7 --json
cp out selftest.json
expect_valid_report selftest.json hone.selftest-1
expect_json selftest.json 'not report["interrupted"]'
expect_json selftest.json '[t["program"] for t in report["false_positives"]] == [None, "cpu", "syscall"]'
expect_json selftest.json 'len(report["detections"]) == 12 and len(report["equivalences"]) == 3'
expect_json selftest.json 'report["failed_trials"] == 0'

programs="$(dirname "$(dirname "$HONE")")/lib/hone/"  # the launcher, and what it starts

# interrupted_with TEXT OPTION...: a run that is interrupted, late enough on this machine for its output
# to match the TEXT, which tells of something finished.
interrupted_with() {
  local text="$1" code seconds hone
  shift
  for seconds in 1 2 4 8 16 32; do
    code=0
    "$HONE" selftest --programs cpu --seed 7 "$@" >out 2>err &
    hone=$!
    wait_for_process -f -- "${programs}hone-launcher"
    sleep $seconds
    kill -INT $hone
    wait $hone || code=$?
    [ $code -eq 130 ] || fail "exit code $code"
    expect_no_process "$programs"
    grep -q "$text" out && return 0
  done
  fail "nothing was finished in $seconds s"
}
interrupted_with '"trials": [1-9]' --json
cp out selftest.json
expect_valid_report selftest.json hone.selftest-1
expect_json selftest.json 'report["interrupted"]'
expect_json selftest.json 'report["seed"] == 7 and report["alpha"] == 0.05'
expect_json selftest.json 'report["false_positives"][0]["trials"] >= 1'
expect_json selftest.json 'report["false_positives"][0]["program"] is None'
expect_json selftest.json '0 <= report["false_positives"][0]["interval"][0] <= report["false_positives"][0]["interval"][1] <= 1'
interrupted_with "comparisons of a program with itself"
expect_in out "Interrupted: only what was finished is counted."
expect_in out "comparisons of a program with itself"
[ "$(wc -L <out)" -le 80 ] || fail "the report is wider than 80 columns"
