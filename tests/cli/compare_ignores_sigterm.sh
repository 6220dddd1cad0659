# A command that is deaf to SIGTERM is made to end when its time is over.
. "$(dirname "$0")/expect.sh"
cat >deaf <<'SCRIPT'
#!/bin/sh
trap '' TERM INT HUP
echo begun >>begun_deaf
while :; do sleep 987.41; done
SCRIPT
chmod +x deaf
expect 4 "$HONE" compare true ./deaf --timeout 1s --budget 1ms -o report.json
expect_valid_report report.json
expect_told out "did not end within 1 s"
expect_no_process "sleep 987.41"
expect_no_process "$folder/deaf"

rm begun_deaf
"$HONE" compare ./deaf true >out 2>err &
hone=$!
wait_for_content begun_deaf
kill -INT $hone
code=0
wait $hone || code=$?
[ $code -eq 130 ] || fail "exit code $code"
expect_no_process "sleep 987.41"
