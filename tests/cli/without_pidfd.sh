# Where the kernel has no handle of a process to give (before Linux 5.3, or a container that forbids
# it), ends are seen all the same, and soon.
. "$(dirname "$0")/expect.sh"
"$HONE" stat --collect allocations -- true | grep -q sanitizer && exit 77  # it must come first
cat >no_pidfd.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/syscall.h>
long syscall(long number, ...) {
  if (number == SYS_pidfd_open) {
    errno = ENOSYS;
    return -1;
  }
  long a[6];
  va_list given;
  va_start(given, number);
  for (int i = 0; i < 6; ++i) a[i] = va_arg(given, long);
  va_end(given);
  long (*real)(long, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
C
case "$CXX" in *clang++*) cc=clang ;; *) cc=gcc ;; esac
expect 0 "$cc" -shared -fPIC no_pidfd.c -o no_pidfd.so -ldl
export LD_PRELOAD="$folder/no_pidfd.so"
expect 0 timeout 30 "$HONE" run memory/arena -p nodes=10 --budget 50ms --collect none
expect 0 timeout 30 "$HONE" stat -- true
bad="$SUBJECTS/plugin_misbehaving.so"
MISBEHAVE=crash_in_run expect 4 timeout 30 "$HONE" run --plugin "$bad" --budget 50ms --collect none
expect_told out SIGSEGV
# Its end comes to light when it is given up.
MISBEHAVE=leave_a_child_and_crash_in_run expect 4 timeout 30 "$HONE" run --plugin "$bad" \
  --budget 50ms --timeout 3s --collect none
expect_told out SIGSEGV
expect_no_process "$HONE worker"
