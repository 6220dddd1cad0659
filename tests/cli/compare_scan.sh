# -P makes a subject of each combination of values and puts them into commands, hooks, folders and
# variables, each value as one word whatever it holds.
. "$(dirname "$0")/expect.sh"
mkdir in1 in2
expect 0 "$HONE" compare 'test -d ../in{n}' 'test {n} -le 2' -P n=1,2 -P 'word=a b,c' --cwd 'in{n}' \
  --env 'WORD=x{word}' --prepare 'test {word} != x' --budget 1ms -o report.json
expect_valid_report report.json
expect_json report.json '[(s["parameters"]["n"], s["parameters"]["word"]) for s in report["subjects"]] == [(1, "a b"), (1, "c"), (2, "a b"), (2, "c")]'
expect_json report.json 'report["subjects"][0]["variants"][0]["hooks"]["prepare"]["argv"] == ["test", "a b", "!=", "x"]'
expect_json report.json 'report["subjects"][3]["variants"][1]["launch"]["env"] == ["WORD=xc"]'
expect_json report.json 'report["subjects"][3]["variants"][1]["launch"]["cwd"] == "in2"'
expect_json report.json 'all(c["pairs"] >= 6 for s in report["subjects"] for c in s["comparisons"])'

expect 0 "$HONE" compare 'test {n}' 'test -n {n}' -P n=0.5..1.5:0.5 --budget 1ms -o report.json
expect_json report.json '[s["parameters"]["n"] for s in report["subjects"]] == [0.5, 1, 1.5]'
expect_valid_report report.json

# Ranges stand in lists, with suffixes; what is no range of numbers stays as it was typed.
expect 0 "$HONE" compare 'test {n}' 'test -n {n}' -P n=1..2,1k..3k:1k,a..b,1k --budget 1ms -o report.json
expect_json report.json '[s["parameters"]["n"] for s in report["subjects"]] == ["1", "2", "1000", "2000", "3000", "a..b", "1k"]'

# The values of one parameter have one type: numbers, or texts where one is a text.
expect 0 "$HONE" compare 'echo {n} {m}' 'test -n {n}' -P n=1,0.5 -P m=2,007 --budget 1ms -o report.json
expect_valid_report report.json
expect_json report.json '[(s["parameters"]["n"], s["parameters"]["m"]) for s in report["subjects"]] == [(1, "2"), (1, "007"), (0.5, "2"), (0.5, "007")]'

# A value may hold commas.
expect 0 "$HONE" compare 'test {w} != x' 'test -n {w}' -P 'w=a\,b c,d' --budget 1ms -o report.json
expect_json report.json '[s["parameters"]["w"] for s in report["subjects"]] == ["a,b c", "d"]'

expect 0 "$HONE" compare 'test {{n}} = {{n}}' "test '{}' = {} -a {m}" -P m=1 --budget 1ms -o report.json
expect_json report.json 'report["subjects"][0]["variants"][0]["launch"]["argv"] == ["test", "{n}", "=", "{n}"]'

# Without -P there is nothing to fill in: braces belong to the programs.
expect 0 "$HONE" compare "awk 'BEGIN{exit}'" 'test {{n}} = {{n}}' -n '{a}' -n '{{b}}' --budget 1ms -o report.json
expect_json report.json '[v["name"] for v in report["subjects"][0]["variants"]] == ["{a}", "{{b}}"]'
expect_json report.json '[v["launch"]["argv"][1] for v in report["subjects"][0]["variants"]] == ["BEGIN{exit}", "{{n}}"]'

# Names tell the value, too.
expect 0 "$HONE" compare 'test {n}' 'test x' -P n=1,2 -n 'of {n}' -n x --budget 1ms -o report.json
expect_json report.json '[s["variants"][0]["name"] for s in report["subjects"]] == ["of 1", "of 2"]'

# Of a variable that is given twice the last counts, for a run of hone's own environment, too.
A=0 expect 0 "$HONE" compare --shell 'test "$A" = 2' 'env | grep -c ^A= | grep -x 1' --env A=1 --env A=2 \
  --budget 1ms
