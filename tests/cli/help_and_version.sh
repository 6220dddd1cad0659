# Help fits one screen and names every command; each command's help has examples.
. "$(dirname "$0")/expect.sh"
expect 0 "$HONE" --help
[ "$(wc -l <out)" -le 24 ] || fail "help is longer than a screen"
[ "$(wc -L <out)" -le 80 ] || fail "help is wider than 80 columns"
for command in list show run compare stat heap report doctor selftest; do expect_in out "$command"; done
grep -q worker out && fail "the worker is not for users"
for command in list show run compare stat heap report doctor selftest; do
  expect 0 "$HONE" "$command" --help
  expect_in out "Examples:"
  [ "$(wc -L <out)" -le 80 ] || fail "help of $command is wider than 80 columns"
done
expect 0 "$HONE" --version
expect_in out "hone 0."
