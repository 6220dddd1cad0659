# hone and hone-bench find the same ratio where it is known: four times the work. Only what no
# machine's noise can turn round is asserted: each side is off by less than a factor of two, and,
# in one of a few attempts, the spread of hone-bench's repetitions reaches into hone's interval
# widened by a fifth.
. "$(dirname "$0")/expect.sh"
agree() {
  expect 0 "$TESTEE" run test/known_effect -p more=3000 --budget 3s --collect none -o hone.json
  expect 0 "$BENCH_TESTEE" --benchmark_filter=test/known_effect/ --hone_parameter=more=3000 \
    --benchmark_min_time=0.02 --benchmark_repetitions=7 --benchmark_format=json \
    --benchmark_enable_random_interleaving=true
  cp out bench.json
  /usr/bin/python3 - hone.json bench.json <<'EOF'
import json, sys
comparison = json.load(open(sys.argv[1]))["subjects"][0]["comparisons"][0]
times = {"steady": [], "more": []}
for run in json.load(open(sys.argv[2]))["benchmarks"]:
    if run["run_type"] == "iteration":
        times[run["name"].split("/")[2]].append(run["cpu_time"])
assert all(len(values) == 7 for values in times.values()), times
middle = sorted(times["more"])[3] / sorted(times["steady"])[3]
print("hone", comparison["ratio"], comparison["interval"], "hone-bench", middle)
if not (2 < comparison["ratio"] < 8 and 2 < middle < 8):
    sys.exit(1)
low, high = min(times["more"]) / max(times["steady"]), max(times["more"]) / min(times["steady"])
sys.exit(0 if low < comparison["interval"][1] * 1.2 and high > comparison["interval"][0] / 1.2 else 1)
EOF
}
for attempt in 1 2 3 4 5; do
  agree && exit 0
done
fail "they do not agree"
