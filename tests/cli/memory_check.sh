# A point that no machine has the memory for is refused before anything is allocated.
. "$(dirname "$0")/expect.sh"
expect 2 "$TESTEE" run test/crossing -p blocks=2,1000000000 -o report.json
expect_one_line_error "test/crossing with blocks=1000000000" "needs about" "TiB" "(choose smaller values with -p, or other workloads)"
[ -e report.json ] && fail "something was measured"

# Among other workloads it is left out: a line beforehand, and the reason in the report.
expect 0 "$TESTEE" run test/enormous test/known_ratio -p steps=1000 --budget 50ms -o report.json
[ "$(wc -l <err)" -eq 1 ] || fail "not one line on stderr"
expect_in err "hone: test/enormous with steps=1000 is left out: it needs about"
expect_valid_report report.json
expect_json report.json '[f["rule"] for f in report["subjects"][0]["findings"]] == ["variant_unavailable"]'
expect_json report.json '"needs about" in report["subjects"][0]["findings"][0]["text"]'
expect_json report.json '"cannot run here" in report["subjects"][0]["variants"][1]["metrics"]["cpu_time"]["unavailable"]'
expect_json report.json 'report["subjects"][1]["comparisons"][0]["pairs"] >= 6'

# ulimit -v limits each process. 8 GiB is what hone itself has room in.
grep -q sanitizer <<<"$("$HONE" stat --collect allocations -- true)" && exit 0
expect 2 bash -c "ulimit -v 8388608; '$TESTEE' run test/crossing -p blocks=9000"
expect_one_line_error "test/crossing with blocks=9000" "needs about"
