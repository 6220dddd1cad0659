# Each way to fail is a finding on that variant, exit code 4; the others are measured.
. "$(dirname "$0")/expect.sh"
expect 4 "$TESTEE" run test/failing test/known_ratio --budget 300ms -o report.json
expect_valid_report report.json
rules='{f["rule"] for f in report["subjects"][0]["findings"]}'
for rule in variant_crashed variant_failed variant_wrong_checksum variant_unavailable; do
  expect_json report.json "'$rule' in $rules"
done
expect_json report.json 'report["subjects"][1]["comparisons"][0]["pairs"] >= 6'
expect_json report.json 'any("SIGSEGV" in f["text"] for f in report["subjects"][0]["findings"])'
expect_json report.json 'any("about to crash" in e for f in report["subjects"][0]["findings"] for e in f["evidence"])'
expect_in out "SIGSEGV"

expect 4 "$TESTEE" run test/failing_baseline --budget 300ms -o report.json
expect_valid_report report.json
expect_in out "without its baseline nothing was compared"

expect 4 "$TESTEE" run test/hanging --timeout 3s --budget 300ms -o report.json
expect_valid_report report.json
expect_json report.json 'report["subjects"][0]["findings"][0]["rule"] == "variant_timed_out"'
expect_no_process "$TESTEE worker"
