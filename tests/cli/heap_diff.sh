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

# As JSON, saved and as a flame graph.
expect 0 "$HONE" heap --diff old.json new.json --json -o diff.json --flame diff.svg
expect_valid_report out hone.heap-1
expect_valid_report diff.json hone.heap-1
first='report["difference"]["sites"][0]'
expect_json diff.json "$first['function'].startswith('make_temporaries') and $first['kind'] == 'changed'"
expect_json diff.json "report['totals']['temporary'] - report['difference']['old']['totals']['temporary'] == 1500"
expect_in diff.svg "2,000 allocations instead of 500 allocations, +1,500 allocations"
expect 0 "$HONE" heap --diff diff.json new.json
expect_told out "The same allocations"
expect 2 "$HONE" heap --diff old.json new.json --folded stacks
expect_one_line_error "of one trace, not of a --diff"

# A program's own wrapper does not hide who called it.
expect 0 "$HONE" heap -- "$pattern" wrapper
grep -qE '^ +called by load_names \(heap_pattern.cpp:[0-9]+\) 75 %, load_index 25 %' out ||
  fail "no callers of allocate()"
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"
