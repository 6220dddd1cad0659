# --pay-off: one table of what each technique gains, what it costs and where it stops paying.
. "$(dirname "$0")/expect.sh"
"$HONE" stat --collect allocations -- true | grep -q sanitizer && exit 77
expect 0 "$TESTEE" run --pay-off test/crossing test/known_ratio --metric allocations -o report.json
expect_valid_report report.json
expect_json report.json 'report["plan"]["pay_off"]'
expect_json report.json '[s["parameters"].get("blocks") for s in report["subjects"]] == [4, 2, 8, 16, 32, None]'
expect_json report.json 'all(len(s["variants"]) == 2 for s in report["subjects"])'
expect_json report.json '[c["kind"] for c in report["crossovers"]] == ["pays_up_to"]'
grep -Eq '^  test/crossing +square +2.00 \(exact\) +.* blocks > [0-9.]+$' out || fail "no line for test/crossing"
grep -Eq '^  test/known_ratio +double +1.00 \(exact\) +.* not scanned$' out || fail "no line for test/known_ratio"
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"
grep -q "verdict on" out && fail "subjects one by one"

# The workloads bring their own values.
expect 2 "$TESTEE" run --pay-off test/crossing -p blocks=1,2
expect_one_line_error "-p has no place beside it"

# What was finished is shown and kept.
rm report.json
"$TESTEE" run --pay-off test/crossing test/hanging --metric allocations -o report.json >out 2>err &
hone=$!
wait_for_content report.json
within 10 grep -q '"crossings"' report.json || fail "no crossings in the report"
sleep 0.5
kill -INT $hone
code=0
wait $hone || code=$?
[ $code -eq 130 ] || fail "exit code $code"
expect_valid_report report.json
expect_json report.json 'report["interrupted"]'
expect_in out "Interrupted"
expect_told out "test/crossing"
