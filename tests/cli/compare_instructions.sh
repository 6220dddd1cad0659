# Instructions are counted: one run of each shows a change of a thousandth, the same every time,
# and needs no statistics. A program that does not repeat itself is told apart from one that does.
. "$(dirname "$0")/expect.sh"
command -v valgrind >/dev/null || fail "valgrind is not installed"
work="$(dirname "$HONE")/../lib/hone/hone-known-work"

count() {
  expect 0 "$HONE" compare --metric instructions --margin 0 -o report.json \
    "$work cpu 100000" "$work cpu 100100"
  expect_valid_report report.json
  expect_json report.json 'report["subjects"][0]["comparisons"][0]["verdict"] == "regression"'
  /usr/bin/python3 -c '
import json
comparison = json.load(open("report.json"))["subjects"][0]["comparisons"][0]
assert comparison["interval"] == [comparison["ratio"]] * 2, comparison
assert 1.0008 < comparison["ratio"] < 1.0011, comparison
print(comparison["ratio"])' || fail "not the exact ratio that was put there"
}
count >first
count >second
cmp -s first second || fail "the ratio changed from one time to the next: $(cat first second)"

expect 0 "$HONE" compare --metric instructions --margin 0 "$work cpu 1000" "$work cpu 1000"
expect_in out "have the same number of instructions"
expect_in out "exact"

# What starting a short program costs is told apart from its work.
expect 0 "$HONE" compare --metric instructions -o short.json "$work cpu 10" "$work cpu 20"
expect_json short.json '[f["rule"] for f in report["subjects"][0]["findings"]] == ["start_up_cost"]'
expect_json short.json 'all(v["simulated"]["start_up"]["outside"] > 1000 for v in report["subjects"][0]["variants"])'
expect_told out "are outside of main"
expect_told out "in main alone"

# Children count, too.
expect 0 "$HONE" compare --metric instructions --shell -o report.json "true" "true; $work cpu 100000; true"
expect_json report.json 'report["subjects"][0]["comparisons"][0]["verdict"] == "regression"'

# A command that fails under callgrind fails; hone does not count what it did before.
expect 4 "$HONE" compare --metric instructions "$work cpu 1000" false
