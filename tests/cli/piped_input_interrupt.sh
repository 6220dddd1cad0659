# An interrupt while a pipe is read ends hone with 130; nothing was run, and nothing is left.
. "$(dirname "$0")/expect.sh"
mkfifo pipe
mkdir temporary

# interrupted_in SIGNAL WRITER COMMAND...: `writer` holds the pipe open.
interrupted_in() {
  local signal="$1" hone writer code=0
  shift
  bash -c 'exec >pipe; echo some; exec sleep 987.41' &
  writer=$!
  TMPDIR="$folder/temporary" "$@" >out 2>err &
  hone=$!
  wait_for_reading $hone
  kill "-$signal" $hone
  wait $hone 2>/dev/null || code=$?
  kill $writer
  wait $writer 2>/dev/null
  [ $code -eq 130 ] || fail "exit code $code after SIG$signal: $*"
  expect_in err "interrupted while it read --input"
  [ ! -e ran ] || fail "something was run"
  [ -z "$(ls -A temporary)" ] || fail "left in TMPDIR: $(ls -A temporary)"
}
# Its handlers stand, and the file that the input is kept in is open.
wait_for_reading() { within 60 keeps_input "$1" || fail "the pipe is not read"; }
keeps_input() { ls -l "/proc/$1/fd" 2>/dev/null | grep -q "$folder/temporary/hone-.*(deleted)"; }

interrupted_in INT "$HONE" compare --input pipe 'touch ran' 'touch ran'
interrupted_in TERM "$HONE" compare --input pipe 'touch ran' 'touch ran'
interrupted_in INT "$HONE" stat --input pipe -- touch ran
if command -v heaptrack >/dev/null; then interrupted_in INT "$HONE" heap --input pipe -- touch ran; fi
exit 0
