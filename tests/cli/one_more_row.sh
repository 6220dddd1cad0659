# A row adds a metric, and a file and a row a collector: help, errors, verdicts, tables, doctor and
# the report are made from the rows. $ONE_MORE is hone with the rows of tests/subjects/one_more.
. "$(dirname "$0")/expect.sh"

# Help, in the order of the rows.
expect 0 "$ONE_MORE" compare --help
expect_told out "page_faults, instructions, words, allocations,"
expect_told out "allocations, words, cache, heap, with commas, or none"
expect 0 "$ONE_MORE" run --help
expect_told out "instructions, words, allocations, allocated_bytes or temporary_allocations"
expect_told out "allocations (the default), words, cache, heap, or none"
expect 0 "$ONE_MORE" stat --help
expect_told out "allocations, words, cache and heap (one more run each)"
expect 0 "$ONE_MORE" selftest --help
expect_told out "wall (the default), cpu or user"

# Errors.
expect 2 "$ONE_MORE" compare --metric wrods true true
expect_one_line_error "unknown metric 'wrods' - did you mean 'words'" "instructions, words, alloc"
expect 2 "$ONE_MORE" run --metric ipc test/known_ratio
expect_one_line_error "cannot be about this one" "instructions, words, allocations"
expect 2 "$ONE_MORE" stat --collect wrods -- true
expect_one_line_error "did you mean 'words'" "counters, allocations, words, cache, heap, or none"
expect 2 "$ONE_MORE" compare --metric-regex 'words=([0-9]+)' true true
expect_one_line_error "hone has a metric 'words' of its own"

# Verdicts and tables.
expect 0 "$ONE_MORE" compare --metric words --collect none 'true a b' 'true a' -o report.json
expect_told out "fewer words"
expect_told out "counted; the same in two runs of each: exact"
expect_valid_report report.json
expect_json report.json "report['subjects'][0]['comparisons'][0]['metric'] == 'words'"
expect_json report.json "report['subjects'][0]['comparisons'][0]['verdict'] == 'improvement'"
expect 0 "$ONE_MORE" run test/known_ratio --budget 200ms --collect words -o report.json
expect_in out "words"
expect_json report.json "report['plan']['collectors'] == ['words']"
expect_json report.json \
  "report['subjects'][0]['variants'][0]['metrics']['words']['provenance'] == 'counted'"
expect 0 "$ONE_MORE" stat --collect words,allocations -- true a b
rows="$(grep -oE '^  (page faults|words +3|allocations) ' out | tr -s ' ' | tr '\n' ';')"
expected=" page faults ; words 3 ; allocations ;"
grep -q sanitizer out && expected=" page faults ; words 3 ;"  # nothing is preloaded then
[ "$rows" = "$expected" ] || fail "stat's rows are in another order: $rows"
expect 0 "$ONE_MORE" stat --collect allocations -- true
expect_told out "not asked for: --collect"
expect_in out "words"

# Doctor.
expect 0 "$ONE_MORE" doctor
expect_told out "words yes: words of a command line, or parameters of a workload"
