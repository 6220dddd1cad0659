# --metric chooses what the verdict is about.
. "$(dirname "$0")/expect.sh"
for metric in wall cpu_time peak_rss; do
  expect 0 "$TESTEE" run test/known_ratio --budget 200ms --metric $metric -o report.json
  expect_valid_report report.json
  expect_json report.json "report['subjects'][0]['comparisons'][0]['metric'].startswith('$metric')"
done
