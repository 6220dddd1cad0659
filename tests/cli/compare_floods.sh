# A command that prints without end is drained, and hone's own memory stays bounded.
. "$(dirname "$0")/expect.sh"

limit=90  # MiB
# AddressSanitizer has its shadow and its quarantine of freed memory. Clang links it statically, so its
# symbols say that it is there, and no library.
grep -qa __asan_init "$HONE" && limit=600

# bounded CODE COMMAND...: runs it, and checks the largest peak of hone or what it ran.
bounded() {
  expect "$1" /usr/bin/python3 -c '
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
if peak > int(sys.argv[1]):
    sys.exit(f"a peak of {peak} MiB")
sys.exit(code)' "$limit" "${@:2}"
}
flood="head -c $((limit * 1200000)) /dev/zero"
bounded 0 "$HONE" compare "$flood" true --budget 1ms
bounded 0 "$HONE" compare --shell "$flood >&2" true --budget 1ms
bounded 4 "$HONE" compare --shell "$flood >&2; $flood; exit 1" true --budget 1ms
bounded 0 "$HONE" compare --shell "echo rate 5; $flood" 'echo rate 6' \
  --metric-regex 'rate=rate ([0-9]+)' --budget 1ms
bounded 4 "$HONE" compare --shell true true --setup "$flood; $flood >&2; exit 1" --budget 1ms
# The program ends although nobody reads to the end of what it would print.
bounded 4 "$HONE" compare yes true --timeout 300ms --budget 1ms
expect_told out "did not end within 0.3 s"
