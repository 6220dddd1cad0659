# However hone is told to end, nothing that it started is left running.
. "$(dirname "$0")/expect.sh"
# Grandchildren of all sorts: in the group, in a session of their own, deaf to SIGTERM.
cat >family <<'SCRIPT'
#!/bin/sh
sleep 987.21 &
setsid sleep 987.21 &
(trap '' TERM INT HUP; setsid sh -c 'sleep 987.21; :') &
echo started >>started
[ -e quick ] || wait
SCRIPT
chmod +x family

# interrupted_by SIGNAL CODE
interrupted_by() {
  rm -f started
  "$HONE" compare ./family ./family -n a -n b --budget 1h -o report.json >out 2>err &
  local hone=$! code=0
  wait_for_content started
  sleep 0.2
  kill "-$1" $hone
  wait $hone 2>/dev/null || code=$?
  [ $code -eq "$2" ] || fail "exit code $code after SIG$1"
  expect_no_process "sleep 987.21"
  expect_no_process "$folder/family"
}
# In the first run, of which nothing can be reported, and later.
for when in now later; do
  [ $when = now ] || touch quick
  interrupted_by INT 130
  interrupted_by TERM 130
  interrupted_by HUP 130
  interrupted_by KILL 137
done

# In a hook.
for hook in setup prepare conclude; do
  rm -f started
  "$HONE" compare true true --shell --$hook 'echo started >>started; sleep 987.22' >out 2>err &
  hone=$!
  wait_for_content started
  kill -INT $hone
  code=0
  wait $hone || code=$?
  [ $code -eq 130 ] || fail "exit code $code in --$hook"
  expect_no_process "sleep 987.22"
done

# Cleaning up goes on at an interrupt; a second one ends it, and what was finished is saved.
rm -f started cleaned.json
"$HONE" compare true true --budget 50ms -o cleaned.json --shell \
  --cleanup 'echo started >>started; sh -c "sleep 987.23; :"' >out 2>err &
hone=$!
wait_for_content started
kill -INT $hone
sleep 0.5
kill -0 $hone || fail "the first interrupt ended the clean-up"
kill -INT $hone
code=0
wait $hone || code=$?
[ $code -eq 130 ] || fail "exit code $code after two interrupts in --cleanup"
expect_no_process "sleep 987.23"
expect_json cleaned.json 'len(report["subjects"][0]["comparisons"]) == 1'
expect_told out "its --cleanup failed: interrupted"

# Ctrl-C in a terminal reaches the whole foreground group: a timed command is not in it.
/usr/bin/python3 - "$HONE" <<'PYTHON' || fail "Ctrl-C in a terminal"
import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [sys.argv[1], "compare", "sleep 0.05", "sleep 0.05", "--budget", "1h",
                           "--margin", "0", "-o", "tty.json"])
shown = b""
os.set_blocking(terminal, False)
def drain():
    global shown
    try:
        shown += os.read(terminal, 65536)
    except BlockingIOError:
        time.sleep(0.02)
    except OSError:
        return False
    return True
while b"unit 2" not in shown and drain():
    pass
os.write(terminal, b"\x03")
while drain():
    pass
status = os.waitpid(pid, 0)[1]
assert os.waitstatus_to_exitcode(status) == 130, status
assert b"Interrupted" in shown, shown
assert b"SIGINT" not in shown, shown
PYTHON
expect_valid_report tty.json
