# Where /proc is not mounted hone says so.
. "$(dirname "$0")/expect.sh"
if "$HONE" stat --collect allocations -- true | grep -q sanitizer; then
  echo "skipped: sanitizers themselves need /proc"
  exit 77
fi
mkdir empty
without_proc() { unshare -rm sh -c 'mount --bind empty /proc && exec "$@"' - "$@"; }
if ! without_proc test ! -e /proc/self 2>/dev/null; then
  echo "skipped: this user may not hide /proc from a program"
  exit 77
fi
for command in "run cache/soa --budget 1ms" "compare true true --budget 1ms" "stat -- true"; do
  # shellcheck disable=SC2086
  without_proc "$HONE" $command >out 2>err </dev/null && fail "$command: succeeded without /proc"
  cat err >>out
  expect_told out "mount -t proc proc /proc"
done
