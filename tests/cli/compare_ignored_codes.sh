# -i takes the exit codes behind it, as in `-i 1,2`, and never a command.
. "$(dirname "$0")/expect.sh"
for option in -i --ignore-failure; do
  expect 0 "$HONE" compare $option 1,3 'sh -c "exit 1"' 'sh -c "exit 3"' --budget 1ms -o report.json
  expect_json report.json 'len(report["subjects"][0]["variants"]) == 2'
  expect 4 "$HONE" compare $option 1 'sh -c "exit 1"' 'sh -c "exit 3"' --budget 1ms
  expect_told out "exit status 3"
done
expect 0 "$HONE" compare 'sh -c "exit 1"' -i 1 'sh -c "exit 1"' --budget 1ms
expect 0 "$HONE" compare --shell bash -i 3 '[[ a ]] && exit 3' 'exit 3' --budget 1ms
expect 0 "$HONE" compare -i 3 --shell bash '[[ a ]] && exit 3' 'exit 3' --budget 1ms

# Without codes all failures are ignored, and what stands behind is a command.
printf '#!/bin/sh\nexit 9\n' >7up
chmod +x 7up
PATH=".:$PATH" expect 0 "$HONE" compare -i 7up 'sh -c "exit 3"' --budget 1ms -o report.json
expect_json report.json '[v["name"] for v in report["subjects"][0]["variants"]] == ["7up", "sh -c \"exit 3\""]'
expect 0 "$HONE" compare false 'sh -c "exit 3"' -i --budget 1ms

for codes in 0 256 1, 1,300; do
  expect 2 "$HONE" compare -i $codes 'touch ran' 'touch ran'
  expect_one_line_error "is no exit code from 1 to 255" "for example -i 1,2"
done
expect 2 "$HONE" compare -i1,2 'touch ran' 'touch ran'
expect_one_line_error "'-1' is no exit code from 1 to 255" "for example -i 1,2"
[ ! -e ran ] || fail "something was run"
