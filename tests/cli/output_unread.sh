# A program that does less when its stdout is /dev/null is timed with a pipe, and so is what it is
# compared with; any other program is timed with /dev/null.
. "$(dirname "$0")/expect.sh"
cat >shirker <<'END'
#!/usr/bin/python3
import os, sys
null = os.stat("/dev/null").st_rdev
if os.fstat(1).st_rdev == null:
    sys.exit(0)
for _ in range(3):
    open("data", "rb").read()
print("read")
END
cat >worker <<'END'
#!/usr/bin/python3
open("data", "rb").read()
print("read")
END
chmod +x shirker worker
head -c 1000000 /dev/zero >data
variants='report["subjects"][0]["variants"]'
# Notes what kind of file its stdout is.
cat >look <<'END'
#!/bin/sh
kind="$(stat -L -c %F /proc/$$/fd/1)"
echo "$kind" >looked
echo printed
END
chmod +x look

expect 0 "$HONE" compare ./shirker ./look --budget 10ms --collect none -o report.json
expect_valid_report report.json
expect_json report.json "$variants[0]['unread_output']['to_null'] < 0.9 * $variants[0]['unread_output']['to_pipe']"
expect_json report.json "$variants[1]['unread_output'] is None"
expect_json report.json 'any(f["rule"] == "unread_output" for f in report["subjects"][0]["findings"])'
expect_told out "./shirker does less when its output goes to /dev/null, so all runs here wrote into a pipe"
grep -q fifo looked || fail "what it was compared with wrote to: $(cat looked)"

expect 0 "$HONE" compare ./worker ./look --budget 10ms --collect none -o report.json
expect_json report.json "[v['unread_output'] for v in $variants] == [None, None]"
grep -q "character special file" looked || fail "without a reason its stdout was: $(cat looked)"

# An ordinary user finds it out, too: what has ended belongs to root in /proc.
if [ "$(id -u)" -eq 0 ]; then
  hone="$(hone_for_all)"
  rm -f looked
  expect 0 as_nobody "$hone" compare ./shirker ./look --budget 10ms --collect none
  expect_told out "./shirker does less when its output goes to /dev/null"
  rm -f looked
fi

# Chosen by the user.
expect 0 "$HONE" compare ./shirker ./look --output null --budget 10ms --collect none -o report.json
expect_json report.json "[v['unread_output'] for v in $variants] == [None, None]"
grep -q "character special file" looked || fail "--output null gave: $(cat looked)"
expect 0 "$HONE" compare ./look ./look -n a -n b --output pipe --budget 10ms --collect none
grep -q fifo looked || fail "--output pipe gave: $(cat looked)"
[ ! -e pipe ] || fail "a file was made of --output pipe"

# A second run with less to do is no sign of it.
cat >caches <<'END'
#!/usr/bin/python3
import os
if not os.path.exists("cache"):
    open("data", "rb").read()
    open("cache", "w").write("x")
print("done")
END
chmod +x caches
expect 0 "$HONE" compare ./caches ./caches -n a -n b --budget 10ms --collect none -o report.json
expect_json report.json "[v['unread_output'] for v in $variants] == [None, None]"

# Where no warm-up run can tell, a pipe is used.
expect 0 "$HONE" stat -- ./look
grep -q fifo looked || fail "hone stat gave: $(cat looked)"
