# One command that cannot be compared, or whose reference is none of its values, gets one line with the cause
# and what would do; nothing is run.
. "$(dirname "$0")/expect.sh"
refused() {
  local words="$1" next="$2"
  shift 2
  expect 2 "$HONE" compare "$@"
  expect_one_line_error "hone:" "$words" "$next"
  [ ! -e ran ] || fail "something was run"
}
refused "at least two commands" "hone compare -P n=1,2,4 'make -j{n}'" 'touch ran'
refused "one command is compared over the values of a -P, and none has two of them" "-P n=1,2,4" \
  -P n=4 'touch ran {n}'
refused "none has two of them" "or another command" -P n=4 -P m=5 'touch ran {n} {m}'
refused "-P n: no command uses {n}" "write {n}" -P n=1,2 'touch ran'
refused "-P n: the value '1' is given twice" "each value is compared with the others" -P n=1,2,1 'touch ran {n}'
refused "-P n: the value '3' is given twice" "" -P n=1..4:1,3 'touch ran {n}'
refused "--reference '3' is none of the values of n - did you mean '2'?" "they are 1, 2 and 4" -P n=1,2,4 --reference 3 'touch ran {n}'
refused "did you mean 'fast'?" "they are fast and slow" -P n=fast,slow --reference fsat 'touch ran {n}'
refused "--reference '8' is none of the values of n" "they are 1 and 2" -P n=1,2 --reference n=8 'touch ran {n}'
refused "--reference '9' is none of the values of n, which are compared" "--reference m=9 compares those of m" \
  -P n=1,2 -P m=8,9 --reference 9 'touch ran {n} {m}'
refused "--reference './c' is none of the commands" "as it was typed, or its -n NAME" \
  'touch ran' 'touch ran 2' --reference ./c
refused "did you mean 'new'?" "" 'touch ran' 'touch ran 2' -n old -n new --reference nwe
refused "3 names for 2 values of n" "give -n once, with {n} for the value, or once for each" \
  -P n=1,2 'touch ran {n}' -n a -n b -n c
refused "--setup is given 2 times for 1 command" "give it once" -P n=1,2 'touch ran {n}' --setup a --setup b
refused "combinations, more than 10000" "give fewer values" -P n=1..200 -P m=1..200 'touch ran {n} {m}'
