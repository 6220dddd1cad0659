# A range in -p is a scan, which ends in a statement on where each variant pays: here by exact
# counts that cross each other at known places.
. "$(dirname "$0")/expect.sh"
"$HONE" stat --collect allocations -- true | grep -q sanitizer && exit 77
expect 0 "$TESTEE" run test/crossing -p blocks=2..64 --metric allocations -o report.json
expect_valid_report report.json
expect_json report.json '[c["variant"] for c in report["crossovers"]] == ["ten", "square"]'
expect_json report.json 'all(c["parameter"] == "blocks" and c["exact"] for c in report["crossovers"])'
expect_json report.json '[c["kind"] for c in report["crossovers"]] == ["pays_from", "pays_up_to"]'
expect_json report.json 'report["crossovers"][0]["interval"][0] <= 10 <= report["crossovers"][0]["interval"][1]'
expect_json report.json 'report["crossovers"][1]["interval"][0] <= 15 <= report["crossovers"][1]["interval"][1]'
expect_json report.json 'len(report["crossovers"][0]["points"]) == len(report["subjects"]) >= 8'
[ "$(head -1 out)" = "Where it pays along blocks: test/crossing" ] || fail "not the headline"
expect_told out "ten pays from about blocks=10 on here (7 .. 11, exact), below that it loses"
expect_told out "square pays up to about blocks=15 here (11 .. 17, exact), then loses"

# Told to the number where the values tried are neighbours.
expect 0 "$TESTEE" run test/crossing -p blocks=8..20:1 --metric allocations
expect_told out "ten pays from blocks=11 on here (exact), below that it loses or makes no difference"
expect_told out "square pays up to blocks=14 here (exact), then loses or makes no difference"

# The scan may end before anything crosses.
expect 0 "$TESTEE" run test/crossing -p blocks=20,30 --metric allocations
expect_told out "ten pays at every value of blocks that was tried (20 .. 30, exact)"
expect_told out "square pays at no value of blocks that was tried (20 .. 30, exact): it loses"

# Times cross nothing here, and say so with their error rate.
expect 0 "$TESTEE" run test/known_effect -p more=3000,5000 --budget 2s -o report.json
expect_json report.json 'report["crossovers"][0]["kind"] == "pays_nowhere"'
expect_json report.json 'report["crossovers"][0]["alpha"] == 0.05'
expect_told out "more pays at no value of more that was tried (3000 .. 5000, 95 %): it loses"
