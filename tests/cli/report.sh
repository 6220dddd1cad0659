# A saved report is shown as the run that made it showed it, as text or as data; what is no report is refused.
. "$(dirname "$0")/expect.sh"
expect 0 "$HONE" compare -P n=1..3:1 'true {n}' 'true {n} {n}' --budget 1ms -o report.json
mv out shown
expect 0 "$HONE" report report.json
cmp -s out shown || fail "the saved report is shown differently"
expect 0 "$HONE" report report.json --format json
cmp -s out report.json || fail "the JSON is not that of the file"
expect 0 "$HONE" report report.json -o copy.json
cmp -s copy.json report.json || fail "the copy is not the report"
expect 0 "$HONE" report report.json -o -
cmp -s out report.json || fail "-o - is not the report"
expect 0 "$HONE" stat -o stat.json -- true
mv out shown
expect 0 "$HONE" report stat.json
cmp -s out shown || fail "what stat saved is shown differently"

# Many subjects have an overview; --details shows each.
/usr/bin/python3 -c '
import copy, json
report = json.load(open("report.json"))
first = report["subjects"][0]
report["subjects"] = [copy.deepcopy(first) for _ in range(13)]
for n, subject in enumerate(report["subjects"]):
    subject["parameters"] = {"n": n}
report["crossovers"] = []
json.dump(report, open("many.json", "w"))'
expect 0 "$HONE" report many.json
expect_in out "13 subjects"
grep -q "verdict on" out && fail "each subject is shown by itself"
expect 0 "$HONE" report many.json --details
[ "$(grep -c "verdict on" out)" -eq 13 ] || fail "--details leaves subjects out"

# A pipe, too, is read.
cp report.json before.json
expect 0 sh -c 'cat report.json | "$HONE" report - --format json'
cmp -s out report.json || fail "what comes from a pipe is read differently"
# Beside what is stdin nothing is looked for, and nothing is changed there.
echo nonsense >report.json.journal
expect 0 sh -c '"$HONE" report - --format json <report.json'
[ ! -s err ] || fail "a journal beside stdin"
expect 2 sh -c '"$HONE" report - -o report.json <report.json'
expect_one_line_error "FILE and -o are both 'report.json'"
rm report.json.journal
expect 2 sh -c ': | "$HONE" report -'
expect_one_line_error "cannot read '-'"
cmp -s report.json before.json || fail "the report was changed"

refused() {
  expect 2 "$HONE" report "${@:2}"
  expect_one_line_error "$1"
}
refused "cannot read 'none.json': No such file or directory" none.json
refused "cannot read '.': Is a directory" .
refused "FILE and -o are both 'report.json'" report.json -o report.json
refused "the journal of FILE and -o are both" report.json -o report.json.journal
refused "FILE: its value is empty" ''
echo '{"schema": "hone.report/1", "tool": 1}' >bad.json
refused "cannot read 'bad.json': tool" bad.json
echo '{"schema":"hone.journal/1","report":{}}' >bad.journal
refused "cannot read 'bad.journal': line 1: report.tool" bad.journal
expect 2 "$HONE" report
