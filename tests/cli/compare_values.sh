# One command with -P: each value is a variant, and each is compared with the first, or with what --reference
# names.
. "$(dirname "$0")/expect.sh"
work="$(dirname "$HONE")/../lib/hone/hone-known-work"
variants='[v["name"] for v in report["subjects"][0]["variants"]]'

# Tens of milliseconds: starting a process takes five beside other work, and would hide what the values do.
expect 0 "$HONE" compare -P n=1,4,2 "$work cpu {n}0000000" --metric cpu --budget 2s -o report.json
expect_valid_report report.json
expect_json report.json "$variants == ['n=1', 'n=4', 'n=2']"
expect_json report.json '[v["parameters"] for v in report["subjects"][0]["variants"]] == [{"n": 1}, {"n": 4}, {"n": 2}]'
expect_json report.json '[v["is_baseline"] for v in report["subjects"][0]["variants"]] == [True, False, False]'
expect_json report.json '[(c["baseline"], c["variant"]) for c in report["subjects"][0]["comparisons"]] == [("n=1", "n=4"), ("n=1", "n=2")]'
expect_json report.json 'report["subjects"][0]["comparisons"][0]["verdict"] == "regression"'
expect_json report.json '2 < report["subjects"][0]["comparisons"][0]["ratio"] < 8'
expect_json report.json 'report["subjects"][0]["parameters"] == {}'
expect_told out "slower than n=1"
expect_told out "n=4: $work cpu 40000000"  # what ran, in full

# What is saved is shown again as it was.
expect 0 "$HONE" report report.json --format json
expect_json out "$variants == ['n=1', 'n=4', 'n=2']"
expect_json out 'report["subjects"][0]["variants"][1]["parameters"] == {"n": 4}'

# The reference is the baseline, whichever value that is.
expect 0 "$HONE" compare -P n=1,4,2 --reference 4 "$work cpu {n}0000000" --metric cpu --budget 2s -o report.json
expect_json report.json "$variants == ['n=4', 'n=1', 'n=2']"
expect_json report.json 'all(c["baseline"] == "n=4" for c in report["subjects"][0]["comparisons"])'
expect_json report.json 'report["subjects"][0]["comparisons"][0]["verdict"] == "improvement"'
expect 0 "$HONE" compare ./a ./b --shell --reference ./b -i --budget 1ms -o report.json
expect_json report.json "$variants == ['./b', './a']"
expect 0 "$HONE" compare true true -n old -n new --reference new --budget 1ms -o report.json
expect_json report.json "$variants == ['new', 'old']"

# Of several parameters the first is compared, at each combination of the others, or the one that the
# reference names.
expect 0 "$HONE" compare -P n=1,2 -P 'word=a b,c' 'test {n} -gt 0 -a {word} != x' --budget 1ms -o report.json
expect_valid_report report.json
expect_json report.json '[(s["parameters"], [v["name"] for v in s["variants"]]) for s in report["subjects"]] == [({"word": "a b"}, ["n=1", "n=2"]), ({"word": "c"}, ["n=1", "n=2"])]'
expect 0 "$HONE" compare -P n=1,2 -P 'word=a b,c\,d' --reference 'word=c,d' 'test {n} -gt 0 -a {word} != x' \
  --budget 1ms -o report.json
expect_json report.json '[(s["parameters"], [v["name"] for v in s["variants"]]) for s in report["subjects"]] == [({"n": 1}, ["word=c,d", "word=a b"]), ({"n": 2}, ["word=c,d", "word=a b"])]'
expect_json report.json 'report["subjects"][1]["variants"][1]["launch"]["argv"] == ["test", "2", "-gt", "0", "-a", "a b", "!=", "x"]'

