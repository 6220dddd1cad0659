# The same seed draws the same orders, whatever else is measured; another seed draws others.
. "$(dirname "$0")/expect.sh"
run() {
  expect 0 "$TESTEE" run test/known_ratio --budget 200ms -o "$@"
}
run a.json --seed 12 -p steps=1000
run b.json --seed 12 -p steps=20000,1000
run c.json --seed 13 -p steps=1000
/usr/bin/python3 - <<'PYTHON' || fail "orders are not those of the seed"
import json
def orders(name):
    subject = json.load(open(name))["subjects"][-1]
    return {s["unit"]: s["order"] for s in subject["variants"][1]["samples"]}
def differ(one, other):  # in units that neither run left out as disturbed
    one, other = orders(one), orders(other)
    assert len(one) >= 6 and len(other) >= 6
    return any(one[unit] != other[unit] for unit in one.keys() & other.keys())
assert not differ("a.json", "b.json")
assert differ("a.json", "c.json")
PYTHON
expect_json a.json 'report["plan"]["seed"] == 12'
