# A program that does four times the work is a regression, one that does a quarter an improvement. A
# core that a neighbour slows to half its speed turns a ratio by less than a factor of two.
. "$(dirname "$0")/expect.sh"
work="$(dirname "$HONE")/../lib/hone/hone-known-work cpu"
expect 0 "$HONE" compare "$work 10000000" "$work 40000000" "$work 2500000" --metric cpu --budget 8s \
  -n once -n more -n less -o report.json
expect_valid_report report.json
expect_in out "regression"
expect_in out "improvement"
verdicts='{c["variant"]: c["verdict"] for c in report["subjects"][0]["comparisons"]}'
ratios='{c["variant"]: c["ratio"] for c in report["subjects"][0]["comparisons"]}'
expect_json report.json "$verdicts == {'more': 'regression', 'less': 'improvement'}"
expect_json report.json "2 < $ratios['more'] < 8 and 1 / 8 < $ratios['less'] < 1 / 2"
