# A program that hone may not kill, since it runs as another user, is given up after its time limit,
# and hone says that it goes on. Needs root, to make such a program.
. "$(dirname "$0")/expect.sh"
[ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || exit 77
cat >s.cpp <<'END'
#include <unistd.h>
int main() {
  if (setuid(0) != 0) return 1;
  for (int i = 0; i < 600 && access("end", F_OK) != 0; ++i) usleep(100'000);
  return 0;
}
END
"$CXX" s.cpp -o program || fail "the program cannot be built"
chmod 4755 program && chmod 777 . || exit 1
hone="$(hone_for_all)"
as_nobody ./program & # whether a set-user-ID program works here at all
wait_for_process -f "./program"
[ "$(stat -c %u /proc/$(own_processes -f "./program" | head -1))" = 0 ] || { touch end; exit 77; }
touch end
wait
rm -f end
start=$SECONDS
expect 4 as_nobody "$hone" stat --timeout 500ms -- ./program
[ $((SECONDS - start)) -lt 30 ] || fail "it waited for the program's end"
expect_told out "did not end within 0.5 s; it goes on, since hone may not kill it"
touch end
expect_no_process "./program"
