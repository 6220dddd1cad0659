# The catalogue is listed by family, as JSON too; show tells all about one workload.
. "$(dirname "$0")/expect.sh"
expect 0 "$HONE" list
for id in memory/arena memory/small_vector memory/zero_copy_parse cache/soa cache/false_sharing \
  simd/explicit_sum algorithm/branches concurrency/bounded_queue; do
  expect_in out "$id"
done
[ "$(wc -L <out)" -le 80 ] || fail "list is wider than 80 columns"
expect 0 "$HONE" list memory 'simd/*'
grep -q cache/soa out && fail "cache/soa was not asked for"
expect_in out simd/explicit_sum
expect 0 "$HONE" list --json
cp out list.json
expect_json list.json 'len(report) >= 8 and all(w["variants"] and w["parameters"] and w["no_gain"] for w in report)'
expect_json list.json 'all(p["variant"] in [v["name"] for v in w["variants"][1:]] for w in report for p in w["no_gain"])'
expect_json list.json 'all(w["footprint"]["bytes"] > 0 and w["footprint"]["place"] in ("cache", "memory", "unknown") for w in report)'
expect_json list.json 'all((w["footprint"]["place"] == "unknown") == bool(w["footprint"]["reason"]) for w in report)'
expect_json list.json 'all(p["footprint"]["bytes"] > 0 for w in report for p in w["no_gain"])'
expect_json list.json 'all(p["reason"] for w in report for p in w["left_out"])'
for id in $(/usr/bin/python3 -c 'import json; print(*[w["id"] for w in json.load(open("list.json"))])'); do
  expect 0 "$HONE" show "$id"
  [ "$(wc -L <out)" -le 80 ] || fail "show $id is wider than 80 columns"
  for heading in "What is slow" "Variants" "Parameters" "What the counters show" \
    "Where it does not pay"; do
    expect_in out "$heading"
  done
  expect_in out "Data at the default: "
done
