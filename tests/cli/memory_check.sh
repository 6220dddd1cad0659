# A point that no machine has the memory for is refused before anything is allocated.
. "$(dirname "$0")/expect.sh"
expect 2 "$TESTEE" run test/crossing -p blocks=2,1000000000 -o report.json
expect_one_line_error "test/crossing with blocks=1000000000" "needs about" "TiB" "(choose smaller values with -p, or other workloads)"
[ -e report.json ] && fail "something was measured"

# ulimit -v limits each process. 8 GiB is what hone itself has room in.
grep -q sanitizer <<<"$("$HONE" stat --collect allocations -- true)" && exit 0
expect 2 bash -c "ulimit -v 8388608; '$TESTEE' run test/crossing -p blocks=9000"
expect_one_line_error "test/crossing with blocks=9000" "needs about"
