# A CPU quota of control groups of version 1 disturbs every time: doctor and reports say so.
. "$(dirname "$0")/expect.sh"
group=/sys/fs/cgroup/cpu/hone-test-$$
mkdir $group 2>/dev/null && [ -e $group/cpu.cfs_quota_us ] && mkdir $group/inner || {
  rmdir $group 2>/dev/null
  echo "skipped: no control groups of version 1 that this user may make"
  exit 77
}
trap 'rmdir $group/inner $group; rm -rf "$folder"' EXIT
# in_group GROUP COMMAND...
in_group() { sh -c 'echo $$ >"$0/cgroup.procs"; exec "$@"' "$@"; }

echo 100000 >$group/cpu.cfs_period_us
echo 20000 >$group/cpu.cfs_quota_us
warned="the control group's CPU quota is 0.2 of"
for inside in $group $group/inner; do  # the quota of the group above holds, too
  expect 0 in_group $inside "$HONE" doctor
  expect_told out "$warned"
  expect_told out "raise the container's CPU limit, or compare by cpu_time"
done
expect 0 in_group $group/inner "$HONE" stat -o report.json -- true
expect_valid_report report.json
expect_json report.json 'any(w["kind"] == "cpu_limit" for w in report["environment"]["warnings"])'
expect 0 in_group $group/inner "$HONE" compare true true --budget 1ms
expect_told out "$warned"
