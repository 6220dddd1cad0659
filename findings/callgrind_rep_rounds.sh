#!/usr/bin/env bash
# callgrind of valgrind 3.19.0 (Debian 12) counts each round of a `rep` instruction as an instruction.
#
# One would expect of `rep stosb`, one instruction of two bytes, one Ir ("instructions executed" in the
# manual), whatever the count in its register: processors retire it as one, and their counters say so.
#
# What happens: valgrind translates it as a loop that comes back to the instruction once a byte, and
# callgrind counts each time. A fill of 100,000 bytes has the cost of 100,000 instructions and 100,000
# writes of one byte. The C library fills and copies large blocks this way where the processor announces
# fast strings (ERMS), so that whole programs are off by the number of bytes that they move, and a change
# from `rep` to vectors looks like sixteen to sixty-four times less work. Nothing says so, in the output or
# in the manual's chapters on callgrind and cachegrind; that of exp-bbv, another of valgrind's tools, has a
# remark on `rep` for its own counts.
#
# Source: https://valgrind.org/docs/manual/cl-manual.html and bbv-manual.html; Intel's Software Developer's
# Manual, volume 3, on INST_RETIRED. Exits 0 when it is still so, 1 when it is not, 77 when the packages or
# a compiler for x86-64 cannot be had.
set -euo pipefail
package=valgrind=1:3.19.0-1
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
[ "$(uname -m)" = x86_64 ] && command -v cc >/dev/null || { echo "needs x86-64 and a C compiler"; exit 77; }
apt-get download "$package" >/dev/null 2>&1 || { echo "not available here: $package"; exit 77; }
dpkg-deb -x valgrind_*.deb root
export VALGRIND_LIB="$folder/root/usr/libexec/valgrind"

cat >fill.c <<'C'
#include <stdlib.h>
static char block[1 << 20];
int main(int count, char** words) {
  (void)count;
  void* at = block;
  unsigned long bytes = strtoul(words[1], 0, 10);
  __asm__ volatile("rep stosb" : "+D"(at), "+c"(bytes) : "a"(0) : "memory");
  return 0;
}
C
cc -O1 fill.c -o fill

# instructions BYTES: of the whole program, which are the same for numbers of as many digits.
instructions() {
  root/usr/bin/valgrind.bin --tool=callgrind --callgrind-out-file=out ./fill "$1" >log 2>&1 || { cat log; exit 1; }
  sed -n 's/^totals: //p' out
}
few="$(instructions 100000)"
many="$(instructions 900000)"
echo "rep stosb of 100,000 bytes: $few instructions; of 900,000 bytes: $many; difference: $((many - few))"
[ "$((many - few))" -eq 800000 ] || { echo "changed"; exit 1; }
