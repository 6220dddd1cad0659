# A terminal that takes no output for a while (Ctrl-S) delays no measurement and loses no report, and hone can
# be interrupted at any moment.
. "$(dirname "$0")/expect.sh"
cat >stopped.py <<'PYTHON'
import os, pty, select, signal, sys, time


class Terminal:
    """hone in a terminal that can be stopped."""

    def __init__(self, *arguments):
        self.shown = b""
        self.ended = None
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execv(arguments[0], arguments)

    def take(self, seconds):
        """Reads what comes within the time; False once nothing can come any more."""
        while select.select([self.master], [], [], seconds)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return False
            if not data:
                return False
            self.shown += data
        return True

    def until(self, condition, what):
        end = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < end, (what, self.shown)
            self.take(0.02)

    def stop(self):
        os.write(self.master, b"\x13")
        while self.take(0.2) and select.select([self.master], [], [], 0)[0]:
            pass

    def go_on(self):
        os.write(self.master, b"\x11")

    def signal(self, number=signal.SIGINT):
        os.kill(self.pid, number)

    def has_ended(self):
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.ended = os.waitstatus_to_exitcode(status)
        return pid != 0

    def exit_code(self):
        self.until(self.has_ended, "the end")
        self.take(0)
        return self.ended

    def is_blocked(self):
        """In a write to the terminal, and not about to end."""
        time.sleep(0.5)
        return not self.has_ended()


def lines_of(shown):
    """What stands on each line in the end."""
    lines = [""]
    for piece in shown.decode(errors="replace").replace("\r\n", "\n").split("\n"):
        after = piece.split("\r")[-1].replace("\x1b[K", "")
        lines.append(after)
    return lines


def compare(hone, report, budget):
    if os.path.exists(report):
        os.remove(report)
    terminal = Terminal(hone, "--color", "never", "compare", "sleep 0.02", "sleep 0.02", "--margin", "0",
                        "--budget", budget, "-o", report)
    terminal.until(lambda: b"unit" in terminal.shown, "progress")
    terminal.stop()
    return terminal


hone = sys.argv[1]
is_saved = lambda: os.path.exists("r.json")

# It measures on, and saves; then only the report waits for the terminal, whole and on a line of its own.
terminal = compare(hone, "r.json", "1s")
terminal.until(is_saved, "the report")
assert terminal.is_blocked(), terminal.ended
terminal.go_on()
assert terminal.exit_code() == 0, terminal.shown
assert b"internal error" not in terminal.shown
assert not any("unit" in line and "verdict" in line for line in lines_of(terminal.shown)), terminal.shown
assert any(line.startswith("compare") for line in lines_of(terminal.shown)), terminal.shown

# An interrupt ends the waiting.
terminal = compare(hone, "r.json", "1s")
terminal.until(is_saved, "the report")
assert terminal.is_blocked(), terminal.ended
terminal.signal()
assert terminal.exit_code() == 130, terminal.ended

# An interrupt while it measures saves what was finished; what is left to say waits for the terminal.
for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
    terminal = compare(hone, "r.json", "1h")
    terminal.signal(number)
    terminal.until(is_saved, "the report")
    assert terminal.is_blocked(), terminal.ended
    terminal.go_on()
    assert terminal.exit_code() == 130, terminal.ended
    assert b"internal error" not in terminal.shown
    told = [line for line in lines_of(terminal.shown) if "Interrupted" in line]
    assert told and told[0].startswith("Interrupted"), terminal.shown

# A second one ends it at once.
terminal = compare(hone, "r.json", "1h")
terminal.signal()
terminal.until(is_saved, "the report")
assert terminal.is_blocked(), terminal.ended
terminal.signal()
assert terminal.exit_code() == 130, terminal.ended

# So does a terminal that is gone.
terminal = compare(hone, "r.json", "1h")
os.close(terminal.master)
end = time.monotonic() + 60
while not terminal.has_ended():
    assert time.monotonic() < end
    time.sleep(0.02)
assert terminal.ended == 130 and is_saved(), terminal.ended
PYTHON
TERM=xterm /usr/bin/python3 stopped.py "$HONE" 2>err || fail "in a stopped terminal"
expect_valid_report r.json
expect_json r.json 'report["interrupted"]'
