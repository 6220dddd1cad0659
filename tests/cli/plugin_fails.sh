# A plug-in that loads and then fails is a finding of that variant, exit code 4; what it prints goes
# nowhere.
. "$(dirname "$0")/expect.sh"
bad="$SUBJECTS/plugin_misbehaving.so"

fails() {  # HOW RULE TEXT OPTION...
  MISBEHAVE="$1" expect 4 "$HONE" run --plugin "$bad" --budget 100ms --collect none -o report.json \
    "${@:4}"
  expect_valid_report report.json
  expect_json report.json "'$2' in {f['rule'] for f in report['subjects'][0]['findings']}"
  expect_told out "$3"
}

fails crash_in_prepare variant_crashed "SIGSEGV"
fails hang_in_prepare variant_timed_out "within 3 s" --timeout 3s
fails refuse_in_prepare variant_failed "there is no flux capacitor"
fails crash_in_run variant_crashed "SIGSEGV"
fails hang_in_run variant_timed_out "within 3 s" --timeout 3s
fails throw_in_run variant_failed "no more steps"
fails throw_megabytes_in_run variant_failed "yyyy"
[ "$(wc -c <report.json)" -lt 100000 ] || fail "a megabyte of words in the report"
fails say_megabytes_in_run variant_failed "too long"
fails throw_a_number_in_run variant_failed "no std::exception"
fails wrong_checksum variant_wrong_checksum "checksum"
fails drifting_checksum variant_wrong_checksum "checksum"
fails flood_and_crash variant_crashed "about to crash"
fails crash_in_destroy variant_crashed "SIGSEGV"
fails crash_at_unload variant_crashed "SIGSEGV"

MISBEHAVE=unavailable expect 0 "$HONE" run --plugin "$bad" --budget 100ms --collect none
expect_told out "this machine has no flux capacitor"
MISBEHAVE=leave_a_child expect 0 "$HONE" run --plugin "$bad" --budget 100ms --collect none
expect_no_process "$HONE worker"
# Told at its end, although a child holds the channel open: the time limit is a minute.
MISBEHAVE=leave_a_child_and_crash_in_run expect 4 timeout 30 "$HONE" run --plugin "$bad" \
  --budget 100ms --collect none
expect_told out "SIGSEGV"
# However much it prints, only the last of it is kept, and it is not kept waiting for long.
MISBEHAVE=flood expect 0 "$HONE" run --plugin "$bad" --budget 1ms --timeout 30s --collect none
MISBEHAVE=print_everywhere expect 0 "$HONE" run --plugin "$bad" --budget 100ms --collect none
grep -q printed out err && fail "what the plug-in printed reached the report"
expect 0 "$HONE" run --plugin "$bad" -p steps=1000 --budget 100ms --collect allocations,cache \
  -o report.json
expect_valid_report report.json
expect_no_process "$HONE worker"
