# A command that reads or sets the terminal is stopped by the kernel, since it runs in the background:
# it fails with that reason, and so does a hook.
. "$(dirname "$0")/expect.sh"
in_terminal 4 100 "$HONE" --color never -q stat -- sh -c 'read x </dev/tty'
expect_told out "was stopped because it reads the terminal"
in_terminal 4 100 "$HONE" --color never -q stat -- sh -c 'stty sane </dev/tty'
expect_told out "was stopped because it sets the terminal"
if command -v heaptrack >/dev/null; then
  in_terminal 4 100 "$HONE" --color never -q heap -- sh -c 'read x </dev/tty'
  expect_told out "was stopped because it reads the terminal"
fi
in_terminal 4 100 "$HONE" --color never -q compare true 'sh -c "read x </dev/tty"' --budget 10ms -i
expect_told out "was stopped because it reads the terminal"
in_terminal 4 100 "$HONE" --color never -q compare true true -n a -n b --budget 10ms \
  --prepare 'sh -c "read x </dev/tty"'
expect_told out "its --prepare failed: it was stopped because it reads the terminal"
# What does not need the terminal may have a look at it.
in_terminal 0 100 "$HONE" --color never -q stat -- sh -c 'stty -a </dev/tty >/dev/null; echo >/dev/tty'
expect_no_process "read x"
