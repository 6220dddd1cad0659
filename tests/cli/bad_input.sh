# Bad input gets one line that names the thing, exit code 2, and nothing is measured.
. "$(dirname "$0")/expect.sh"

refused() {
  local words="$1"
  shift
  expect 2 "$HONE" "$@"
  expect_one_line_error "hone:" "$words"
}

refused "no command given"
refused "unknown command 'rnu' - did you mean 'run'" rnu
refused "--frobnicate" run --frobnicate
refused "'-i=1,2': the value of an option of one letter stands behind it without '=': -i 1,2" compare -i=1,2 a b
refused "did you mean 'memory/arena'" run memory/areana
refused "did you mean 'memory/arena'" show memory/areana
refused "did you mean 'cache/soa'" list cache/sao
refused "did you mean 'memory'" run memry
refused "no workload matches 'zzz/*'" run 'zzz/*'
refused "no parameter 'nodse'" run memory/arena -p nodse=1
refused "no parameter 'nodes'" run cache/soa -p nodes=1
refused "-p 'nodes=0': '0' is no value for parameter 'nodes'" run memory/arena -p nodes=1,0
refused "'nodes' is given twice" run memory/arena -p nodes=1 -p nodes=2
refused "'many'" run memory/arena -p nodes=many
refused "name=value" run memory/arena -p nodes
refused "-p 'nodes=10..1': the first value is above the last" run memory/arena -p nodes=10..1
refused "the step does not lead" run memory/arena -p nodes=1..10:0
refused "for example -p nodes=1..10:2" run memory/arena -p nodes=1..10:0
refused "the step leads beyond the last value" run memory/arena -p nodes=10..20:100
refused "the step 'two' is not a whole number" run memory/arena -p nodes=1..10:two
refused "takes names, which have no range" run cache/soa -p access=scan..random
refused "-p has no place beside it" run --pay-off memory -p nodes=1,2
refused "'diagonal'" run cache/soa -p access=diagonal
refused "--budget '0s'" run memory/arena --budget 0s
refused "--budget '0'" run memory/arena --budget 0
refused "--alpha '0'" run memory/arena --alpha 0
refused "is enough for 65" run memory/arena -p nodes=1..100:1 --alpha 0.001
refused "--alpha '1'" run memory/arena --alpha 1
refused "--margin '-1%'" run memory/arena --margin=-1%
refused "unknown metric 'walltime'" run memory/arena --metric walltime
refused "unknown collector 'cahce' - did you mean 'cache'" run memory/arena --collect cahce
refused "--seed" run memory/arena --seed twelve
refused "--seed" run memory/arena --seed=-1
refused "--seed" run memory/arena --seed 9007199254740992
refused "--format" run memory/arena --format yaml
refused "it is a folder" run memory/arena -o .
/usr/bin/python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
refused "it is not an ordinary file" run memory/arena -o socket
refused "No such file or directory" run memory/arena -o none/report.json
refused "--color" list --color sometimes
