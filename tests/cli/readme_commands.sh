# Every command in the README's sh blocks runs and does not fail. --quick is shortened to a
# budget that suits a test.
. "$(dirname "$0")/expect.sh"
PATH="$(dirname "$HONE"):$PATH"
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside && NF' "$SOURCE/README.md" >commands
[ "$(wc -l <commands)" -ge 8 ] || fail "the README's commands were not found"
# Nothing can be preloaded into what a sanitizer's runtime must come first in.
"$HONE" stat --collect allocations -- true | grep -q sanitizer && without_counter=yes
# The plug-in, by the command of the README's other block.
expect 0 bash -c "cd '$SOURCE' && $(grep -m1 -- '-shared -fPIC' "$SOURCE/README.md" |
  sed "s|^g++|$CXX|; s|-o |-o $folder/|")"
while IFS= read -r command; do
  if [[ ${without_counter:-} && $command == *'--metric allocations'* ]]; then
    echo "not in a build with a sanitizer: $command"
    continue
  fi
  if [[ ${without_counter:-} ]]; then  # a sanitizer would make long scans last for minutes
    command=${command/1..128/1..128:63}
    command=${command/%--quick memory/--quick memory\/arena}
  fi
  [ -f data ] || seq 20000 | sort -R --random-source=<(yes) >data
  expect 0 bash -c "${command//--quick/--quick --budget 50ms}"
done <commands
expect_valid_report arena.json
expect_valid_report report.json
for script in demo test; do
  grep -q "^./scripts/$script$" "$SOURCE/README.md" || fail "the README does not name scripts/$script"
  [ -x "$SOURCE/scripts/$script" ] || fail "scripts/$script cannot be run"
done
