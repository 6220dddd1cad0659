# Started by something that ignores SIGCHLD, hone still learns how its children ended.
. "$(dirname "$0")/expect.sh"
expect 0 bash -c "trap '' CHLD; exec '$HONE' compare true true --budget 50ms"
expect 4 bash -c "trap '' CHLD; exec '$HONE' compare true false --budget 50ms"
expect_in out "exit status 1"
