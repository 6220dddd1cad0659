# The same seed draws the same orders, whatever else is measured.
. "$(dirname "$0")/expect.sh"
orders='[(s["unit"], s["order"]) for s in report["subjects"][-1]["variants"][1]["samples"]][:6]'
for file in a b; do
  expect 0 "$TESTEE" run test/known_ratio --budget 200ms --seed 12 -o $file.json
done
expect 0 "$TESTEE" run test/known_ratio --budget 200ms --seed 13 -o c.json
/usr/bin/python3 - <<PYTHON || fail "orders are not those of the seed"
import json
def orders(name):
    report = json.load(open(name))
    return $orders
assert orders("a.json") == orders("b.json")
assert len(orders("a.json")) == 6
PYTHON
expect_json a.json 'report["plan"]["seed"] == 12'
