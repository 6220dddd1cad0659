# The same seed runs commands in the same orders; another seed in others.
. "$(dirname "$0")/expect.sh"
run() {
  expect 0 "$HONE" compare true 'sleep 0' /bin/true --budget 1ms -o "$@"
}
run a.json --seed 12
run b.json --seed 12
run c.json --seed 13
# same_orders A B: whether the units that both kept ran in the same orders. A disturbed unit is left
# out, so that one report may hold a unit that the other lacks; the first six hold all variants.
same_orders() {
  /usr/bin/python3 -c '
import json, sys
def orders(report):
    variants = json.load(open(report))["subjects"][0]["variants"]
    return [{s["unit"]: s["order"] for s in v["samples"][:6]} for v in variants]
a, b = map(orders, sys.argv[1:])
both = a[0].keys() & b[0].keys()
if not both:
    sys.exit("no unit in common")
different = any(x[unit] != y[unit] for x, y in zip(a, b) for unit in both)
print("different" if different else "same")' "$1" "$2" || fail "the orders of $1 and $2"
}
[ "$(same_orders a.json b.json)" = same ] || fail "one seed, two orders"
[ "$(same_orders a.json c.json)" = different ] || fail "two seeds, one order"
expect_json a.json 'report["plan"]["seed"] == 12'
