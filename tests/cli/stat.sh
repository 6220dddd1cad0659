# One command: a screen of what a run costs, each number with how it was got; the exit code and
# the errors are the command's own.
. "$(dirname "$0")/expect.sh"
expect 0 "$HONE" stat -- ls /
expect_in out "ls /: 1 run, exit status 0"
expect_in out "wall time"
expect_in out "measured"
[ ! -s err ] || fail "something on stderr, which is not a terminal"
grep -q $'\033' out && fail "colour in a pipe"
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"
[ "$(wc -l <out)" -le 40 ] || fail "more than a screen"

expect 3 "$HONE" stat -- sh -c 'echo to stdout; echo to stderr >&2; exit 3'
expect_told out "exited with status 3 in 1 of 1 run"
[ "$(cat err)" = "to stderr" ] || fail "its stderr did not pass through"
grep -qx "to stdout" out && fail "its stdout is in the report"
expect 137 "$HONE" stat -- sh -c 'kill -9 $$'
expect_told out "was killed by SIGKILL in 1 of 1 run"

# It runs as often as it is told to, also where there is no PMU.
expect 0 "$HONE" stat -- sh -c 'echo ran >>runs'
[ "$(wc -l <runs)" -eq 1 ] || fail "it ran $(wc -l <runs) times"
expect_told out "not asked for: --collect allocations,cache"
command -v valgrind >/dev/null || fail "valgrind is not installed"
expect 0 "$HONE" stat --output written --collect cache -- sh -c 'echo ran >>runs; echo output'
# The simulated processor may lack what this one has: then one run more shows whether the command's
# programs can be kept from that, and one is timed so.
runs="$(wc -l <runs)"
[ "$runs" -eq 3 ] || [ "$runs" -eq 5 ] || fail "a simulation is one run more, or three, not $((runs - 2))"
[ "$(cat written)" = output ] || fail "the simulated run wrote into the output file"
expect_in out "instructions"
expect_in out "simulated"

# Several runs have medians with intervals; what stands behind "--" is the command's.
expect 0 "$HONE" stat -r 7 --json -o saved.json -- echo -r 3 -- --json
expect_valid_report out
expect_valid_report saved.json
subject='report["subjects"][0]'
expect_json out "len($subject['variants'][0]['samples']) == 7"
expect_json out "$subject['variants'][0]['launch']['argv'] == ['echo', '-r', '3', '--', '--json']"
expect_json out "$subject['variants'][0]['metrics']['wall_time']['interval'] is not None"
expect_json out "$subject['id'] == 'stat' and $subject['comparisons'] == []"

# As with other commands: input, output, environment and folder are settable.
echo hello >input
expect 0 "$HONE" stat --output inherit --input input --env A=b --cwd / -- sh -c 'cat; echo $A; pwd'
expect_in out "hello"
grep -qx b out || fail "no A=b"
grep -qx / out || fail "not in /"

# The words may hold anything.
expect 0 "$HONE" stat -- echo $'\e[31mred' '[ a, b ]'
grep -q $'\033' out && fail "a control character of the command's went to the terminal"
expect_in out "'[ a, b ]'"

# A run that hone ended fails, whatever the runs before it did.
expect 4 "$HONE" stat -r 3 --timeout 3s -- sh -c 'echo x >>lasts; [ $(wc -l <lasts) -lt 3 ] || sleep 60'
expect_told out "did not end within 3 s"
