# What hone needs beside itself, and cannot reach: the message says why.
. "$(dirname "$0")/expect.sh"
hone="$(hone_for_all)"
expect 0 "$hone" compare true 'true 2' --budget 1ms

rm all/lib/hone/hone-launcher
expect 2 "$hone" compare true 'true 2' --budget 1ms
expect_one_line_error "all/lib/hone/hone-launcher: not found" "install all of hone's files"

[ "$(id -u)" -eq 0 ] || exit 0  # only root can become another user
chmod 700 all/lib
expect 2 as_nobody "$hone" compare true 'true 2' --budget 1ms
expect_one_line_error "cannot look for" "hone-launcher: Permission denied" "where this user may read it"
