// A plug-in that does what MISBEHAVE in its environment says, for the tests of `--plugin`: it
// crashes, hangs, lies or prints at one place, and is in order everywhere else. Plain calls of C
// only, besides what is thrown.
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include "workloads/plugin.h"

namespace {

bool asked_to(const char* what) {
  const char* asked = std::getenv("MISBEHAVE");
  return asked != nullptr && std::strcmp(asked, what) == 0;
}

// A lie to hone itself, on the channel between it and this worker.
void say(const char* lines) {
  if (write(3, lines, std::strlen(lines)) < 0) _exit(1);
}

void crash() {
  std::fputs("about to crash\n", stderr);
  std::signal(SIGSEGV, SIG_DFL);
  std::raise(SIGSEGV);
}

[[noreturn]] void hang() {
  while (true) pause();
}

// A child that holds all descriptors open, too.
void leave_a_child() {
  if (fork() == 0) hang();
}

// More than anybody wants to keep. A crash where it is kept all the same.
void flood() {
  char line[1024];
  std::memset(line, 'x', sizeof line);
  line[sizeof line - 1] = '\n';
  for (int n = 0; n < 32 * 1024; ++n) std::fwrite(line, 1, sizeof line, stderr);
  struct stat kept {};
  if (fstat(STDERR_FILENO, &kept) != 0 || kept.st_size > (1 << 20)) crash();
}

const struct AtLoad {
  AtLoad() {
    if (asked_to("crash_at_load")) crash();
    if (asked_to("hang_at_load")) hang();
    if (asked_to("exit_at_load")) _exit(3);
    if (asked_to("leave_a_child") || asked_to("leave_a_child_and_crash")) leave_a_child();
    if (asked_to("leave_a_child_and_crash")) crash();
    if (asked_to("print_everywhere")) std::puts("printed while it was loaded");
  }
  ~AtLoad() {
    if (asked_to("crash_at_unload")) crash();
  }
} at_load;

std::int64_t calls = 0;

void* prepare(const std::int64_t* values, const char** error) {
  if (asked_to("flood") || asked_to("flood_and_crash")) flood();
  if (asked_to("crash_in_prepare") || asked_to("flood_and_crash")) crash();
  if (asked_to("hang_in_prepare")) hang();
  if (asked_to("refuse_in_prepare")) *error = "there is no flux capacitor";
  if (asked_to("print_everywhere")) std::puts("printed while it prepared");
  return new std::int64_t(values[0]);
}

void destroy(void* state) {
  if (asked_to("flood")) flood();
  if (asked_to("crash_in_destroy")) crash();
  delete static_cast<std::int64_t*>(state);
}

std::uint64_t count(std::int64_t steps) {
  for (std::int64_t n = 0; n < steps; ++n) asm volatile("" : : "r"(n) : "memory");
  return 42;
}

std::uint64_t steady(void* state) { return count(*static_cast<const std::int64_t*>(state)); }

std::uint64_t run(void* state) {
  ++calls;
  if (asked_to("leave_a_child_and_crash_in_run")) leave_a_child();
  if (asked_to("crash_in_run") || asked_to("leave_a_child_and_crash_in_run")) crash();
  if (asked_to("hang_in_run")) hang();
  if (asked_to("throw_in_run")) throw std::runtime_error("no more steps");
  if (asked_to("throw_megabytes_in_run")) throw std::runtime_error(std::string(2'000'000, 'y'));
  if (asked_to("say_megabytes_in_run")) say(std::string(2'000'000, 'y').c_str());
  if (asked_to("throw_a_number_in_run")) throw 7;
  if (asked_to("print_everywhere")) std::puts("printed while it ran");
  if (asked_to("wrong_checksum")) return 43;
  if (asked_to("drifting_checksum")) return 42 + static_cast<std::uint64_t>(calls);
  return 2 * steady(state) - 42;
}

double steps(const std::int64_t* values) {
  if (asked_to("crash_in_operations")) crash();
  if (asked_to("no_operations")) return 0;
  if (asked_to("absurd_operations")) return 1e308;
  if (asked_to("nan_operations")) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(values[0]);
}

const char* never(const std::int64_t* /*values*/) {
  return asked_to("unavailable") ? "this machine has no flux capacitor" : nullptr;
}

const hone_parameter_t parameters[] = {
    {.name = "steps", .meaning = "of the loop", .initial = 100'000, .min = 1, .max = 100'000'000}};

const hone_variant_t variants[] = {
    {.name = "steady", .prepare = prepare, .run = steady, .destroy = destroy},
    {.name = "other", .prepare = prepare, .run = run, .destroy = destroy, .unavailable = never}};

hone_workload_t workload = {.id = "test/plugin",
                            .summary = "for the tests of hone \033[31m",
                            .variants = variants,
                            .variant_count = 2,
                            .parameters = parameters,
                            .parameter_count = 1,
                            .operations = steps};

hone_plugin_t plugin = {HONE_PLUGIN_ABI,
                        sizeof(hone_plugin_t),
                        sizeof(hone_workload_t),
                        sizeof(hone_variant_t),
                        sizeof(hone_parameter_t),
                        0,
                        &workload,
                        1};

// Each in time, all together not.
void describe_slowly() {
  char line[512];
  for (int n = 0; n < 200; ++n) {
    std::snprintf(
        line, sizeof line,
        R"(workload {"id":"slow/w%d","summary":"s","technique":"","problem":"",)"
        R"("does_not_pay":"","iteration":"","operation":"","metric":"cpu_time",)"
        R"("memory":false,"pay_off":{"variant":"","parameter":"","values":[],"others":[]},)"
        R"("parameters":[],"variants":[{"name":"a","summary":""},)"
        R"({"name":"b","summary":""}]})"
        "\n",
        n);
    say(line);
    usleep(100'000);
  }
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const hone_plugin_t* hone_plugin(
    std::uint32_t /*abi*/) {
  if (asked_to("crash_in_entry")) crash();
  if (asked_to("throw_in_entry")) throw std::runtime_error("no entry");
  if (asked_to("refuse_abi")) return nullptr;
  if (asked_to("other_abi")) plugin.abi = 7;
  if (asked_to("no_workload")) plugin.workload_count = 0;
  if (asked_to("catalogue_id")) workload.id = "cache/soa";
  if (asked_to("bad_id")) workload.id = "Test Plugin";
  if (asked_to("one_variant")) workload.variant_count = 1;
  if (asked_to("bad_pointer")) workload.summary = reinterpret_cast<const char*>(std::uintptr_t{8});
  if (asked_to("say_nonsense")) say("how do you do\n");
  if (asked_to("close_channel")) close(3);
  if (asked_to("describe_slowly")) describe_slowly();
  return &plugin;
}
