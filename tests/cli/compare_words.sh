# Commands are cut into words as a shell would, but no shell runs them unless --shell is given.
. "$(dirname "$0")/expect.sh"
cat >tell <<'SCRIPT'
#!/bin/sh
for argument in "$@"; do printf '<%s>' "$argument"; done
SCRIPT
chmod +x tell

# words WANTED COMMAND: what the command gets as arguments.
words() {
  rm -f told
  expect 0 "$HONE" compare "$2" true --budget 1ms --output told -n tell -n true --ignore-failure
  expect 0 "$HONE" compare true "$2" --budget 1ms -o report.json -n true -n tell
  /usr/bin/python3 - "$1" <<'PYTHON' || fail "'$2' was not cut into $1"
import json, sys
argv = json.load(open("report.json"))["subjects"][0]["variants"][1]["launch"]["argv"][1:]
sys.exit("".join(f"<{word}>" for word in argv) != sys.argv[1])
PYTHON
}
words '<a><b>' "./tell a   b"
words '<a b><c d><e f>' "./tell 'a b' \"c d\" e\\ f"
words '<><><x>' "./tell '' \"\" x"
words '<--x=1 2>' "./tell --x='1 2'"
words '<a|b><$HOME><*>' "./tell 'a|b' '\$HOME' \\*"
words '<{}><{1}><$5>' "./tell {} {1} '\$5'"
words '<[><]>' './tell [ ]'
words '<a><b>' './tell a \
  b'
words '<ab>' './tell "a\
b"'
words '<a><b#c>' '# what it is told
  ./tell a b#c # and why it'"'"'s so
'

# What hone keeps as the words is what arrives.
expect 0 "$HONE" compare "./tell 'a  b' \"\" c\\'d" "./tell 'a  b' \"\" c\\'d" --budget 1ms \
  --output told
[ "$(cat told)" = "<a  b><><c'd>" ] || fail "arrived: $(cat told)"

# A command that begins and ends with a bracket is one command.
expect 0 "$HONE" compare '[ 1 -eq 1 ]' '[ a = a ]' --budget 1ms -o report.json
expect_json report.json '[v["launch"]["argv"] for v in report["subjects"][0]["variants"]] == [["[", "1", "-eq", "1", "]"], ["[", "a", "=", "a", "]"]]'
expect 0 "$HONE" compare true true -n '[1,2]' -n '[a]' --budget 1ms -o report.json
expect_json report.json '[v["name"] for v in report["subjects"][0]["variants"]] == ["[1,2]", "[a]"]'

expect 0 "$HONE" compare --shell 'echo a | tr a b && echo "$((1 + 1))"' true --budget 1ms \
  --output told -n first -n second
# shells SHELL COMMAND_COUNT ARGUMENT...: which shell runs how many commands.
shells() {
  local shell="$1" count="$2"
  shift 2
  expect 0 "$HONE" compare --budget 1ms -o report.json "$@"
  expect_json report.json "[v['launch']['argv'][0] for v in report['subjects'][0]['variants']] == ['$shell'] * $count"
}
shells bash 2 --shell bash ': <(true)' ':'
shells bash 2 ':' --shell bash ': {1..3}'
shells bash 2 --shell=bash ':' '[[ a = a ]]'
shells /bin/bash 2 --shell /bin/bash ':' ':'
shells dash 2 --shell=dash ':' ':'
shells sh 2 --shell sh ':' ':'
# Without a name it is /bin/sh; a shell with arguments, elsewhere or after --shell=NAME is a command.
shells /bin/sh 2 --shell ':' ':'
shells /bin/sh 2 ':' ':' --shell
shells /bin/sh 2 --shell 'bash -c :' ':'
shells /bin/sh 2 --shell ': /bin/bash' ':'
shells /bin/sh 2 --shell -n a -n b bash ':'
shells sh 3 --shell=sh bash ':' sh
shells bash 3 --shell bash bash ':' sh

expect 0 "$HONE" compare --shell true 'printf %s a | tr a b; echo "$((1 + 1))"' --budget 1ms \
  -o report.json
expect_json report.json 'report["subjects"][0]["variants"][1]["launch"]["argv"][:2] == ["/bin/sh", "-c"]'
