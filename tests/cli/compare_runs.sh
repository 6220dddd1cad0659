# --runs N: so many timed runs of each command, no more and no less, and what cannot come of them told
# before the first; --warmup 0: no other run.
. "$(dirname "$0")/expect.sh"
comparison='report["subjects"][0]["comparisons"][0]'
runs_of() { grep -cx -- "$1" log; }

# compare_logged RUNS OPTION...: each run adds a line to the log.
compare_logged() {
  rm -f log
  expect 0 "$HONE" compare --shell 'echo a >>log' 'echo b >>log; sleep 0.05' -n a -n b --runs "$@" \
    -o report.json
  expect_valid_report report.json
}

for runs in 1 3 7; do
  compare_logged $runs --warmup 0
  [ "$(runs_of a)" -eq $runs ] && [ "$(runs_of b)" -eq $runs ] || fail "$(runs_of a), $(runs_of b) runs"
  expect_json report.json "report['plan']['runs'] == $runs and report['plan']['budget_s'] is None"
  expect_json report.json "$comparison['pairs'] == $runs and $comparison['looks'] == 1"
  expect_json report.json "all(len(v['samples']) == $runs for v in report['subjects'][0]['variants'])"
  expect_told out "$runs run$([ $runs -eq 1 ] || echo s) of each."
done
# b takes tens of times as long: seven pairs that agree decide.
expect_json report.json "$comparison['verdict'] == 'regression' and $comparison['detectable'] is None"
[ ! -s err ] || fail "something on stderr: $(cat err)"

# The warm-up comes on top of them.
compare_logged 6 --warmup 2
[ "$(runs_of a)" -ge 8 ] || fail "$(runs_of a) runs"
expect_json report.json "len(report['subjects'][0]['variants'][0]['samples']) == 6"

# Fewer than six pairs decide nothing: it is said before the first run, once, and in the report.
cat >told_before <<'SCRIPT'
#!/bin/sh
grep -q 'can never decide' err
SCRIPT
chmod +x told_before
expect 0 "$HONE" compare ./told_before './told_before ' -n a -n b --runs 3 --warmup 0 -o report.json
[ "$(grep -c 'can never decide' err)" -eq 1 ] || fail "not told once"
expect_in err "hone: --runs 3 can never decide at --alpha 0.05; --runs 6 can"
expect_told out "Undecided: 3 pairs are too few"
expect_told out "3 pairs can never decide at alpha 0.05; 6 can."
expect_json report.json "$comparison['verdict'] == 'inconclusive' and $comparison['stopped'] == 'budget'"
expect_json report.json "'6 can' in $comparison['detectable']['unavailable']"
expect_json report.json "report['subjects'][0]['variants'][0]['metrics']['wall_time']['value'] > 0"

# What more it takes.
expect 0 "$HONE" compare true true --runs 8 --alpha 0.001 --quiet
expect_in err "--runs 8 can never decide at --alpha 0.001; --runs 11 can"
expect 0 "$HONE" compare true true --runs 8 --estimand mean
expect_in err "--runs 8 can never decide at --estimand mean --alpha 0.05; --runs 60 can"
expect 0 "$HONE" compare -P n=1,2 'true {n}' 'true  {n}' -n a -n b --runs 5
expect_in err "--runs 5 can never decide at --alpha 0.05; --runs 6 can"
[ "$(wc -l <err)" -eq 1 ] || fail "not told once"
expect_told out "no more runs were asked for"

# Every other way to say when it ends contradicts it.
for other in '--budget 1s' --quick --thorough --until-decided; do
  # shellcheck disable=SC2086
  expect 2 "$HONE" compare true true --runs 8 $other
  expect_one_line_error "--runs 8" "${other%% *}" "give one of them"
done
expect 2 "$HONE" compare true true --runs 0
expect_one_line_error "--runs"
expect 2 "$HONE" compare true true --runs 100001
expect_one_line_error "--runs"

# An interrupt keeps what was finished, and a run that takes too long ends as ever.
rm -f log
"$HONE" compare --shell 'echo a >>log; sleep 0.05' 'echo b >>log; sleep 0.05' --runs 1000 --warmup 0 \
  -o report.json >out 2>err &
hone=$!
wait_for_lines log 10
kill -INT $hone
code=0
wait $hone || code=$?
[ $code -eq 130 ] || fail "exit code $code"
expect_valid_report report.json
expect_json report.json "4 <= $comparison['pairs'] < 1000 and $comparison['stopped'] == 'interrupted'"
expect 4 "$HONE" compare true 'sleep 60' --runs 6 --warmup 0 --timeout 1s
expect_told out "did not end within 1 s"

# In a terminal the line says which run it is.
in_terminal 0 100 "$HONE" compare 'sleep 0.2' 'sleep 0.21' --runs 3 --warmup 0
grep -q 'run 2 of 3, about [0-9]* s left' out || fail "no progress in runs"
