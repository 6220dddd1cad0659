// What a check on the emulated machine sees, and what it expects of that.
#pragma once

#include <cmath>
#include <string>

#include "fmt/format.h"

namespace hone::emulated {

// A check goes on after an expectation that does not hold, and has then failed.
class Check {
 public:
  template <class... Arguments>
  void note(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    print("  ", fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  void expect(bool holds, const std::string& what) {
    if (!holds) failed_ = true;
    print(holds ? "  ok: " : "  NOT SO: ", what);
  }

  // Within `tolerance` of `wanted`, relatively.
  void expect_near(const std::string& what, double seen, double wanted, double tolerance) {
    const double off = seen / wanted - 1;
    expect(std::abs(off) <= tolerance, fmt::format("{} is {:.10g}, wanted {:.10g}: {:+.4f} %", what,
                                                   seen, wanted, 100 * off));
  }

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  static void print(const char* prefix, const std::string& line) {
    fmt::print("{}{}\n", prefix, line);
  }

  bool failed_ = false;
};

// One behaviour each.
void probe_as_root(Check& check);
void probe_as_user(Check& check);
void probe_refused(Check& check);

}  // namespace hone::emulated
