# Six units are run however small the budget, and no more.
. "$(dirname "$0")/expect.sh"
expect 0 "$HONE" compare 'sleep 0.05' 'sleep 0.051' --budget 1ms -o report.json
expect_valid_report report.json
expect_json report.json 'report["subjects"][0]["comparisons"][0]["pairs"] == 6'
expect_json report.json 'report["subjects"][0]["comparisons"][0]["stopped"] in ("budget", "decided")'
expect_json report.json 'all(len(v["samples"]) == 6 for v in report["subjects"][0]["variants"])'
