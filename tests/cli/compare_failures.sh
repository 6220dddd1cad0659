# How a command failed is told with what it printed; the others are measured; exit code 4.
. "$(dirname "$0")/expect.sh"

# failing TEXT COMMAND OPTION...: as a variant, then as the baseline.
failing() {
  local text="$1" command="$2"
  shift 2
  expect 4 "$HONE" compare true "$command" 'test 1' -n base -n bad -n good --budget 1ms \
    -o report.json "$@"
  expect_valid_report report.json
  expect_told out "$text"
  expect_json report.json '[c["variant"] for c in report["subjects"][0]["comparisons"]] == ["good"]'
  expect_json report.json 'report["subjects"][0]["comparisons"][0]["pairs"] >= 6'
  expect 4 "$HONE" compare "$command" true -n bad -n good --budget 1ms -o report.json "$@"
  expect_told out "$text"
  expect_told out "without its baseline nothing was compared"
}

failing "exit status 3" "sh -c 'echo on stderr >&2; exit 3'"
expect_told out "on stderr"
failing "exit status 7" "sh -c 'echo only on stdout; exit 7'"
expect_told out "only on stdout"
failing "SIGSEGV" "sh -c 'kill -SEGV \$\$'"
expect_json report.json 'report["subjects"][0]["findings"][0]["rule"] == "variant_crashed"'
failing "SIGKILL (Killed); out of memory?" "sh -c 'kill -KILL \$\$'"
failing "did not end within 1 s" "sleep 987.11" --timeout 1s
expect_json report.json 'report["subjects"][0]["findings"][0]["rule"] == "variant_timed_out"'
expect_no_process "sleep 987.11"
failing "command not found: 'nosuchprogram'" "nosuchprogram -x"

echo 'no first line' >script
failing "cannot run './script': Permission denied" ./script
mkdir on_path
cp script on_path/not_for_all
PATH="$PWD/on_path:$PATH" failing "cannot run 'not_for_all': Permission denied" not_for_all
chmod +x script
failing "it is no executable format" ./script
printf '#!/no/such/interpreter\n' >script
failing "its interpreter is not found" ./script
failing "cannot run '/'" /
failing "No such file or directory" ./nothing

# One that fails only after the first runs, on a timed run.
failing_later='echo x >>count; echo said on stdout; [ $(wc -l <count) -lt 4 ]'
expect 4 "$HONE" compare --shell true "$failing_later" -n a -n b --budget 1s -o report.json
expect_valid_report report.json
expect_told out "exit status 1"
expect_told out "its stdout was not kept"
expect_told out "in run 3"
rm count
expect 4 "$HONE" compare --shell true "$failing_later; r=\$?; echo on stderr >&2; exit \$r" -n a -n b \
  --budget 1s
expect_told out "on stderr"

# Where failures are ignored, each run counts and tells how it ended.
expect 0 "$HONE" compare -i "sh -c 'exit 3'" "sh -c 'kill -SEGV \$\$'" -n a -n b --budget 1ms \
  -o report.json
expect_valid_report report.json
expect_json report.json 'all(s["exit"] == {"code": 3} for s in report["subjects"][0]["variants"][0]["samples"])'
expect_json report.json 'all(s["exit"] == {"signal": 11} for s in report["subjects"][0]["variants"][1]["samples"])'
expect_told out "exited with status 3"
expect_told out "SIGSEGV"
expect 0 "$HONE" compare --ignore-failure=3,4 "sh -c 'exit 3'" "sh -c 'exit 4'" --budget 1ms
expect 4 "$HONE" compare --ignore-failure=3 "sh -c 'exit 3'" "sh -c 'exit 4'" --budget 1ms
expect_told out "exit status 4"
expect 4 "$HONE" compare --ignore-failure=11,139 true "sh -c 'kill -SEGV \$\$'" --budget 1ms
expect 2 "$HONE" compare --ignore-failure=0 true true
expect_one_line_error "--ignore-failure=0: '0' is no exit code from 1 to 255"
expect 4 "$HONE" compare -i 'sleep 987.12' true --timeout 100ms --budget 1ms
expect_told out "did not end within"
