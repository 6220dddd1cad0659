# What a command prints on hone's terminal begins a line: the progress line is never on it, and the time left
# is never told where nobody knows it.
. "$(dirname "$0")/expect.sh"
cat >lines.py <<'PYTHON'
import re, sys

text, word = open(sys.argv[1], errors="replace", newline="").read(), sys.argv[2]
assert not re.search(r"at most 0 s left", text), text
assert text.count(word) >= int(sys.argv[3]), text
line, column, at = "", 0, 0
while at < len(text):
    if text.startswith(word, at):
        assert line[:column].strip() == "" and line[column:].strip() == "", (line, text)
    if text.startswith("\x1b[K", at):
        line, at = line[:column], at + 3
        continue
    if text[at] == "\n":
        line, column = "", 0
    elif text[at] == "\r":
        column = 0
    else:
        line, column = line[:column] + text[at] + line[column + 1:], column + 1
    at += 1
PYTHON
prints() {
  TERM=xterm NO_COLOR=1 in_terminal 0 80 "$HONE" "$@"
  /usr/bin/python3 lines.py out MESSAGE 2 2>err || fail "$*"
}
cat >prints_late <<'SCRIPT'
#!/bin/sh
sleep 0.15
printf 'MESS''AGE\n' >&2
sleep 0.15
SCRIPT
chmod +x prints_late
printf '#!/bin/sh\n./prints_late 2>&1\n' >prints_to_stdout
chmod +x prints_to_stdout
prints stat -r 3 -- ./prints_late
prints stat -r 2 --warmup 1 -- ./prints_late
prints compare ./prints_late ./prints_late -n a -n b --output inherit --budget 1ms
if ! "$HONE" stat --collect allocations -- true | grep -q sanitizer; then  # no such metric there
  prints compare ./prints_late ./prints_late -n a -n b --output inherit --budget 1ms --metric wall,allocations
fi
prints compare ./prints_to_stdout ./prints_to_stdout -n a -n b --output /dev/tty --budget 1ms --collect none
# So does a report that is saved there. Each unit is shown, being long enough, and the last one has no time left.
for place in /dev/tty /dev/stderr; do
  TERM=xterm NO_COLOR=1 in_terminal 0 80 "$HONE" compare 'sleep 0.11' 'sleep 0.12' -o $place --budget 1ms --collect none
  grep -q "compare: unit 6" out || fail "no progress was shown"
  /usr/bin/python3 lines.py out $'{\n "schema"' 1 2>err || fail "a report on $place"
done
command -v heaptrack >/dev/null || exit 0
printf '#!/bin/sh\n./prints_late\n./prints_late\n' >prints_twice
chmod +x prints_twice
prints heap -- ./prints_twice
