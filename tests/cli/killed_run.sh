# After SIGKILL every finished subject is in the report that `hone report` makes; a run that begins anew
# loses nothing of it either.
. "$(dirname "$0")/expect.sh"

# kill_after COUNT: a run is killed in the subject after so many.
kill_after() {
  "$HONE" compare -P n=1,2,3,4 'sh -c "test {n} -le '"$1"' || sleep 100"' 'true {n}' --budget 1ms -o report.json \
    >out 2>err &
  local hone=$!
  wait_for_lines report.json.journal $(($1 + 1))
  kill -KILL $hone
  wait $hone 2>/dev/null
}

kill_after 3
cp report.json.journal kept.journal
expect 0 "$HONE" report report.json
expect_in err "was cut off after 3 subjects"
expect_in err "now 'report.json' has them, too"
expect_in out "3 subjects"
expect_told out "Interrupted"
expect_valid_report report.json
expect_json report.json 'report["interrupted"] and [s["parameters"]["n"] for s in report["subjects"]] == [1, 2, 3]'
[ ! -e report.json.journal ] || fail "the journal is still there"
cp report.json whole.json
expect 0 "$HONE" report report.json
[ ! -s err ] || fail "the report is completed twice"
cmp -s report.json whole.json || fail "the report is another one"

# The journal alone is enough, also where it is cut within its last line.
rm report.json
head -c -40 kept.journal >report.json.journal
expect 0 "$HONE" report report.json -o other.json
expect_in err "'report.json.journal' ends within a line"
expect_json other.json 'len(report["subjects"]) == 2'
expect_json report.json 'len(report["subjects"]) == 2'
expect 0 "$HONE" report kept.journal --format json
expect_json out 'len(report["subjects"]) == 3'

# The next run keeps it under another name, and leaves nothing behind itself.
cp kept.journal report.json.journal
expect 0 "$HONE" compare -P n=7,8 'true {n}' 'true {n}' --budget 1ms -o report.json
expect_in err "kept as 'report.json.journal.1'"
cmp -s kept.journal report.json.journal.1 || fail "the journal was changed"
[ ! -e report.json.journal ] || fail "a journal is left behind"
expect_json report.json 'not report["interrupted"] and len(report["subjects"]) == 2'

# A journal of another run, or of none, is named and harms nothing.
cp report.json before.json
cp kept.journal report.json.journal
expect 0 "$HONE" report report.json
expect_in err "'report.json.journal' is of another run"
cmp -s kept.journal report.json.journal || fail "another run's journal was taken"
echo nonsense >report.json.journal
expect 0 "$HONE" report report.json
expect_in err "cannot read 'report.json.journal': line 1:"
cmp -s report.json before.json || fail "the report was changed"
expect 2 "$HONE" compare 'touch ran' 'touch ran' --budget 1ms -o report.json
expect_one_line_error "'report.json.journal' is in the way" "no journal of an earlier run" "move that one"
[ "$(cat report.json.journal)" = nonsense ] && [ ! -e ran ] || fail "a file of somebody's was moved, or something run"
rm report.json.journal

# Two runs do not write one report.
"$HONE" compare -P n=1,2 'sh -c "test {n} -le 1 || sleep 100"' 'true {n}' --budget 1ms -o report.json >out 2>err &
hone=$!
wait_for_lines report.json.journal 2
expect 2 "$HONE" compare true true --budget 1ms -o report.json
expect_one_line_error "another run of hone is writing 'report.json'"
expect 0 "$HONE" report report.json
expect_in err "goes on: 1 subject so far"
kill -INT $hone
wait $hone
[ ! -e report.json.journal ] || fail "an interrupt leaves the journal behind"

# What has no place beside it has no journal.
expect 0 "$HONE" compare -P n=1,2 'true {n}' 'true {n}' --budget 1ms -o /dev/null
[ ! -e /dev/null.journal ] || fail "a journal of a device"
