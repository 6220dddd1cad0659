# What cannot be meant gets one line that names the word, and exit code 2; nothing is run.
. "$(dirname "$0")/expect.sh"

refused() {
  local words="$1"
  shift
  expect 2 "$HONE" compare "$@"
  expect_one_line_error "hone:" "$words"
  [ ! -e ran ] || fail "something was run"
}
run='touch ran'

refused "at least two commands"
refused "at least two commands" "$run"
refused "a command or its name is empty" '' "$run"
refused "a command is empty" '  ' "$run"
refused "unbalanced ' in the command \"echo 'a\", opened at character 6" "$run" "echo 'a"
refused 'unbalanced "' "$run" 'echo "a'
refused 'ends with a backslash' "$run" 'echo \'
for operator in '|' '&' ';' '<' '>' '(' ')' '$' '`' '*' '?'; do
  refused "'$operator' in the command" "$run" "echo a${operator}b"
done
refused "add --shell" "$run" 'ls ~'
refused "']' in the command" "$run" 'ls [a-z]'
refused "has several lines" "$run" "$run
$run"
refused "'if' in the command" "$run" 'if true'
for word in cd ulimit source . exec; do  # some systems have programs of these names
  type -P "$word" >/dev/null || refused "'$word' in the command" "$run" "$word x"
done
refused "'source' in the command" "$run" "$run" --prepare 'source x'
refused "'source' in the command" "$run" '{c} -n' -P c=true,source
refused "--env NAME=VALUE, or --shell" "$run" "A=1 $run"
refused "uses {n}" "$run" 'echo {m}' -P m=1 --env 'N={n}'
refused "unbalanced" "$run" "$run" --prepare "echo '"
refused "uses {n}, but there is no -P n=" "$run" 'echo {n} {m}' -P m=1
refused "did you mean 'size'" "$run" 'echo {sise} {size}' -P size=1
refused "uses {n}" "$run" 'echo {m}' -P m=1 --setup 'echo {n}'
refused "uses {n}" "$run" 'echo {m}' -P m=1 --cwd '{n}'
refused "uses {n}" "$run" 'echo {m}' -P m=1 -n a -n '{n}'
refused "--shell: command not found: 'nosuchshell'" --shell=nosuchshell "$run" "$run"
refused "--shell: cannot run '/nowhere/bash': No such file" --shell /nowhere/bash "$run" "$run"
refused "at least two commands" --shell bash "$run"
refused "-P n: no command uses {n}" "$run" "$run" -P n=1
refused "-P n: no command uses {n}" "$run" 'echo {{n}}' -P n=1
refused "'n' is given twice" "$run" 'echo {n}' -P n=1 -P n=2
refused "'n=nan..3': a range's ends are finite numbers (for example -P n=1..8)" "$run" 'echo {n}' -P n=nan..3
refused "'n=1..inf': a range's ends are finite numbers (for example -P n=1..8)" "$run" 'echo {n}' -P n=1..inf
refused "-P 'n' is not of the form" "$run" 'echo {n}' -P n
refused "-P '=1' is not of the form" "$run" 'echo {n}' -P =1
refused "the step does not lead" "$run" 'echo {n}' -P n=1..5:0
refused "-P 'n=5..1': the step does not lead" "$run" 'echo {n}' -P n=7,5..1
refused "-P '1n=2': '1n' is no name" "$run" 'echo {n}' -P 1n=2
refused "more than 10000 values" "$run" 'echo {n}' -P n=1..1e9
refused "combinations" "$run" 'echo {a} {b} {c}' -P a=1..9999 -P b=1..9999 -P c=1,2
refused "1 name for 2 commands" "$run" "$run" -n one
refused "name is empty" "$run" "$run" -n one -n ''
refused "--setup is given 3 times for 2 commands" "$run" "$run" --setup a --setup b --setup c
refused "a command is empty" "$run" "$run" --cleanup ''
refused "cannot read --input 'nothing'" "$run" "$run" --input nothing
for option in --input --output -o; do
  refused "$option 'f{n}': {n} is not filled in there" "$run" 'echo {n}' -P n=1,2 $option 'f{n}'
done
mkdir folder
refused "it is a folder" "$run" "$run" --input folder
refused "--timeout 'soon'" "$run" "$run" --timeout soon
refused "--timeout '0s'" "$run" "$run" --timeout 0s
refused "--timeout '-1s'" "$run" "$run" --timeout=-1s
refused "--warmup" "$run" "$run" --warmup=-1
refused "--warmup" "$run" "$run" --warmup many
refused "--env 'X' is not of the form NAME=VALUE" "$run" "$run" --env X
refused "--env '=1' is not of the form NAME=VALUE" "$run" "$run" --env =1
refused "unknown metric 'walltime'" "$run" "$run" --metric walltime
refused "unknown metric ''" "$run" "$run" --metric wall,
refused "the verdict cannot be about this one" "$run" "$run" --metric peak_heap
refused "not of the form name=PATTERN" "$run" "$run" --metric-regex rate
refused "not of the form name=PATTERN" "$run" "$run" --metric-regex 'Rate=(x)'
refused "not of the form name=PATTERN" "$run" "$run" --metric-regex 'rate:best=(x)'
refused "is not a regular expression" "$run" "$run" --metric-regex 'rate=(x'
refused "has no group" "$run" "$run" --metric-regex 'rate=x'
refused "is not a JSON pointer" "$run" "$run" --metric-json 'rate=results/0'
refused "a metric 'wall_time' of its own" "$run" "$run" --metric-regex 'wall_time=(x)'
refused "metric 'rate' is defined twice" "$run" "$run" --metric-regex 'rate=(x)' --metric-json 'rate=/x'
refused "with --output auto or pipe only" "$run" "$run" --metric-regex 'rate=(x)' --output file
refused "with --output auto or pipe only" "$run" "$run" --metric-regex 'rate=(x)' --output null
refused "with --output auto or pipe only" "$run" "$run" --metric-json 'rate=/x' --output null
refused "would both write to stdout" "$run" "$run" --format json --output inherit
refused "it is a folder" "$run" "$run" -o folder
refused "No such file or directory" "$run" "$run" -o none/report.json
refused "contradict each other" "$run" "$run" --quick --thorough
refused "--frobnicate" "$run" "$run" --frobnicate
