# --until-decided ends by itself with a verdict; Ctrl-C before that leaves a valid interval.
. "$(dirname "$0")/expect.sh"
work="$(dirname "$HONE")/../lib/hone/hone-known-work cpu"
comparison='report["subjects"][0]["comparisons"][0]'
expect 0 "$HONE" compare --until-decided "$work 1000000" "$work 4000000" --metric cpu -o report.json
expect_valid_report report.json
expect_json report.json "$comparison['verdict'] == 'regression' and $comparison['stopped'] == 'decided'"
expect_json report.json 'report["plan"]["until_decided"] and report["plan"]["budget_s"] is None'

# A program against itself at a margin of 0 is never decided, but for an error. It is interrupted once
# there are the pairs that an interval needs; on a disturbed machine many runs are left out.
for runs in 100 300 1000; do
  rm -f report.json runs
  "$HONE" compare --until-decided --margin 0 --shell 'echo >>runs' 'echo >>runs' --alpha 0.000001 \
    -o report.json >out 2>err &
  hone=$!
  wait_for_lines runs $runs
  kill -INT $hone
  code=0
  wait $hone || code=$?
  [ $code -eq 130 ] || fail "exit code $code"
  /usr/bin/python3 -c '
import json, sys
sys.exit(not json.load(open("report.json"))["subjects"][0]["comparisons"][0]["interval"])
' 2>python_error && break
done
expect_in out "Interrupted"
expect_valid_report report.json
expect_json report.json 'report["interrupted"]'
expect_json report.json "$comparison['verdict'] == 'inconclusive' and $comparison['stopped'] == 'interrupted'"
expect_json report.json "$comparison['pairs'] >= 6 and $comparison['pairs'] == len($comparison['log_ratios'])"
expect_json report.json "$comparison['interval'][0] < $comparison['ratio'] < $comparison['interval'][1]"
expect_json report.json "len(report['subjects'][0]['variants'][0]['samples']) == $comparison['pairs']"
