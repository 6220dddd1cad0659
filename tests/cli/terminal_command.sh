# A command that reads or sets the terminal is stopped by the kernel, since it runs in the background:
# it fails with that reason, and so does a hook.
. "$(dirname "$0")/expect.sh"
# in_terminal COMMAND...: runs it in a terminal of its own; its output is then in out.
in_terminal() {
  timeout -k 1 120 /usr/bin/python3 - "$@" >out 2>err <<'END'
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
text = b""
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    text += part
sys.stdout.write(text.decode("utf8", "replace").replace("\r", ""))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
  code=$?
}
in_terminal "$HONE" --color never -q stat -- sh -c 'read x </dev/tty'
[ $code -eq 4 ] || fail "exit code $code"
expect_told out "was stopped because it reads the terminal"
in_terminal "$HONE" --color never -q stat -- sh -c 'stty sane </dev/tty'
[ $code -eq 4 ] || fail "exit code $code"
expect_told out "was stopped because it sets the terminal"
in_terminal "$HONE" --color never -q compare true 'sh -c "read x </dev/tty"' --budget 10ms -i
expect_told out "was stopped because it reads the terminal"
in_terminal "$HONE" --color never -q compare true true -n a -n b --budget 10ms \
  --prepare 'sh -c "read x </dev/tty"'
expect_told out "its --prepare failed: it was stopped because it reads the terminal"
# What does not need the terminal may have a look at it.
in_terminal "$HONE" --color never -q stat -- sh -c 'stty -a </dev/tty >/dev/null; echo >/dev/tty'
[ $code -eq 0 ] || fail "exit code $code"
expect_no_process "read x"
