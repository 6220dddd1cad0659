# One command traced: who allocates what, with the counts that are known of it; its exit code, its
# errors and its output are its own.
. "$(dirname "$0")/expect.sh"
pattern="$SUBJECTS/heap_pattern"
expect 0 "$HONE" heap -- "$pattern"
expect_told out "peak"
expect_told out "were never freed"
grep -qE 'build_peak +heap_pattern.cpp:[0-9]+ +1,000 ' out || fail "not 1,000 blocks at the peak"
grep -qE 'make_temporaries +heap_pattern.cpp:[0-9]+ +500 ' out || fail "not 500 temporaries"
grep -qE 'leak_blocks +heap_pattern.cpp:[0-9]+ +2.93 KiB ' out || fail "not 3 x 1000 bytes leaked"
[ ! -s err ] || fail "something on stderr, which is not a terminal"
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"

# The same as JSON and in files; nothing of heaptrack's is left behind.
mkdir tmp
TMPDIR="$PWD/tmp" expect 0 "$HONE" heap --json -o saved.json --folded folded --flame flame.svg \
  --speedscope speedscope.json --cost peak -- "$pattern"
[ -z "$(ls -A tmp)" ] || fail "left in the temporary folder: $(ls -A tmp)"
expect_valid_report out hone.heap-1
expect_valid_report saved.json hone.heap-1
sum='sum(s["costs"]["%s"] for s in report["stacks"] if s["costs"])'
for cost in allocations temporary bytes peak_bytes leaked_allocations leaked_bytes; do
  # shellcheck disable=SC2059
  expect_json saved.json "$(printf "$sum" $cost) == report['totals']['$cost']"
done
expect_json saved.json 'report["totals"]["temporary"] >= 500 and report["incomplete"] is None'
expect_json saved.json 'report["totals"]["peak_bytes"] >= 100000'
grep -q ';main;build_peak.* 100000$' folded || fail "folded: not 100000 bytes at the peak"
profile='report["profiles"][0]'
expect_json speedscope.json "$profile['unit'] == 'bytes'"
expect_json speedscope.json "$profile['endValue'] == sum($profile['weights']) >= 100000"
/usr/bin/python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' flame.svg ||
  fail "the flame graph is not XML"
expect_in flame.svg "<title>build_peak() (97.7 KiB, "

# Its exit code, and what it writes.
expect 3 "$HONE" heap -- "$pattern" three
expect 0 "$HONE" heap --output inherit -- "$pattern" write
[ "$(grep -cx 'its output' out)" -eq 3 ] || fail "its output did not come through"
grep -qi 'heaptrack finished\|heaptrack stats' out err && fail "heaptrack's own words"
echo hello >input
expect 0 "$HONE" heap --output "$PWD/copy" --input input -- cat
[ "$(cat copy)" = "hello" ] || fail "input or output is lost"

# What it starts is not traced, and what it forks does not disturb.
expect 0 "$HONE" heap --json -- "$pattern" fork
expect_json out 'report["totals"]["allocations"] < 3000'

# A trace of heaptrack's own, and a saved report, are read instead of run.
expect 0 heaptrack -o trace "$pattern"
mv out heaptrack.out
trace=$(ls trace.*)
expect 0 "$HONE" heap "$trace"
expect_told out "heap_pattern"
cp out from_trace
expect 0 "$HONE" heap saved.json
expect_told out "heap_pattern"
expect 0 "$HONE" heap --json "$trace"
expect_valid_report out hone.heap-1
expect_json out 'report["totals"]["temporary"] >= 500'
