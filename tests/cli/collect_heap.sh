# --collect heap: a run of its own under heaptrack, whose figures are exact; what changed between
# variants stands by function in the report; what cannot be traced is absent, with the reason.
. "$(dirname "$0")/expect.sh"
pattern="$SUBJECTS/heap_pattern"
variants='report["subjects"][0]["variants"]'
metrics="[v['metrics'] for v in $variants]"

mkdir tmp
TMPDIR="$PWD/tmp" expect 0 "$HONE" compare --collect heap --budget 1ms -o report.json \
  "$pattern" "$pattern more"
[ -z "$(ls -A tmp)" ] || fail "left in the temporary folder: $(ls -A tmp)"
expect_valid_report report.json
grep -qE 'make_temporaries +500 +2,000 +\+1,500 +\+300 %' out || fail "no change by site"
grep -qE '^ +heap_pattern.cpp:[0-9]+, called by main \(heap_pattern.cpp:[0-9]+\)' out ||
  fail "no place of it"
expect_told out "with all that it called"
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"
change="$variants[1]['heap_changes']['sites'][0]"
expect_json report.json "$change['function'].startswith('make_temporaries') and $change['kind'] == 'changed'"
expect_json report.json "$change['after']['temporary'] - $change['before']['temporary'] == 1500"
expect_json report.json "$change['caller']['function'] == 'main'"
expect_json report.json "$variants[0]['heap_changes'] is None"
expect_json report.json "$variants[1]['heap']['totals']['leaked_bytes'] == $metrics[1]['leaked_bytes']['value'] >= 3000"
expect_json report.json "any(s['function'].startswith('leak_blocks') and s['costs']['leaked_bytes'] == 3000 for s in $variants[0]['heap']['sites'])"
# Counts are the counter's, which was not asked for: heaptrack's would include the C++ runtime's.
expect_json report.json "'allocations' not in $metrics[1] or 'unavailable' in $metrics[1]['allocations']"

# Beside the counter, which follows children: its figures stay.
if ! "$HONE" stat --collect allocations -- true | grep -q sanitizer; then
  expect 0 "$HONE" compare --collect allocations,heap --budget 1ms -o report.json \
    "$pattern" "$pattern fork"
  expect_json report.json "$metrics[1]['allocations']['value'] > 100000"
  expect_json report.json "$variants[1]['heap']['totals']['allocations'] < 3000"
fi
expect 0 "$HONE" compare --budget 1ms -o report.json "$pattern" "$pattern more"
expect_json report.json "'--collect heap' in $metrics[1]['leaked_bytes']['unavailable']"
expect_json report.json "$variants[1]['heap'] is None"

# Absent, and why.
static="${pattern}_static"
expect 0 "$HONE" compare --collect heap --budget 1ms -o report.json "$pattern" "$static"
expect_valid_report report.json
expect_json report.json "'statically linked' in $metrics[1]['leaked_bytes']['unavailable']"
expect_json report.json "$variants[0]['heap']['totals']['temporary'] >= 500 and $variants[1]['heap'] is None"
expect 0 env PATH=/nowhere "$HONE" compare --collect heap --budget 1ms -o report.json \
  "$pattern" "$pattern more"
expect_json report.json "'heaptrack is not installed' in $metrics[0]['leaked_bytes']['unavailable']"
cat >own.c <<'C'
#include <stddef.h>
static char pool[1 << 16];
static size_t used;
void* malloc(size_t size) { used += (size + 15) / 16 * 16; return pool + used - (size + 15) / 16 * 16; }
void free(void* block) { (void)block; }
C
echo 'int main(void) { return 0; }' >main.c
if command -v cc >/dev/null && cc -shared -fPIC -fno-builtin -o own.so own.c 2>/dev/null &&
  cc -fno-builtin -rdynamic -o own own.c main.c 2>/dev/null; then
  expect 0 "$HONE" compare --collect heap --budget 1ms -o report.json --env "LD_PRELOAD=$PWD/own.so" \
    "$pattern" "$pattern more"
  expect_json report.json "'own.so has a malloc of its own' in $metrics[0]['leaked_bytes']['unavailable']"
  expect 2 "$HONE" heap -- ./own
  expect_one_line_error "it has a malloc of its own"
fi

# Runs that end badly, where the user said to go on: what was seen of them.
expect 0 "$HONE" compare -i --collect heap --budget 1ms -o report.json "$pattern" "$pattern abort"
expect_valid_report report.json
expect_told out "Incomplete of"
expect_json report.json "'SIGABRT' in $variants[1]['heap']['incomplete']"
expect_json report.json "'incomplete' in $metrics[1]['leaked_bytes']['unavailable']"
expect_json report.json "any(s['function'].startswith('build_peak') for s in $variants[1]['heap']['sites'])"

# Workloads: a few iterations, of the workload alone, at its own lines.
expect 0 "$HONE" run memory/arena -p nodes=1000 -p node_bytes=16 --collect heap --budget 1ms -o report.json
expect_valid_report report.json
if grep -q 'build of hone has a sanitizer' report.json; then exit 0; fi
expect_told out "A run of 4 iterations and what prepares them"
expect_json report.json "$variants[0]['heap']['totals']['allocations'] >= 4000"
expect_json report.json "'arena.cpp' in $variants[0]['heap']['sites'][0]['file']"
expect_json report.json "not any('CLI::' in s['function'] for v in $variants if v['heap'] for s in v['heap']['sites'])"
expect_json report.json "'libmimalloc' in next(v for v in $variants if v['name'] == 'mimalloc')['metrics']['leaked_bytes']['unavailable']"
expect 0 "$HONE" stat --collect heap -o report.json -- "$pattern"
expect_json report.json "$metrics[0]['leaked_bytes']['value'] >= 3000"
