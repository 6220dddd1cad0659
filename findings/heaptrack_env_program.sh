#!/usr/bin/env bash
# heaptrack 1.4.0 (Debian 12) traces `env`, not the program that `env` starts.
#
# One would expect of `heaptrack env LC_ALL=C sort FILE` the profile of sort, run with the variable, or an
# error: env executes sort in its own process, so it is the same process that heaptrack was asked to trace.
#
# What happens: the preloaded library takes LD_PRELOAD out of the environment when env starts, so that
# children stay untraced. What env then executes in its place is untraced likewise. The data end with env's
# last allocation before execve, all that env had allocated counts as leaked, nothing says that anything is
# missing, and the exit status is 0. Whoever sets a variable this way reads env's figures as the program's.
#
# Source: heaptrack 1.4.0, src/track/heaptrack_preload.cpp, which unsets LD_PRELOAD once its hooks stand;
# seen with the packages below. Exits 0 when it is still so, 1 when it is not, 77 when the packages cannot
# be had.
set -euo pipefail
packages=(heaptrack=1.4.0-2 libheaptrack=1.4.0-2 libunwind8=1.6.2-3 libboost-filesystem1.74.0=1.74.0+ds1-21
  libboost-iostreams1.74.0=1.74.0+ds1-21 libboost-program-options1.74.0=1.74.0+ds1-21)
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download "${packages[@]}" >/dev/null 2>&1 || { echo "not available here: ${packages[*]}"; exit 77; }
for package in *.deb; do dpkg-deb -x "$package" root; done
libraries="$(dirname "$(find root -name 'libunwind.so.8' | head -1)")"
export LD_LIBRARY_PATH="$folder/$libraries"
seq 20000 >numbers

# traced NAME COMMAND...: its number of allocations, and of bytes leaked, as heaptrack_print tells them.
traced() {
  local name="$1"
  shift
  root/usr/bin/heaptrack -o "$name" "$@" >"$name.log" 2>&1 || { echo "heaptrack failed:"; cat "$name.log"; exit 1; }
  root/usr/bin/heaptrack_print "$name".zst >"$name.txt" 2>/dev/null
  sed -n 's/^calls to allocation functions: \([0-9]*\).*/\1/p' "$name.txt"
}
alone="$(traced alone sort numbers)"
through_env="$(traced through_env env LC_ALL=C sort numbers)"
nothing="$(traced nothing env LC_ALL=C true)"
echo "sort: $alone allocations; env LC_ALL=C sort: $through_env; env LC_ALL=C true: $nothing"
grep -E "leaked" through_env.txt | tail -1

# As many as env alone makes, whatever it starts.
[ "$through_env" -eq "$nothing" ] && [ "$through_env" -ne "$alone" ] || { echo "changed"; exit 1; }
! grep -qiE "error|warning|incomplete" through_env.log || { echo "changed: it is told"; exit 1; }
