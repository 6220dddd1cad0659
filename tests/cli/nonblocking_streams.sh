# A stdout or stderr in non-blocking mode, as event loops hand it to their children, gets everything, however
# late its reader is; and stays in that mode, which belongs to all who share it.
. "$(dirname "$0")/expect.sh"

# late_reader STREAM COMMAND...: runs it with the stream as a small pipe that does not block, and reads only
# once that is full; the text goes to out.
late_reader() {
  /usr/bin/python3 - "$@" >out 2>err <<'PYTHON' || fail "$*"
import fcntl, os, select, subprocess, sys, time
stream, command = sys.argv[1], sys.argv[2:]
reading, writing = os.pipe()
os.set_blocking(writing, False)
size = fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
other = subprocess.DEVNULL
process = subprocess.Popen(command, stdin=other, stdout=writing if stream == "stdout" else other,
                           stderr=writing if stream == "stderr" else other)
while select.select([], [writing], [], 0)[1] and process.poll() is None:
    time.sleep(0.01)
time.sleep(0.1)
assert not os.get_blocking(writing), "the mode was changed"
os.close(writing)
while data := os.read(reading, 65536):
    sys.stdout.buffer.write(data)
assert process.wait() == 0 or stream == "stderr", process.returncode
PYTHON
}

late_reader stdout "$TESTEE" run test/known_ratio --budget 200ms --format json
cp out report.json
expect_valid_report report.json
late_reader stdout "$HONE" list --json
expect_json out 'len(report) > 10'
late_reader stdout "$HONE" list
cp out late
expect 0 "$HONE" list
cmp -s out late || fail "the list is not whole"
late_reader stderr "$HONE" run "$(printf 'x%.0s' $(seq 20000))"
[ "$(wc -c <out)" -gt 20000 ] || fail "the error is not whole"
[ "$(tail -c 1 out | od -An -c | tr -d ' ')" = '\n' ] || fail "the error does not end its line"
late_reader stdout "$BENCH" --benchmark_list_tests
cp out late
expect 0 "$BENCH" --benchmark_list_tests
cmp -s out late || fail "hone-bench's list is not whole"
