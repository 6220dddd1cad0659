# The same seed runs commands in the same orders; another seed in others.
. "$(dirname "$0")/expect.sh"
run() {
  expect 0 "$HONE" compare true 'sleep 0' /bin/true --budget 1ms -o "$@"
}
run a.json --seed 12
run b.json --seed 12
run c.json --seed 13
orders() {
  /usr/bin/python3 -c '
import json, sys
for variant in json.load(open(sys.argv[1]))["subjects"][0]["variants"]:
    print([(sample["unit"], sample["order"]) for sample in variant["samples"]][:6])' "$1"
}
[ "$(orders a.json)" = "$(orders b.json)" ] || fail "one seed, two orders"
[ "$(orders a.json)" != "$(orders c.json)" ] || fail "two seeds, one order"
expect_json a.json 'report["plan"]["seed"] == 12'
