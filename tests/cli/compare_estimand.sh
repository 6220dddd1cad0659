# --estimand: what a verdict is about. A program that does thirty times the work in four of ten runs is
# slower on average, whatever its typical run does; the report says which figure it judged.
. "$(dirname "$0")/expect.sh"
work="$(dirname "$HONE")/../lib/hone/hone-known-work cpu"
program() {  # NAME SLOW_OF_256
  cat >"$1" <<SCRIPT
#!/bin/sh
[ \$(od -An -N1 -tu1 /dev/urandom) -lt $2 ] && exec $work 30000000
exec $work 1000000
SCRIPT
  chmod +x "$1"
}
program never 0
program sometimes 100
comparison='report["subjects"][0]["comparisons"][0]'
expect 0 "$HONE" compare ./never ./sometimes --metric cpu --estimand mean --budget 3s -o mean.json
expect_valid_report mean.json
expect_json mean.json 'report["plan"]["estimand"] == "mean"'
expect_json mean.json "$comparison['estimand'] == 'mean' and $comparison['pairs'] >= 60"
expect_json mean.json "$comparison['verdict'] == 'regression' and $comparison['ratio'] > 1.3"
expect_in out "mean cpu time"

expect 0 "$HONE" compare ./never ./sometimes --metric cpu --margin 50% --budget 3s -o median.json
expect_valid_report median.json
expect_json median.json "$comparison['estimand'] == 'median'"
expect_json median.json "$comparison['verdict'] != 'improvement'"

expect 2 "$HONE" compare true true --estimand average
expect_one_line_error "--estimand 'average' is neither 'median' nor 'mean'"