# Ranges, types and literal braces are as with several commands.
expect 0 "$HONE" compare -P n=1..8:1 'test {n} != {{n}}' --budget 1ms -o report.json
expect_valid_report report.json
expect_json report.json '[v["parameters"]["n"] for v in report["subjects"][0]["variants"]] == [1, 2, 3, 4, 5, 6, 7, 8]'
expect_json report.json 'report["subjects"][0]["variants"][7]["launch"]["argv"] == ["test", "8", "!=", "{n}"]'
expect 0 "$HONE" compare -P n=0.5,1 'test {n} != x' --budget 1ms -o report.json
expect_json report.json '[v["parameters"]["n"] for v in report["subjects"][0]["variants"]] == [0.5, 1]'
expect 0 "$HONE" compare -P n=1,007 'test {n} != x' --budget 1ms -o report.json
expect_json report.json '[v["parameters"]["n"] for v in report["subjects"][0]["variants"]] == ["1", "007"]'

# Hooks, folders and variables have the value; hooks have the variant's name, too.
mkdir in1 in2
expect 0 "$HONE" compare -P n=1,2 --shell 'test -d ../in$N -a "$PWD" = "$OLDPWD/in{n}" || test -d ../in{n}' \
  --cwd 'in{n}' --env 'N={n}' --setup 'echo setup {n} $HONE_VARIANT >>../told' \
  --prepare 'echo prepare {n} $HONE_VARIANT >>../told' --cleanup 'echo cleanup {n} $HONE_VARIANT >>../told' \
  --budget 1ms
for n in 1 2; do
  [ "$(grep -c "^setup $n n=$n$" told)" -eq 1 ] || fail "set-up of $n"
  [ "$(grep -c "^cleanup $n n=$n$" told)" -eq 1 ] || fail "clean-up of $n"
  [ "$(grep -c "^prepare $n n=$n$" told)" -ge 6 ] || fail "preparation of $n"
done
[ "$(wc -l <told)" -eq "$(grep -cE '^(setup|prepare|cleanup) ([12]) n=\2$' told)" ] || fail "told otherwise"

# Names: one for all values, or one for each.
expect 0 "$HONE" compare -P n=1,2 -n '{n} jobs' 'test {n}' --budget 1ms -o report.json
expect_json report.json "$variants == ['1 jobs', '2 jobs']"
expect 0 "$HONE" compare -P n=1,2 -n make 'test {n}' --budget 1ms -o report.json
expect_json report.json "$variants == ['make n=1', 'make n=2']"
expect 0 "$HONE" compare -P n=1,2 -n one -n two 'test {n}' --reference 2 --budget 1ms -o report.json
expect_json report.json "$variants == ['two', 'one']"

# A value that fails is told, the others are compared.
expect 4 "$HONE" compare -P n=0,3,1 'test {n} -le 1' --budget 1ms -o report.json
expect_valid_report report.json
expect_json report.json '[c["variant"] for c in report["subjects"][0]["comparisons"]] == ["n=1"]'
expect_told out "n=3"

# Where all is decided, and on the CPUs that are named.
cpu=$(taskset -cp $$ | sed 's/.*: //; s/[,-].*//')
expect 0 "$HONE" compare -P n=1,4 "$work cpu {n}0000000" --metric cpu --until-decided --cpus "$cpu" -o report.json
expect_json report.json 'report["subjects"][0]["comparisons"][0]["stopped"] == "decided"'
expect_json report.json 'report["subjects"][0]["comparisons"][0]["verdict"] == "regression"'

# Of many values the verdicts are shown, and with --details all.
expect 0 "$HONE" compare -P n=1..20:1 'test {n}' --budget 1ms
expect_told out "Compared with n=1:"
expect_told out "--details shows distributions and other metrics"
[ "$(wc -l <out)" -le 70 ] || fail "$(wc -l <out) lines"
expect 0 "$HONE" compare -P n=1..20:1 'test {n}' --budget 1ms --details
expect_in out "Where the runs lie"

# A parameter of many subjects beside the one that is compared: an overview, or each by itself.
expect 0 "$HONE" compare -P n=1,2 -P i=1..13:1 'test {n}{i}' --budget 1ms
expect_in out "13 subjects"
expect 0 "$HONE" compare -P n=1,2 -P i=1..13:1 'test {n}{i}' --budget 1ms --details
expect_told out "i=13"
