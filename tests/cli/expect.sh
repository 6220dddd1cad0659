# Sourced by each test here. A test is a script of its own that shows one behaviour
# of the command line; the first expectation that does not hold ends it with exit 1.
#   $HONE     hone with the catalogue, as users have it
#   $TESTEE   hone with only the workloads of tests/subjects/misbehaving_workloads.cpp
#   $ONE_MORE $TESTEE with the metric and the collector of tests/subjects/one_more
#   $BENCH, $BENCH_TESTEE  the same of hone-bench
#   $SOURCE   the root of the source tree
#   $SUBJECTS the folder of the programs of tests/subjects
#   $CXX      the compiler that hone was built with
set -u
folder="$(mktemp -d)"
export TERM=xterm  # of the terminals that tests open; whatever this one is
export HONE_TEST_FOLDER="$folder"  # marks what this test starts: others run beside it
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

fail() {
  echo "FAILED: $*" >&2
  for file in out err; do
    [ -f $file ] && { echo "--- $file" >&2; head -c 3000 $file >&2; }
  done
  exit 1
}

# expect CODE COMMAND...: runs it, keeps stdout in out and stderr in err, checks the exit code.
expect() {
  local wanted="$1" code=0
  shift
  "$@" >out 2>err </dev/null || code=$?
  [ "$code" -eq "$wanted" ] || fail "$*: exit code $code, not $wanted"
}

# as_nobody COMMAND...: as another user, who may enter this folder but perhaps not the home that the source
# tree lies in: hone_for_all copies hone here and says where.
as_nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
hone_for_all() {
  local built
  built="$(dirname "$(dirname "$HONE")")"
  chmod 777 "$folder"
  mkdir -p all/bin
  cp "$HONE" all/bin/hone
  cp -r "$built/lib" all/
  echo "$folder/all/bin/hone"
}

# in_terminal CODE COLUMNS COMMAND...: as expect, in a terminal of its own; what is shown there is in out,
# its lines ended as in a file.
in_terminal() {
  local wanted="$1"
  shift
  expect "$wanted" /usr/bin/python3 -c '
import fcntl, os, pty, struct, sys, termios
columns, arguments = int(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    os.execv(arguments[0], arguments)
shown = b""
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))' "$@"
}

# One line on stderr that holds each of the words; nothing on stdout.
expect_one_line_error() {
  [ "$(wc -l <err)" -eq 1 ] || fail "not one line on stderr"
  [ ! -s out ] || fail "something on stdout"
  local word
  for word in "$@"; do
    grep -qF -- "$word" err || fail "stderr lacks '$word'"
  done
}

expect_in() {
  grep -qF -- "$2" "$1" || fail "$1 lacks '$2'"
}

# Like expect_in, wherever the lines are broken.
expect_told() {
  tr -s ' \n' ' ' <"$1" | grep -qF -- "$2" || fail "$1 does not tell '$2'"
}

# expect_valid_report FILE [SCHEMA]
expect_valid_report() {
  /usr/bin/python3 "$SOURCE/tests/validate_report.py" \
    "$SOURCE/reports/schema/${2:-hone.report-1}.schema.json" "$1" >valid 2>&1 || {
    cat valid >&2
    fail "$1 is not a valid report"
  }
}

# expect_json FILE EXPRESSION: a Python expression over `report` must be true.
expect_json() {
  /usr/bin/python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
sys.exit(0 if eval(sys.argv[2]) else 1)' "$1" "$2" || fail "$1: not so: $2"
}

# own_processes PGREP_ARGUMENT...: those of the processes found that this test started; fails when there
# are none.
own_processes() {
  local pid found=1
  for pid in $(pgrep "$@"); do
    grep -qsF "HONE_TEST_FOLDER=$folder" "/proc/$pid/environ" && { echo "$pid"; found=0; }
  done
  return $found
}

# within SECONDS COMMAND...: runs the command again and again until it succeeds; fails when it has not
# done so in that time.
within() {
  local tries
  for tries in $(seq $(($1 * 10))); do
    "${@:2}" && return 0
    sleep 0.1
  done
  return 1
}

# No process of this test may be left, after 10 s at most, whose command line holds the word.
expect_no_process() {
  within 10 none_left "$1" || fail "left running: $(cat left)"
}
none_left() { ! own_processes -f -- "$1" >left; }

# Waits, a minute at most, until this test runs a process that pgrep finds by the arguments. A signal
# that comes before hone is ready for it is lost: the shell starts what it does not wait for deaf to
# SIGINT.
wait_for_process() {
  within 60 own_processes "$@" >begun || fail "no process began: $*"
}

# Waits until the file holds something, at most a minute.
wait_for_content() {
  within 60 test -s "$1" || fail "$1 stayed empty"
}

# wait_for_lines FILE COUNT: waits until the file has so many lines, at most two minutes.
wait_for_lines() {
  within 120 has_lines "$@" || fail "$1 has no $2 lines"
}
has_lines() { [ -f "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]; }
