# What a command leaves running is ended, whether or not it holds the command's streams; it is
# told, and no failure.
. "$(dirname "$0")/expect.sh"
cat >leaves <<'SCRIPT'
#!/bin/sh
sleep 987.31 &
setsid sleep 987.31 >/dev/null 2>&1 &
(setsid sleep 987.31 &)
echo 'rate 5'
exit 0
SCRIPT
chmod +x leaves
for metric in 'wall' 'rate'; do
  expect 0 "$HONE" compare ./leaves 'echo rate 5' --budget 1ms --metric $metric \
    --metric-regex 'rate=rate ([0-9]+)' -o report.json
  expect_no_process "sleep 987.31"
  expect_valid_report report.json
  expect_json report.json '[f["rule"] for f in report["subjects"][0]["findings"]].count("left_processes_behind") == 1'
  expect_json report.json 'report["subjects"][0]["comparisons"][0]["pairs"] >= 6'
done
# A command that is stopped rather than ended, and then left.
expect 0 "$HONE" compare --shell 'sleep 987.31 & kill -STOP $!' true --budget 1ms
expect_no_process "sleep 987.31"

# What a set-up leaves is the user's own, such as a server.
expect 0 "$HONE" compare --shell --setup 'sleep 5.987 & echo $! >server' 'kill -0 $(cat server)' true \
  --cleanup 'kill $(cat server) 2>/dev/null || :' --budget 1ms
