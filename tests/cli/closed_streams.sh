# With standard streams closed, nothing is written to a file that took their place.
. "$(dirname "$0")/expect.sh"
compare() {
  "$HONE" compare true true --budget 1ms -o report.json "$@"
}
compare <&- >out 2>err || fail "without stdin: $?"
expect_in out verdict
expect_valid_report report.json
compare 2>&- >out || fail "without stderr: $?"
: >err
code=0
compare >&- 2>err || code=$?
[ $code -eq 2 ] || fail "without stdout: exit code $code"
: >out
expect_one_line_error "cannot write to stdout: Bad file descriptor"
expect_valid_report report.json
code=0
compare <&- >&- 2>&- || code=$?
[ $code -eq 2 ] || fail "without any: exit code $code"
expect_valid_report report.json
compare --shell --output inherit 'echo x; echo y >&2' true <&- 2>&- >out || :
grep -q '^x$' out || fail "stdout was not passed on"
