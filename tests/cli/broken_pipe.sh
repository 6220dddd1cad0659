# A reader that goes away is told in one line; the saved report is whole.
. "$(dirname "$0")/expect.sh"
code=0
{ "$TESTEE" run test/known_ratio --budget 200ms -o report.json 2>err || echo $? >code; } | true
[ "$(cat code)" -eq 2 ] || fail "exit code $(cat code)"
: >out
expect_one_line_error "cannot write to stdout"
expect_valid_report report.json
for arguments in list 'show cache/soa' doctor --help 'run --help' --version; do
  rm -f code
  # shellcheck disable=SC2086
  { sleep 0.2; "$HONE" $arguments 2>err || echo $? >code; } | true
  [ "$(cat code)" -eq 2 ] || fail "$arguments: exit code $(cat code) with a closed pipe"
  expect_one_line_error "cannot write to stdout"
  # shellcheck disable=SC2086
  { "$HONE" $arguments 2>err || echo $? >code; } >/dev/full
  [ "$(cat code)" -eq 2 ] || fail "$arguments: exit code $(cat code) on a full disk"
  expect_one_line_error "No space left on device"
done
