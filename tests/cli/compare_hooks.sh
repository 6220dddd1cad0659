# Set-up and clean-up run once a command, prepare and conclude around each run, whatever happens.
. "$(dirname "$0")/expect.sh"

hooks=()
for hook in setup prepare conclude cleanup; do
  hooks+=("--$hook" "echo $hook a >>log" "--$hook" "echo $hook b >>log")
done

# compare_logged CODE COMMAND_A COMMAND_B OPTION...: each hook and each run adds a line to the log.
compare_logged() {
  local code="$1" a="$2" b="$3"
  shift 3
  rm -f log
  expect "$code" "$HONE" compare --shell "echo run a >>log; $a" "echo run b >>log; $b" -n a -n b \
    "${hooks[@]}" --budget 1ms -o report.json "$@"
}

count() { grep -cx -- "$1" log; }

# Each that was set up is cleaned up once, and after its last run; no other is.
expect_cleaned_up() {
  local name
  for name in a b; do
    [ "$(count "cleanup $name")" -eq "$(count "setup $name")" ] || fail "clean-up of $name: $(cat log)"
  done
  tail -n 1 log | grep -q cleanup || fail "the clean-up was not last: $(cat log)"
}

compare_logged 0 true true --warmup 2
for name in a b; do
  [ "$(count "setup $name")" -eq 1 ] || fail "set-up of $name: $(cat log)"
  [ "$(count "run $name")" -ge 8 ] || fail "runs of $name: $(cat log)"
  grep " $name\$" log | tr '\n' ' ' >order
  grep -Eq "^setup $name (prepare $name run $name conclude $name )+cleanup $name \$" order ||
    fail "order: $(cat order)"
done
expect_cleaned_up
expect_json report.json 'set(report["subjects"][0]["variants"][1]["hooks"]) == {"setup", "prepare", "conclude", "cleanup"}'

# One for all commands.
rm -f log
expect 0 "$HONE" compare --shell true : --prepare 'echo prepare >>log' --budget 1ms -o report.json
[ "$(count prepare)" -ge 14 ] || fail "prepared $(count prepare) times"

# After failures: of a command at once, of one later, of a hook.
compare_logged 4 true false
expect_cleaned_up
compare_logged 4 false true
expect_cleaned_up
[ "$(count "run b")" -eq 0 ] || fail "b ran without its baseline"
compare_logged 4 true '[ $(grep -c "run b" log) -lt 4 ]'
expect_cleaned_up
[ "$(count "conclude b")" -eq "$(count "run b")" ] || fail "a run that failed was not concluded"

expect 4 "$HONE" compare true true --shell --setup 'echo the disk is gone; exit 3' \
  --cleanup 'echo cleanup >>log' --budget 1ms -o report.json
expect_told out "its --setup failed: exit status 3"
expect_told out "the disk is gone"
for hook in prepare conclude cleanup; do
  expect 4 "$HONE" compare true true --shell --$hook 'echo of no use >&2; exit 3' --budget 1ms
  expect_told out "its --$hook failed: exit status 3"
  expect_told out "of no use"
done
expect 4 "$HONE" compare true true --prepare nosuchprogram --budget 1ms
expect_told out "command not found: 'nosuchprogram'"
echo 'echo no first line' >script
printf '#!%s/nowhere\n' "$PWD" >orphan
chmod +x script orphan
for hook in setup prepare conclude cleanup; do
  expect 4 "$HONE" compare true true --$hook ./script --budget 1ms
  expect_told out "its --$hook failed: cannot run './script': it is no executable format"
  expect_told out "a script's first line names its interpreter"
  expect 4 "$HONE" compare true true --$hook ./orphan --budget 1ms
  expect_told out "cannot run './orphan': its interpreter is not found"
done

# Hooks are told the variant, and around a run its number; commands are not.
expect 0 "$HONE" compare --shell 'env | grep HONE_ | grep -v HONE_PADDING >>seen; :' : -n 'a b' -n c --warmup 2 \
  --setup 'echo "setup $HONE_VARIANT ${HONE_RUN-none}" >>told' --cleanup 'echo "cleanup $HONE_VARIANT ${HONE_RUN-none}" >>told' \
  --prepare 'echo "prepare $HONE_VARIANT $HONE_RUN" >>told' --conclude 'echo "conclude $HONE_VARIANT $HONE_RUN" >>told' \
  --budget 1ms
grep -v HONE_TEST_FOLDER seen >others && fail "a command was told $(head -n 1 others)"
grep -qx 'setup a b none' told && grep -qx 'cleanup c none' told || fail "told: $(head told)"
for name in 'a b' c; do
  for hook in prepare conclude; do
    grep "^$hook $name " told | sed 's/.* //' >numbers
    seq 0 $(($(wc -l <numbers) - 1)) | cmp -s - numbers || fail "numbers of $hook: $(tr '\n' ' ' <numbers)"
  done
done
expect 4 "$HONE" compare --shell true : --prepare '[ "$HONE_RUN" -lt 2 ]' --budget 1ms
expect_told out "its --prepare failed: exit status 1 in run 2"

# After an interrupt.
rm -f log
"$HONE" compare --shell 'echo run a >>log; sleep 0.1' 'echo run b >>log; echo >>runs; sleep 0.1' \
  -n a -n b "${hooks[@]}" --budget 1h --alpha 0.0001 --margin 0 >out 2>err &
hone=$!
wait_for_content runs
kill -INT $hone
code=0
wait $hone || code=$?
[ $code -eq 130 ] || fail "exit code $code"
expect_cleaned_up
[ "$(count "cleanup a")" -eq 1 ] || fail "not cleaned up after an interrupt"
[ "$(count "conclude a")" -eq "$(count "prepare a")" ] || fail "not concluded: $(tail log)"
