# Whatever is wrong with a plug-in before it runs: one line that names it, exit code 2.
. "$(dirname "$0")/expect.sh"
bad="$SUBJECTS/plugin_misbehaving.so"
cp "$bad" good.so

refused() {  # FILE WORDS: run, list and show answer alike
  local file="$1"
  shift
  for command in "run --timeout 5s" list "show test/plugin"; do
    # shellcheck disable=SC2086
    expect 2 "$HONE" $command --plugin "$file"
    expect_one_line_error "hone: cannot use the plug-in '$file'" "$@"
  done
}

refused none.so "No such file or directory"
refused . "it is a folder"
echo 'int main() {}' >source.cpp
refused source.cpp "it is not a shared object"
: >empty.so
refused empty.so "it is not a shared object"
head -c 300 good.so >short.so
refused ./short.so "it is not a shared object"
head -c 4000 good.so >truncated.so
refused truncated.so ""
mkfifo pipe
refused pipe "it is not an ordinary file"
cp good.so foreign.so
printf '\xf3' | dd of=foreign.so bs=1 seek=18 conv=notrunc status=none  # e_machine: RISC-V
refused foreign.so "it was built for another processor"
cp good.so 'lib$LIB.so'
refused 'lib$LIB.so' "'\$'"
refused "$SUBJECTS/plugin_unresolved.so" "function_that_is_nowhere"
refused "$SUBJECTS/libplugin_with_new.so" "exports no hone_plugin()"
# What is not named with a path is not looked for in the folders of libraries.
mkdir folder
cp good.so folder/elsewhere.so
LD_LIBRARY_PATH="$PWD/folder" refused elsewhere.so "No such file or directory"

misbehaves() {  # HOW WORDS
  export MISBEHAVE="$1"
  shift
  refused "$bad" "$@"
  unset MISBEHAVE
}

misbehaves crash_at_load "SIGSEGV" "while it was loaded" "about to crash"
misbehaves exit_at_load "exit status 3" "while it was loaded"
misbehaves crash_in_entry "SIGSEGV" "while it described itself"
misbehaves throw_in_entry "threw an exception: no entry"
misbehaves refuse_abi "refuses ABI 1"
misbehaves other_abi "ABI 7" "ABI 1"
misbehaves no_workload "it has no workload"
misbehaves catalogue_id "hone's catalogue has a workload 'cache/soa', too"
misbehaves bad_id "'Test Plugin' is no id"
misbehaves one_variant "test/plugin has 1 variants"
misbehaves bad_pointer "while it described itself"
misbehaves say_nonsense "description"
export MISBEHAVE=hang_at_load
expect 2 "$HONE" run --plugin "$bad" --timeout 300ms
expect_one_line_error "gave no answer within 0.3 s while it was loaded"
export MISBEHAVE=describe_slowly  # each workload in time, all together not
expect 2 "$HONE" run --plugin "$bad" --timeout 5s
expect_one_line_error "gave no answer within 5 s while it described itself"
# Told at its end, although a child holds the channel open.
export MISBEHAVE=leave_a_child_and_crash
expect 2 timeout 30 "$HONE" run --plugin "$bad" --timeout 60s
expect_one_line_error "SIGSEGV" "while it was loaded" "about to crash"
export MISBEHAVE=crash_in_operations
expect 2 "$HONE" run --plugin "$bad"
expect_one_line_error "SIGSEGV" "in operations() of test/plugin"
for answer in no_operations:0 absurd_operations:1e+308 nan_operations:nan; do
  export MISBEHAVE="${answer%%:*}"
  expect 2 "$HONE" run --plugin "$bad"
  expect_one_line_error "operations() of test/plugin gave ${answer#*:}, which is not within 1e-09 to"
done
unset MISBEHAVE
expect 2 "$HONE" list --plugin "$bad" --plugin good.so
expect_one_line_error "'good.so'" "'$bad' has a workload 'test/plugin', too"
for arguments in "nope.so test/plugin other" "$bad test/none other" "$bad test/plugin none" \
  "$bad test/plugin other none=1" "$bad test/plugin other steps=-1"; do
  # shellcheck disable=SC2086
  expect 2 "$HONE" worker --plugin $arguments
  expect_one_line_error "hone: "
done
expect 2 "$HONE" worker cache/none soa
expect_one_line_error "no workload 'cache/none'"
# A text steers no terminal.
expect 0 "$HONE" list --plugin "$bad"
grep -q $'\033' out && fail "an escape sequence of the plug-in reached stdout"
expect_in out '\x1b'
expect 0 "$HONE" show test/plugin --plugin "$bad"
grep -q $'\033' out && fail "an escape sequence of the plug-in reached stdout"
expect_no_process "$HONE worker"
