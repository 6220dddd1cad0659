# Two traces beside each other: totals, what changed most first, new and vanished functions, and
# callers with what they called.
. "$(dirname "$0")/expect.sh"
pattern="$SUBJECTS/heap_pattern"
expect 0 "$HONE" heap -o old.json -- "$pattern"
expect 0 "$HONE" heap -o new.json -- "$pattern" more
expect 0 "$HONE" heap --diff old.json new.json
expect_told out "More allocations:"
grep -qE 'temporary +[0-9,]+ +2,[0-9]+ +\+[0-9]+ %' out || fail "no total of temporaries"
grep -qE 'make_temporaries +500 +2,000 +\+1,500 +\+300 %' out || fail "no change by site"
sed -n '/with what they called/,$p' out | grep -qE 'main +1,503 +3,003 +\+1,500 +\+100 %' ||
  fail "main does not have what it called"
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"

# Between equals there is nothing to show but the totals; a trace may stand beside a report.
expect 0 heaptrack -o trace "$pattern"
expect 0 "$HONE" heap --diff old.json old.json
expect_told out "The same allocations"
grep -q make_temporaries out && fail "something changed between a report and itself"
expect 0 "$HONE" heap --cost peak --diff old.json "$(ls trace.*)"
expect_told out "bytes at the peak"

# New and vanished.
expect 0 "$HONE" heap --diff "$SOURCE/tests/fixtures/heaptrack/small.zst" old.json
grep -qE 'build_peak +- +1,000 +\+1,000 +new' out || fail "no new site"
grep -qE 'inner +2 +- +-2 +gone' out || { expect 0 "$HONE" heap --top 100 --diff "$SOURCE/tests/fixtures/heaptrack/small.zst" old.json; grep -qE 'inner +2 +- +-2 +gone' out || fail "no vanished site"; }
