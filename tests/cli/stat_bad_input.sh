# What stat cannot do is refused in one line; nothing has run then.
. "$(dirname "$0")/expect.sh"
refused() {
  expect 2 "$HONE" stat "${@:2}"
  expect_one_line_error "$1"
}
refused "no command given"
refused "no command given" -r 3 --
refused "no command given" -- ''
refused "command not found: 'no-such-command'" -- no-such-command
refused "cannot run '/etc/passwd': Permission denied" -- /etc/passwd
refused "cannot run '/etc': Is a directory" -- /etc
refused "chmod +x" -- /etc/passwd
refused "which only a shell has" -- cd /
refused "taken for the program's name" -- 'true now'
echo 'echo no first line' >script
printf '#!%s/nowhere\n' "$PWD" >orphan
printf '\177ELFbroken' >broken
chmod +x script orphan broken
for options in "" "-r 3" "--warmup 2" "--collect allocations" "--output inherit"; do
  # shellcheck disable=SC2086
  for program in script broken; do
    refused "cannot run './$program': it is no executable format" $options -- ./$program
  done
  # shellcheck disable=SC2086
  refused "cannot run './orphan': its interpreter is not found" $options -- ./orphan
done
printf '#!%s\n' "$PWD" >of_folder
chmod +x of_folder
refused "its interpreter '$PWD' is a folder" -- ./of_folder
refused "damaged, cut short" -- ./broken
expect 0 "$HONE" stat -r 3 -- sh -c 'exit 0'
refused "--runs" -r 0 -- true
refused "--runs" -r many -- true
refused "was not expected: --rns" --rns 3 true
refused "unknown collector 'conters' - did you mean 'counters'" --collect conters -- true
refused "--events 'page-faults,': a name is empty" --events page-faults, -- true
refused "--simulation-limit '10' is not a time" --simulation-limit 10 -- true
refused "--timeout 'soon' is not a time" --timeout soon -- true
refused "cannot read --input 'no-such-file'" --input no-such-file -- true
refused "--env 'A' is not of the form NAME=VALUE" --env A -- true
refused "--json and --output inherit" --json --output inherit -- true

# It ends what runs too long, and what is interrupted.
expect 4 "$HONE" stat --timeout 200ms -- sleep 47110815
expect_told out "did not end within 0.2 s"
expect_no_process 'sleep 47110815'
"$HONE" stat -r 1000 -o partial.json -- sh -c 'echo x >>begun; exec sleep 0.05' >out 2>err &
stat=$!
wait_for_lines begun 4
kill -INT $stat
wait $stat
code=$?
[ "$code" -eq 130 ] || fail "exit code $code after an interrupt"
expect_in out "Interrupted"
expect_valid_report partial.json
expect_json partial.json 'report["interrupted"] and len(report["subjects"][0]["variants"][0]["samples"]) > 0'
