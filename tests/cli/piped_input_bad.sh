# Input that cannot be had ends hone with the true reason before anything is run.
. "$(dirname "$0")/expect.sh"
refused() {
  expect_one_line_error "$@"
  [ ! -e ran ] || fail "something was run"
}
for command in "compare 'touch ran' 'touch ran'" 'stat -- touch ran' 'heap -- touch ran'; do
  options="${command#* }"
  command="${command%% *}"
  [ "$command" = heap ] && ! command -v heaptrack >/dev/null && continue
  expect 2 bash -c ": | '$HONE' $command --input - $options"
  refused "--input '-' was empty: nothing came from it" "without --input commands have an empty stdin"
  expect 2 bash -c "'$HONE' $command --input - $options </dev/null"
  refused "--input '-' was empty"
  expect 2 bash -c "'$HONE' $command --input - $options <&-"
  refused "cannot read --input '-': it is closed"
  expect 2 bash -c "seq 100 | TMPDIR=/proc '$HONE' $command --input - $options"
  refused "cannot make a temporary file in '/proc'" "set TMPDIR to a folder"
  expect 2 bash -c "'$HONE' $command --input - $options <."
  refused "cannot read --input '-': it is a folder"
done

# No room: the message names the folder, and nothing is left there.
mkdir small
expect 2 bash -c "head -c 3000000 /dev/zero | (ulimit -f 1000; TMPDIR=$folder/small exec '$HONE' compare --input - 'touch ran' 'touch ran')"
refused "cannot keep --input '-'" "in '$folder/small': File too large" "set TMPDIR to a folder with more room"
[ -z "$(ls -A small)" ] || fail "left in TMPDIR: $(ls -A small)"

# A terminal is no input.
in_terminal 2 80 "$HONE" compare --input - 'touch ran' 'touch ran'
expect_told out "cannot read --input '-': it is a terminal"
expect_told out "generate | hone ... --input -"
[ ! -e ran ] || fail "something was run"
