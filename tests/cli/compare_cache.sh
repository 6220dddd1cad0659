# What callgrind simulates of commands stands beside their times; where it cannot be had, its metrics
# are absent with the reason, and the rest of the report stands.
. "$(dirname "$0")/expect.sh"
command -v valgrind >/dev/null || fail "valgrind is not installed"
program="$SUBJECTS/simulated"

# Both variants' readings of a metric, as Python has them.
metrics='[v["metrics"] for v in report["subjects"][0]["variants"]]'

simulate() {
  expect "$1" "$HONE" compare --collect cache --budget 1ms -n a -n b -o report.json "${@:2}"
  expect_valid_report report.json
}

simulate 0 "$program work 100000 allocate 10" "$program work 200000 fork 1000"
expect_json report.json "all(m['instructions']['provenance'] == 'simulated' for m in $metrics)"
expect_json report.json "$metrics[0]['allocations']['value'] - $metrics[1]['allocations']['value'] == 60"
cp report.json first.json
simulate 0 "$program work 100000 allocate 10" "$program work 200000 fork 1000"
for metric in instructions l1d_misses llc_misses branch_misses allocations; do
  expect_json report.json "[m['$metric'] for m in $metrics] == [v['metrics']['$metric']
    for v in json.load(open('first.json'))['subjects'][0]['variants']]"
done

# absent REASON COMMAND OPTION...: the command is timed, and not simulated for that reason.
absent() {
  simulate 0 "$2" "$program work 10" "${@:3}"
  local metric
  for metric in instructions l1d_misses llc_misses branch_misses allocations; do
    expect_json report.json "'''$1''' in $metrics[0]['$metric']['unavailable']"
    expect_json report.json "$metrics[1]['$metric']['value'] >= 0"
  done
  expect_json report.json 'report["subjects"][0]["comparisons"][0]["pairs"] >= 6'
}

absent "exit status 5" "$program failure"
absent "exit status 5" "$program failure" --ignore-failure
absent "SIGABRT" "$program crash"
absent "does not know an instruction" "$program unknown_instruction"
absent "left processes running" "$program leave"
absent "a process of it was killed" "$program kill"
absent "callgrind did not end within 8 s" "$program hang" --simulation-limit 8s
expect_no_process "simulated hang"
cp "$program" set_user_id
chmod u+s set_user_id
absent "setuid" "./set_user_id"

simulate 0 "$program exit 3" "$program exit 3" --ignore-failure
expect_json report.json "all(m['instructions']['value'] > 0 for m in $metrics)"

# A folder with nothing of valgrind in it.
mkdir without
for name in sh env; do ln -s "$(command -v $name)" without/$name; done
PATH="$PWD/without" expect 0 "$HONE" compare --collect cache --budget 1ms -o report.json \
  "$program" "$program work 10"
expect_valid_report report.json
expect_json report.json "'valgrind' in $metrics[0]['instructions']['unavailable']"
