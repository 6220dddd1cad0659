# doctor says what can be measured here, or why not.
. "$(dirname "$0")/expect.sh"
expect 0 "$HONE" doctor
[ "$(wc -L <out)" -le 80 ] || fail "doctor is wider than 80 columns"
for word in CPU memory kernel PMU valgrind heaptrack ASLR load; do
  grep -qi "$word" out || fail "doctor does not speak of $word"
done
