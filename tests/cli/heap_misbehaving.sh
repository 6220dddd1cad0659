# Programs that misbehave under heaptrack: what was seen of them is shown, the exit code is theirs,
# nobody hangs, and neither the folder for temporary files nor the one they run in has anything left.
. "$(dirname "$0")/expect.sh"
pattern="$SUBJECTS/heap_pattern"
mkdir tmp here
export TMPDIR="$PWD/tmp"
clean() {
  [ -z "$(ls -A tmp)" ] || fail "left in the temporary folder: $(ls -A tmp)"
  [ -z "$(ls -A here)" ] || fail "left in the folder of the command: $(ls -A here)"
}
traced() { # CODE COMMAND...
  local code="$1"
  shift
  expect "$code" timeout 60 "$HONE" heap --cwd here "$@"
  clean
}

traced 139 -- "$pattern" segfault
expect_told out "Incomplete: the program was killed by SIGSEGV"
expect_in out build_peak
traced 6 -- "$pattern" all-memory
grep -qE 'use_all_memory +heap_pattern.cpp:[0-9]+ +[2-6][0-9] ' out || fail "not what it got of 64 MiB"
grep -q Incomplete out && fail "a failed malloc is no gap in the trace"

# A program that executes another in its place: what heaptrack cannot follow is named.
traced 0 -- bash -c 'x=$(seq 100); exec sort /dev/null'
expect_told out "Incomplete: the program executed '$(readlink -f "$(command -v sort)")' in its place"
traced 0 -- bash -c 'x=$(sort /dev/null); sort /dev/null; true'
grep -q Incomplete out && fail "a child is no program in its place"

# A flood of output goes nowhere by default, and is kept nowhere.
expect 0 timeout 100 /usr/bin/python3 -c '
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
sys.exit(0 if peak < 300 * 1024 else f"a peak of {peak} KiB")' \
  "$HONE" heap --cwd here -- head -c 3G /dev/zero
expect_told out "head -c 3G /dev/zero"
clean

# heaptrack itself without memory: it ends the program, and says so; hone tells what it has.
for kibibytes in 3000 8000 20000; do
  for shell in sh bash; do
    timeout 60 "$HONE" heap --cwd here -- "$shell" -c "ulimit -v $kibibytes; exec '$pattern'" \
      >out 2>err </dev/null
    code=$?
    [ "$code" -ne 124 ] || fail "it hangs in $kibibytes KiB"
    expect_told out "Incomplete: "
    clean
  done
done

# What it starts inherits heaptrack's library where the shell kept its environment from before: no
# trace of theirs lies about.
echo 'int main() {}' >source.cpp
if command -v g++ >/dev/null; then
  traced 0 -- g++ -fsyntax-only "$PWD/source.cpp"
  traced 0 -- sh -c "g++ -fsyntax-only '$PWD/source.cpp'; ls >/dev/null"
fi
traced 0 -- sh -c 'ls >/dev/null; /usr/bin/python3 -c 1; true'
traced 0 -- bash -c '/usr/bin/python3 -c "import subprocess; subprocess.run([\"ls\"], check=True)"; ls; true'

# A full disk: the pipe needs none of it, and a report that cannot be saved is told.
mkdir disk
if mount -t tmpfs -o size=64k tmpfs disk 2>/dev/null; then
  trap 'umount "$folder/disk"; rm -rf "$folder"' EXIT
  dd if=/dev/zero of=disk/fill bs=1k count=100 2>/dev/null
  expect 2 env TMPDIR="$PWD/disk" "$HONE" heap -o disk/report.json -- "$pattern"
  expect_in err "cannot write 'disk/report.json': No space left on device"
  expect_in out build_peak
  [ "$(ls -A disk)" = fill ] || fail "left on the full disk: $(ls -A disk)"
else
  echo "not tried: a full disk, for which nothing can be mounted here"
fi
