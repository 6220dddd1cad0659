# Nothing in a command, a name, a value or an output reaches the terminal raw, or breaks the JSON.
. "$(dirname "$0")/expect.sh"
escape=$'\033]0;title\007\033[31m'
bidi=$'\u202e'
bytes=$'\xff\xfe'
html='<script>alert(1)</script>"&'
newline=$'two\nlines\ttab'

expect_harmless() {
  local file
  for file in out err; do
    /usr/bin/python3 - $file <<'PYTHON' || fail "$file holds something raw"
import sys
data = open(sys.argv[1], "rb").read()
text = data.decode("utf-8")
bad = [c for c in text if (ord(c) < 32 and c != "\n") or 0x7f <= ord(c) < 0xa0 or c in "\u202e\u2066"]
sys.exit(repr(bad) if bad else 0)
PYTHON
  done
}

for hostile in "$escape$bidi$html$newline" "$bytes$escape"; do
  expect 0 "$HONE" compare "echo '$hostile'" "echo 'b$hostile'" --budget 1ms -o report.json
  expect_harmless
  expect_valid_report report.json
  expect 0 "$HONE" compare true true -n "a$hostile" -n "b$hostile" --budget 1ms -o report.json
  expect_harmless
  expect_valid_report report.json
  expect 0 "$HONE" compare 'test -n {word}' 'test x{word} != x' -P "word=$hostile,b" --budget 1ms \
    --prepare 'test -n {word}' --env "HOSTILE=$hostile" --format json
  cp out report.json
  expect_valid_report report.json
  expect 4 "$HONE" compare true "no$hostile" --shell --budget 1ms
  expect_harmless
  expect 4 "$HONE" compare --shell true 'echo "$HOSTILE" >&2; exit 1' --env "HOSTILE=$hostile" \
    --budget 1ms -o report.json
  expect_harmless
  expect_valid_report report.json
  expect 2 "$HONE" compare true "echo '$hostile"
  expect_harmless
  expect_one_line_error "unbalanced"
  expect 4 "$HONE" compare true "'no$hostile'" --budget 1ms
  expect_harmless
done
# Text that JSON can hold comes back as it was.
expect 0 "$HONE" compare true true -n "$escape$bidi$html" -n "$newline" --budget 1ms -o report.json
/usr/bin/python3 - "$escape$bidi$html" "$newline" <<'PYTHON' || fail "names were changed"
import json, sys
variants = json.load(open("report.json"))["subjects"][0]["variants"]
sys.exit([variant["name"] for variant in variants] != sys.argv[1:])
PYTHON
