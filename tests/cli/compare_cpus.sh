# Both sides of a pair run on one CPU, drawn for the pair; what has several threads or processes is not
# narrowed, and a result says which it was.
. "$(dirname "$0")/expect.sh"
allowed=$(taskset -pc $$ | sed 's/.*: //')
first=${allowed%%[-,]*}
last=${allowed##*[-,]}
# For each unit the CPUs that its runs were on.
cpus_of_units='[{s["cpu"] for s in runs} for runs in zip(*[v["samples"] for v in report["subjects"][0]["variants"]])]'
placement='report["subjects"][0]["placement"]'

if [ "$first" != "$last" ]; then
  expect 0 "$HONE" compare true 'true x' --budget 50ms --seed 4 --collect none -o a.json
  expect_valid_report a.json
  expect_json a.json "$placement['one_cpu'] and all(len(cpus) == 1 for cpus in $cpus_of_units)"
  expect_json a.json "set().union(*$cpus_of_units) <= set($placement['cpus'])"
  expect_told out "drawn from"

  # The same seed draws the same.
  expect 0 "$HONE" compare true 'true x' --budget 50ms --seed 4 --collect none -o b.json
  /usr/bin/python3 -c '
import json
def cpus(file):
    return {s["unit"]: s["cpu"] for s in json.load(open(file))["subjects"][0]["variants"][0]["samples"]}
a, b = cpus("a.json"), cpus("b.json")
both = a.keys() & b.keys()
assert both and all(a[u] == b[u] for u in both), (a, b)
assert len(set(a.values())) > 1, a' || fail "one seed, two draws, or one CPU for all"

  # What would start threads for the CPUs that it sees is seen to do so, and sees them all.
  cat >pool <<'END'
#!/usr/bin/python3
import os, threading
cpus = len(os.sched_getaffinity(0))
with open("seen", "a") as seen:
    print(cpus, file=seen)
pool = [threading.Thread(target=int) for _ in range(cpus - 1)]
for thread in pool: thread.start()
for thread in pool: thread.join()
END
  chmod +x pool
  expect 0 "$HONE" compare ./pool true --budget 1ms --collect none -o c.json
  expect_json c.json "not $placement['one_cpu'] and 'more than one thread' in $placement['reason']"
  expect_told out "any of"
  expect_told out "./pool has more than one thread or process"
  [ "$(sort -u seen)" = "$(nproc)" ] || fail "it was told of $(sort -u seen) CPUs, not $(nproc)"
  expect_json c.json "len($cpus_of_units) >= 6"

  # So are programs beside each other.
  expect 0 "$HONE" compare --shell sh 'true & true & wait' 'true | true' --budget 1ms --collect none -o d.json
  expect_json d.json "not $placement['one_cpu']"

  # --cpus any: as if there were no such thing.
  expect 0 "$HONE" compare true 'true x' --cpus any --budget 1ms --collect none -o e.json
  expect_json e.json "not $placement['one_cpu'] and $placement['reason'] == '--cpus any'"
  ! grep -Eq "one CPU,|any of" out || fail "it speaks of CPUs"

  # Workers of the catalogue likewise.
  expect 0 "$HONE" run simd/explicit_sum --budget 50ms --collect none -o f.json
  expect_valid_report f.json
  expect_json f.json "$placement['one_cpu'] and all(len(cpus) == 1 for cpus in $cpus_of_units)"
  expect 0 "$HONE" run concurrency/bounded_queue -p items=small --budget 50ms --collect none -o g.json
  expect_json g.json "not $placement['one_cpu'] and 'more than one thread' in $placement['reason']"
fi

# CPUs of one's own choice.
expect 0 "$HONE" compare true 'true x' --cpus "$last" --budget 1ms --collect none -o h.json
expect_json h.json "$placement['cpus'] == [$last]"
for cpus in 4095 "$first,4095"; do
  expect 2 "$HONE" compare true true --cpus "$cpus"
  expect_one_line_error "may not use 4095" "it may use $allowed"
  expect 2 "$HONE" run simd/explicit_sum --cpus "$cpus"
done
for cpus in some 1-0 -1 1, ''; do
  expect 2 "$HONE" compare true true --cpus="$cpus"
done

# With one CPU there is nothing to choose, and nothing to say.
expect 0 taskset -c "$first" "$HONE" compare true 'true x' --budget 1ms --collect none -o i.json
expect_json i.json "not $placement['one_cpu'] and $placement['cpus'] == [$first]"
! grep -Eq "one CPU,|any of" out || fail "it speaks of a choice"
expect 0 taskset -c "$first" "$HONE" run simd/explicit_sum --budget 1ms --collect none
expect 2 taskset -c "$first" "$HONE" compare true true --cpus 4095
expect_one_line_error "it may use $first"
