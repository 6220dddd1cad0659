# What the user's shell limits (ulimit) ends commands and hone as anything else would: the report, or
# hone, names the limit.
. "$(dirname "$0")/expect.sh"
limited() { bash -c "ulimit $1; exec \"\$@\"" - "${@:2}"; }

expect 4 limited "-t 3" "$HONE" compare 'sh -c "while :; do :; done"' true --budget 1ms
expect_told out "its CPU time came to the limit of 3 s (ulimit -t)"
expect 2 bash -c "(ulimit -f 0; exec '$HONE' compare true true 2>&1 >/dev/null) | cat; exit \${PIPESTATUS[0]}"
expect_told out "raise the limit of a file's size (ulimit -f)"

# hone has no large arrays on its stack.
if ! "$HONE" stat --collect allocations -- true | grep -q sanitizer; then
  expect 0 limited "-s 64" "$HONE" compare 'echo a' 'echo b' --budget 1ms
  expect 0 limited "-s 64" "$HONE" stat -- echo a
fi
