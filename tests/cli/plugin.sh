# A plug-in's workloads are listed, shown and run like the catalogue's; the example of the docs
# builds with the command in its head, and a plug-in may be plain C.
. "$(dirname "$0")/expect.sh"
build="$(grep -m1 -- '-shared' "$SOURCE/docs/plugin_example/column_sum.cpp" | sed 's|^// *||')"
build="${build//HONE/$SOURCE}"
build="${build//docs\/plugin_example/$SOURCE/docs/plugin_example}"
expect 0 bash -c "${build/g++/$CXX}"

expect 0 "$HONE" list --plugin ./column_sum.so
expect_in out "example/column_sum"
grep -q cache/soa out && fail "the catalogue was not asked for"
expect 0 "$HONE" list --plugin ./column_sum.so --json 'example/*' cache/soa
cp out list.json
expect_json list.json '[w["id"] for w in report] == ["cache/soa", "example/column_sum"]'
expect_json list.json 'report[1]["plugin"].startswith("/") and "plugin" not in report[0]'
expect_json list.json 'report[1]["parameters"][0]["max"] == 16384'
expect_json list.json '"small" not in report[1]["parameters"][0] and "small" in report[0]["parameters"][0]'
expect 0 "$HONE" show example/column_sum --plugin ./column_sum.so
for text in "loop interchange" "Down a column" "1 to 16384" "the baseline" "column_sum.so"; do
  expect_told out "$text"
done

expect 0 "$HONE" run --plugin ./column_sum.so -p side=64,128 --budget 100ms -o report.json
expect_valid_report report.json
expect_json report.json '[s["kind"] for s in report["subjects"]] == ["plugin", "plugin"]'
expect_json report.json '[s["work"]["operations"] for s in report["subjects"]] == [4096, 16384]'
expect_json report.json 'all("value" in v["metrics"]["cpu_time"] for s in report["subjects"] for v in s["variants"])'
expect_json report.json 'len({v["checksum"] for v in report["subjects"][0]["variants"]}) == 1'
expect_json report.json '"--plugin" in report["subjects"][0]["variants"][0]["launch"]["argv"]'
expect 0 "$HONE" run --plugin ./column_sum.so --pay-off --budget 50ms --collect none -o pay_off.json
expect_json pay_off.json '[s["parameters"]["side"] for s in report["subjects"]] == [1024, 16, 32, 128, 512, 2048]'
expect_json pay_off.json '{c["parameter"] for c in report["crossovers"]} == {"side"}'
expect 0 "$HONE" worker --plugin ./column_sum.so example/column_sum rows side=8
expect_in out "checksum"

# A pointer has no length: HONE_PLUGIN wants the array.
cat >pointer.c <<'EOF'
#include "workloads/plugin.h"
static const hone_workload_t workloads[1];
static const hone_workload_t* const pointer = workloads;
HONE_PLUGIN(pointer)
EOF
cc -std=c99 -fsyntax-only -I "$SOURCE" pointer.c 2>err && fail "a pointer was taken"
expect_told err "hone_plugin_takes_an_array"

# A path with a blank; two plug-ins; the catalogue beside them. A number has no named sizes.
mkdir 'with % blank'
cp column_sum.so 'with % blank/'
cat >plain.c <<'EOF'
#include "workloads/plugin.h"
static const char* const shapes[] = {"line", "tree"};
static const hone_parameter_t parameters[] = {
    {.name = "shape", .initial = 1, .choices = shapes, .choice_count = 2}};
static void* prepare(const int64_t* values, const char** error) {
  (void)error;
  return values[0] == 0 ? (void*)shapes : NULL;
}
static uint64_t run(void* state) { return state == NULL ? 1 : 2; }
static const hone_variant_t variants[] = {{.name = "one", .prepare = prepare, .run = run},
                                          {.name = "two", .prepare = prepare, .run = run}};
static const hone_workload_t workloads[] = {{.id = "plain/c",
                                             .summary = "in C",
                                             .variants = variants,
                                             .variant_count = 2,
                                             .parameters = parameters,
                                             .parameter_count = 1}};
HONE_PLUGIN(workloads)
EOF
expect 0 cc -std=c99 -Wall -Wextra -Wpedantic -Wno-missing-field-initializers -Werror -shared \
  -fPIC -I "$SOURCE" plain.c -o plain.so
expect 0 "$HONE" run --plugin 'with % blank/column_sum.so' --plugin plain.so --budget 50ms \
  --collect none -o both.json
expect_json both.json '[s["id"] for s in report["subjects"]] == ["example/column_sum", "plain/c"]'
expect_json both.json 'report["subjects"][1]["parameters"] == {"shape": "tree"}'
expect 0 "$HONE" run --plugin plain.so plain -p shape=line,tree --budget 50ms --collect none -o c.json
expect_json c.json 'len({s["variants"][0]["checksum"] for s in report["subjects"]}) == 2'
# Everything at its limit, in characters that take the most room between hone and the worker.
/usr/bin/python3 - >large.c <<'EOF'
def name(prefix, n):
    return '"%s"' % f"{prefix}{n}".ljust(64, "_")
text = '"' + r"\001" * 2000 + '"'
print('#include "workloads/plugin.h"')
print("static void* prepare(const int64_t* v, const char** e) { (void)v; (void)e; return NULL; }")
print("static uint64_t run(void* state) { (void)state; return 1; }")
print("static const char* const choices[] = {%s};" % ",".join(name("c", n) for n in range(32)))
print("static const hone_parameter_t parameters[] = {")
for n in range(16):
    print("{%s, %s, 0, 0, 0, choices, 32}," % (name("p", n), text))
print("};\nstatic const hone_variant_t variants[] = {")
for n in range(64):
    print("{%s, %s, prepare, run, NULL, NULL}," % (name("v", n), text))
print("};\nstatic const hone_workload_t workloads[] = {")
for n in range(3):
    print('{.id = "large/w%d",' % n)
    for field in "summary", "technique", "problem", "does_not_pay", "iteration", "operation":
        print(" .%s = %s," % (field, text))
    print(" .variants = variants, .variant_count = 64,")
    print(" .parameters = parameters, .parameter_count = 16},")
print("};\nHONE_PLUGIN(workloads)")
EOF
expect 0 cc -std=c99 -shared -fPIC -I "$SOURCE" large.c -o large.so
expect 0 "$HONE" list --plugin ./large.so --json
cp out large.json
expect_json large.json '[len(w["variants"]) for w in report] == [64, 64, 64]'
expect_json large.json '{len(v["summary"]) for w in report for v in w["variants"]} == {2000}'
expect_json large.json '[len(p["choices"]) for p in report[2]["parameters"]] == [32] * 16'
expect 2 "$HONE" run --plugin column_sum.so -p side=small
expect_one_line_error "'small' is no value for parameter 'side'" "1 to 16384"
expect_no_process "$HONE worker"
