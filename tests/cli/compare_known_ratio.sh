# A program that does twice the work is a regression, one that does half of it an improvement.
. "$(dirname "$0")/expect.sh"
work="$(dirname "$HONE")/../lib/hone/hone-known-work cpu"
expect 0 "$HONE" compare "$work 3000000" "$work 6000000" "$work 1000000" --metric cpu --budget 5s \
  -n once -n twice -n third -o report.json
expect_valid_report report.json
expect_in out "regression"
expect_in out "improvement"
verdicts='{c["variant"]: c["verdict"] for c in report["subjects"][0]["comparisons"]}'
ratios='{c["variant"]: c["ratio"] for c in report["subjects"][0]["comparisons"]}'
expect_json report.json "$verdicts == {'twice': 'regression', 'third': 'improvement'}"
expect_json report.json "1.5 < $ratios['twice'] < 2.7 and 0.2 < $ratios['third'] < 0.7"
