# Commands that end in a fraction of a millisecond have all their numbers, and none that is not one.
. "$(dirname "$0")/expect.sh"
expect 0 "$HONE" compare /bin/true /bin/true --budget 300ms -o report.json
expect_valid_report report.json
expect_json report.json 'report["subjects"][0]["comparisons"][0]["pairs"] >= 6'
values='[s["values"] for v in report["subjects"][0]["variants"] for s in v["samples"]]'
for metric in wall_time peak_rss page_faults; do
  expect_json report.json "all(values['$metric'] > 0 for values in $values)"
done
for metric in user_time system_time cpu_time; do
  expect_json report.json "all(values['$metric'] >= 0 for values in $values)"
done
grep -Eiq '(^|[^a-z])(nan|inf)([^a-z]|$)' out && fail "a number that is none"
expect 0 "$HONE" compare /bin/true /bin/false -i --budget 100ms
