#include "analyzers/collect/process/resource_limits.hpp"

#include <cerrno>

#include <signal.h>

#include "fmt/format.h"

namespace hone::collect {
namespace {

constexpr double share_by_ticks = 0.8;  // of a limit of CPU time, as wait4 counts the usage

}  // namespace

std::string cause_of_kill(const Exit& exit, const rlimit& cpu_time) {
  if (exit.signal == SIGXFSZ) return "; a file came to the limit of its size (ulimit -f)";
  if (exit.signal != SIGKILL && exit.signal != SIGXCPU) return "";
  const double used = seconds(exit.usage.ru_utime) + seconds(exit.usage.ru_stime);
  // SIGXCPU comes at the soft limit, SIGKILL at the hard one, which comes first where they are one.
  const rlim_t limit = exit.signal == SIGXCPU ? cpu_time.rlim_cur : cpu_time.rlim_max;
  if (limit != RLIM_INFINITY && used >= share_by_ticks * static_cast<double>(limit)) {
    return fmt::format("; its CPU time came to the limit of {} s (ulimit -t)", limit);
  }
  return exit.signal == SIGXCPU ? "; its CPU time came to its limit" : "; out of memory?";
}

std::string cause_of_kill(const Exit& exit) {
  rlimit cpu_time{RLIM_INFINITY, RLIM_INFINITY};
  getrlimit(RLIMIT_CPU, &cpu_time);
  return cause_of_kill(exit, cpu_time);
}

std::string remedy_for_starting(int error) {
  if (error == EAGAIN) {
    return "raise the limit of processes (ulimit -u, or pids.max of the control group)";
  }
  return error == ENOMEM ? "out of memory?" : "";
}

}  // namespace hone::collect
