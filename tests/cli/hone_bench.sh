# hone-bench is Google Benchmark's own front: its flags, its JSON, one benchmark a variant; what it
# cannot time it names, with the reason.
. "$(dirname "$0")/expect.sh"
short="--benchmark_min_time=0.001"
expect 0 "$BENCH" --benchmark_list_tests
for id in $("$HONE" list --json | /usr/bin/python3 -c '
import json, sys
print(*(w["id"] + "/" + v["name"] for w in json.load(sys.stdin) for v in w["variants"]))'); do
  expect_in out "$id"
done
expect 0 "$BENCH" $short --benchmark_filter=cache/soa/ --hone_parameter=records=1000 \
  --benchmark_format=json
cp out report.json
expect_json report.json 'len(report["benchmarks"]) >= 2'
expect_json report.json 'all(b["name"].startswith("cache/soa/") for b in report["benchmarks"])'
expect_json report.json 'all("/records:1000/" in b["name"] and b["items_per_second"] > 0 for b in report["benchmarks"])'
expect 0 "$BENCH" $short --benchmark_filter=memory/arena/mimalloc --benchmark_format=json
cp out report.json
expect_json report.json 'report["benchmarks"][0]["error_occurred"] and "preloaded" in report["benchmarks"][0]["error_message"]'
expect 0 "$BENCH" $short --benchmark_filter=false_sharing/adjacent --benchmark_format=json
cp out report.json
expect_json report.json 'report["benchmarks"][0]["name"].endswith("/real_time")'

expect 4 "$BENCH_TESTEE" $short --benchmark_filter='test/failing/(steady|wrong|drifting|unavail|no_lib)' \
  --hone_parameter=steps=100 --benchmark_format=json
cp out report.json
error='{b["name"].split("/")[2]: b.get("error_message", "") for b in report["benchmarks"]}'
expect_json report.json "$error['steady'] == ''"
expect_json report.json "'not the one that the baseline had' in $error['wrong_answer']"
expect_json report.json "'changed' in $error['drifting_answer'] or 'baseline' in $error['drifting_answer']"
expect_json report.json "'flux' in $error['unavailable']"
expect_json report.json "'libdoes-not-exist' in $error['no_library']"

# One that throws does so after some calls, and a run may be a single one.
expect 4 "$BENCH_TESTEE" $short --benchmark_filter=test/failing/throw --benchmark_repetitions=4 --benchmark_format=json
cp out report.json
expect_json report.json 'any("exception: first line" in b.get("error_message", "") for b in report["benchmarks"])'

# That a variant cannot run here is no failure.
expect 0 "$BENCH_TESTEE" $short --benchmark_filter='test/failing/(steady|unavail|no_lib)' \
  --hone_parameter=steps=100
# Nor that it has no room, which is told before anything is allocated.
expect 0 timeout 60 "$BENCH_TESTEE" $short --benchmark_filter='test/(crossing|known_ratio)' \
  --hone_parameter=blocks=1000000000 --benchmark_format=json
cp out report.json
expect_json report.json 'all(b.get("error_occurred", False) == ("crossing" in b["name"]) for b in report["benchmarks"])'
expect_json report.json 'all("needs about 954 TiB of memory, and " in b["error_message"] for b in report["benchmarks"] if "crossing" in b["name"])'
expect 2 "$BENCH" --benchmark_filter=no_such_workload

refused() {  # WORDS ARGUMENTS
  local words="$1"
  shift
  expect 2 "$BENCH" "$@"
  expect_one_line_error "$words"
}
refused "no workload has a parameter 'nodse'" --hone_parameter=nodse=1
refused "'many' is no value for parameter 'nodes'" --hone_parameter=nodes=many
refused "name=value" --hone_parameter=nodes
expect 2 "$BENCH" --frobnicate
expect_in err "--frobnicate"
expect 0 "$BENCH" --help
expect_in out "--hone_parameter"
expect_in out "--benchmark_filter"
