# Counts of one command at several values are compared exactly, as those of several commands are.
. "$(dirname "$0")/expect.sh"
program="$SUBJECTS/allocates_in_processes"
comparison='report["subjects"][0]["comparisons"][0]'
"$HONE" stat --collect allocations -- true | grep -q sanitizer && {
  echo "skipped: nothing can be preloaded in a build with a sanitizer"
  exit 77
}
expect 0 "$HONE" compare -P n=1000,1001,900 --reference 1001 "$program allocate {n}" --metric allocations \
  --margin 0 -o report.json
expect_valid_report report.json
expect_json report.json "$comparison['baseline'] == 'n=1001' and $comparison['variant'] == 'n=1000'"
expect_json report.json "$comparison['verdict'] == 'improvement'"
expect_json report.json "$comparison['interval'] == [$comparison['ratio']] * 2"
expect_json report.json "$comparison['counts']['baseline'] - $comparison['counts']['variant'] == 1"
expect_in out "counted; the same in two runs of each: exact"
