# Allocations are counted: beside times where asked for, and as a verdict's metric, which needs no
# statistics from programs that repeat themselves. What the command does is not changed.
. "$(dirname "$0")/expect.sh"
program="$SUBJECTS/allocates_in_processes"
metrics='[v["metrics"] for v in report["subjects"][0]["variants"]]'
comparison='report["subjects"][0]["comparisons"][0]'

"$HONE" stat --collect allocations -- true | grep -q sanitizer && {
  echo "skipped: nothing can be preloaded in a build with a sanitizer"
  exit 77
}

expect 0 "$HONE" compare --collect allocations --budget 1ms -o report.json \
  "$program allocate 100" "$program allocate 150 fork 1000"
expect_valid_report report.json
expect_json report.json "all(m['allocations']['provenance'] == 'counted' for m in $metrics)"
expect_json report.json "$metrics[1]['allocations']['value'] - $metrics[0]['allocations']['value'] == 2050"
expect_json report.json "$metrics[1]['allocated_bytes']['value'] - $metrics[0]['allocated_bytes']['value'] == 24 * 2050"
expect_json report.json "$metrics[1]['temporary_allocations']['value'] >= 2150"
expect_json report.json "$metrics[1]['peak_heap']['value'] > 0"

# As the verdict's metric: exact, without a timed run.
expect 0 "$HONE" compare --metric allocations --margin 0 -o report.json \
  "$program allocate 1000" "$program allocate 1001"
expect_valid_report report.json
expect_json report.json "$comparison['verdict'] == 'regression'"
expect_json report.json "$comparison['interval'] == [$comparison['ratio']] * 2"
expect_in out "counted; the same in two runs of each: exact"
expect 0 "$HONE" compare --metric allocations,allocated_bytes --margin 0 \
  "$program allocate 10" "$program allocate 10"
expect_in out "have the same number of allocations"
expect_in out "have the same number of allocated bytes"

# To and from 0: a verdict like any other, without a ratio where there is none; two are the same.
cat >none.c <<'C'
#include <stdlib.h>
int main(int argc, char** argv) {
  void* volatile block = argc > 1 ? malloc(10) : 0;
  free(block);
  return 0;
}
C
if command -v cc >/dev/null && cc -o none none.c 2>/dev/null; then
  expect 0 "$HONE" compare --metric allocations -o report.json ./none ./none
  expect_in out "have the same number of allocations"
  expect_json report.json "$comparison['ratio'] == 1 and $comparison['counts'] == {'baseline': 0, 'variant': 0}"
  expect_json report.json "$comparison['verdict'] == 'equivalent'"
  expect 0 "$HONE" compare --metric allocations -o report.json ./none "./none 1"
  expect_told out "./none 1 has 1 instead of 0 allocations (counted; the same in two runs of each: exact)"
  expect_valid_report report.json
  expect_json report.json "$comparison['verdict'] == 'regression' and $comparison['ratio'] is None"
  expect_json report.json "$comparison['interval'] is None and $comparison['log_ratios'] == []"
  expect 0 "$HONE" compare --metric allocated_bytes,temporary_allocations -o report.json "./none 1" ./none
  expect_told out "./none has 0 B instead of 10 B allocated"
  expect_valid_report report.json
  expect_json report.json "$comparison['verdict'] == 'improvement' and $comparison['ratio'] == 0"
  expect_json report.json "$comparison['interval'] == [0, 0]"
fi

# Counts that cannot be had: absent with the reason, or a failure where the verdict is about them.
static="$SUBJECTS/exits_at_once"
expect 0 "$HONE" compare --collect allocations --budget 1ms -o report.json "$static" "$program allocate 10"
expect_json report.json "'static' in $metrics[0]['allocations']['unavailable']"
expect_json report.json "$metrics[1]['allocations']['value'] > 0"
expect 4 "$HONE" compare --metric allocations "$static" "$program allocate 10"
expect_told out "its allocations cannot be counted: '$static' is statically linked, so it is not counted"
expect 4 "$HONE" compare --metric allocations "$program allocate 10" false

# Nor is there a count where one of several programs runs without the counter; it is named.
without() {
  expect 0 "$HONE" stat --collect allocations -o report.json -- "$@"
  expect_valid_report report.json
  expect_json report.json "all('so it is not counted' in $metrics[0][m]['unavailable'] for m in ('allocations', 'allocated_bytes', 'temporary_allocations', 'peak_heap'))"
}
without env -i "$program" allocate 10
expect_told out "'$(readlink -f "$program")' was started without LD_PRELOAD, so it is not counted"
without env LD_PRELOAD=libm.so.6 "$program" allocate 10
expect_told out "'$(readlink -f "$program")' was started with LD_PRELOAD=libm.so.6, so it is not counted"
without sh -c "$program allocate 10; $static | cat; $program allocate 10"
expect_told out "'$(readlink -f "$static")' is statically linked, so it is not counted"
without env -u HONE_ALLOCATION_FILE "$program" allocate 10
expect_told out "was started without HONE_ALLOCATION_FILE, so it is not counted"
expect 4 "$HONE" compare --metric allocations "env -i $program allocate 10" "$program allocate 10"
expect_told out "was started without LD_PRELOAD, so it is not counted"
expect 0 "$HONE" stat --collect allocations -o report.json -- sh -c \
  "$program allocate 10; (env A=b $program allocate 10) | cat; exec $program allocate 10"
expect_json report.json "$metrics[0]['allocations']['value'] > 30"

# A variable that is preloaded anyway is kept, and its library is behind the counter.
expect 0 "$HONE" compare --collect allocations --budget 1ms -o report.json \
  --env LD_PRELOAD=libm.so.6 "$program allocate 10" "$program allocate 20"
expect_json report.json "$metrics[1]['allocations']['value'] - $metrics[0]['allocations']['value'] == 10"

# stat counts them in one more run, which prints nothing, and changes no exit code.
expect 0 "$HONE" stat --collect allocations --output inherit -o report.json -- sh -c 'echo once'
[ "$(grep -cx once out)" -eq 1 ] || fail "printed more than once"
expect_json report.json "$metrics[0]['allocations']['provenance'] == 'counted'"
expect 3 "$HONE" stat --collect allocations -o report.json -- sh -c 'ls / >/dev/null; exit 3'
expect_json report.json "$metrics[0]['allocations']['value'] > 20"
expect 0 "$HONE" stat -o report.json -- true
expect_json report.json "'not asked for' in $metrics[0]['allocations']['unavailable']"
