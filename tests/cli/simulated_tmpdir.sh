# Callgrind keeps files in TMPDIR: where that is no folder, or is full, the reason says so.
. "$(dirname "$0")/expect.sh"
command -v valgrind >/dev/null || fail "valgrind is not installed"

TMPDIR=/no/such expect 0 "$HONE" stat --collect cache -- true
expect_told out "valgrind cannot make a file in '/no/such'; set TMPDIR to a folder"

mkdir small
if ! unshare -rm mount -t tmpfs -o size=1m none small 2>/dev/null; then
  echo "skipped the rest: this user may not mount a small file system"
  exit 0
fi
# So much is left that valgrind starts: what it reads of /proc goes to TMPDIR, too.
cat >in_full_folder <<'END'
mount -t tmpfs -o size=1m none small && head -c 1040384 /dev/zero >small/filling
TMPDIR="$PWD/small" exec "$@"
END
expect 0 unshare -rm sh in_full_folder "$HONE" stat --collect cache -- true
expect_told out "there is no space left in '$PWD/small' for temporary files"
