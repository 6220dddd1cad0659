# What heap cannot do is refused in one line; a program that ends badly gives what was seen of it;
# nothing is left running or lying about.
. "$(dirname "$0")/expect.sh"
pattern="$SUBJECTS/heap_pattern"
small="$SOURCE/tests/fixtures/heaptrack/small"
mkdir tmp
export TMPDIR="$PWD/tmp"
fifos() { find /tmp -maxdepth 1 -name 'heaptrack_fifo*' -type p | sort; }
fifos >fifos_before
refused() {
  expect 2 "$HONE" heap "${@:2}"
  expect_one_line_error "$1"
}
refused "no command given"
refused "no command given" --
refused "command not found: 'no-such-command'" -- no-such-command
refused "cannot run '/etc/passwd': Permission denied" -- /etc/passwd
echo 'echo no first line' >plain
printf '\177ELFbroken' >broken
printf '#!%s/nowhere\n' "$PWD" >orphan
chmod +x plain broken orphan
for program in plain broken; do
  refused "cannot run './$program': it is no executable format" -- ./$program
done
refused "cannot run './orphan': its interpreter is not found" -- ./orphan
rm plain broken orphan
refused "it is statically linked" -- "$pattern"_static
printf '#!%s\n' "${pattern}_static" >script && chmod +x script
refused "it is statically linked" -- ./script
cp "$pattern" raised && chmod 4755 raised
if [ "$(id -u)" -eq 0 ]; then chown nobody raised && chmod 4755 raised; fi
[ "$(id -u)" -eq 0 ] && refused "setuid" -- ./raised
expect 2 env PATH=/nowhere "$HONE" heap -- "$pattern"
expect_one_line_error "heaptrack is not installed"
refused "--cost" --cost time -- true
refused "--top" --top 0 -- true
refused "--timeout 'soon' is not a time" --timeout soon -- true
refused "cannot read --input 'no-such-file'" --input no-such-file -- true
refused "--json and --output inherit" --json --output inherit -- true
refused "cannot write 'no/such/folder'" --flame no/such/folder -- true
refused "--diff" --diff one
refused "--diff" --diff one two -- true
refused "cannot read 'no-such.zst'" --diff no-such.zst "$small.zst"
refused "cannot read 'no-such.zst'" no-such.zst

expect 2 env TMPDIR=/proc "$HONE" heap -- "$pattern"
expect_one_line_error "cannot make a temporary folder in '/proc'" "set TMPDIR to a folder"

# Files that are no traces, damaged, or newer.
: >empty.zst
refused "cannot read 'empty.zst': it is empty" empty.zst
: >empty
refused "cannot read 'empty': it is empty" empty
echo 'some notes' >notes.txt
refused "cannot read './notes.txt': it is no trace of heaptrack's" ./notes.txt
refused "it is no trace of heaptrack's (heaptrack -o FILE PROGRAM writes one)" notes.txt
echo '{"schema": "hone.report/1"}' >other.json
refused 'a report of "hone.report/1"' other.json
echo '{"schema": "hone.heap/1"}' >empty.json
refused "cannot read 'empty.json': run_s: is missing" empty.json
echo '{' >cut.json
refused "cannot read 'cut.json': line 2, column 1: it ends too early" cut.json
echo '{]' >broken.json
refused "it is not JSON" broken.json
printf 'v 20000 9\n' >newer.txt
refused "in format 9; hone knows formats up to 3" newer.txt
printf 'v 10400 3\nx 1 a\n' >raw.txt
refused "raw trace" raw.txt
printf 'not a trace\n' | gzip >other.gz
refused "it is no trace of heaptrack's" other.gz
head -c 100 "$small.zst" >cut.zst
refused "the file is cut short" cut.zst
head -c 200 "$small.gz" >cut.gz
expect 0 "$HONE" heap cut.gz
expect_told out "Incomplete: the file is cut short"
{ head -n 20 "$small.txt"; echo '+ zz'; tail -n +21 "$small.txt"; } >damaged.txt
expect 0 "$HONE" heap damaged.txt
expect_told out "Incomplete: line 21"

# Programs that end badly: what is known of them, and their exit code.
expect 134 "$HONE" heap -- "$pattern" abort
expect_told out "Incomplete: the program was killed by SIGABRT"
expect_in out build_peak
expect 137 "$HONE" heap -- "$pattern" kill
expect_told out "Incomplete: the program was killed by SIGKILL"
expect 5 "$HONE" heap --json -- "$pattern" _exit
expect_valid_report out hone.heap-1
expect_json out 'report["incomplete"] is not None'
expect 0 "$HONE" heap -- "$pattern" close-all
expect_told out "Incomplete: heaptrack recorded nothing"
expect 4 "$HONE" heap --timeout 500ms -- "$pattern" hang
expect_told out "did not end within 0.5 s"
expect_no_process "$pattern hang"

# An interpreter that dies stops nobody: the command runs to its end.
real="$(dirname "$(dirname "$(readlink -f "$(command -v heaptrack)")")")/lib/heaptrack"
mkdir -p fake/bin fake/lib/heaptrack/libexec
ln -s "$real/libheaptrack_preload.so" fake/lib/heaptrack/
printf '#!/bin/sh\nexit 7\n' | tee fake/bin/heaptrack >fake/lib/heaptrack/libexec/heaptrack_interpret
chmod +x fake/bin/heaptrack fake/lib/heaptrack/libexec/heaptrack_interpret
expect 0 timeout 20 env PATH="$PWD/fake/bin:$PATH" "$HONE" heap -- "$pattern" much
expect_told out "Incomplete: heaptrack_interpret failed: exit status 7"
rm fake/lib/heaptrack/libexec/heaptrack_interpret
expect 2 env PATH="$PWD/fake/bin:$PATH" "$HONE" heap -- "$pattern"
expect_one_line_error "its library or interpreter is not found"

# An interrupt ends it; what was seen is shown and saved.
"$HONE" heap -o partial.json -- "$pattern" hang >out 2>err &
hone=$!
wait_for_process -x heap_pattern
sleep 0.5
kill -INT $hone
wait $hone
code=$?
[ "$code" -eq 130 ] || fail "exit code $code after an interrupt"
expect_told out "Incomplete: it was interrupted"
expect_valid_report partial.json hone.heap-1
expect_no_process "$pattern hang"
own_processes -x heaptrack_inter >left && fail "an interpreter was left running"
[ -z "$(ls -A tmp)" ] || fail "left in the temporary folder: $(ls -A tmp)"
fifos | diff fifos_before - >left || fail "left in /tmp: $(cat left)"
