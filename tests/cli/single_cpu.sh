# On one CPU threads take turns: the report says so.
. "$(dirname "$0")/expect.sh"
first=$(taskset -pc $$ | sed 's/.*: //; s/[-,].*//')
expect 0 taskset -c "$first" "$HONE" run concurrency/bounded_queue -p items=small -p wait=block --budget 50ms -o report.json
expect_valid_report report.json
expect_json report.json 'any(w["kind"] == "single_cpu" for w in report["environment"]["warnings"])'
expect_told out "one CPU only: threads take turns, contention is not seen"

# Threads that spin for one without a CPU stand in no comparison.
expect 0 taskset -c "$first" "$HONE" run concurrency/bounded_queue -p items=small --budget 50ms --collect none
expect_told out "threads that spin need a CPU each"
