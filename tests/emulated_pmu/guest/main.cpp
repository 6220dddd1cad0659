// check NAME: runs one check; exit code 0 when all of its expectations held.
#include <array>
#include <string_view>

#include "tests/emulated_pmu/guest/check.hpp"

namespace hone::emulated {
namespace {

struct Entry {
  std::string_view name;  // as in checks.txt
  void (*run)(Check&);
};

constexpr std::array checks{
    Entry{"probe_as_root", probe_as_root},
    Entry{"probe_as_user", probe_as_user},
    Entry{"probe_refused", probe_refused},
};

int run(std::string_view name) {
  for (const Entry& entry : checks) {
    if (entry.name != name) continue;
    Check check;
    entry.run(check);
    return check.failed() ? 1 : 0;
  }
  fmt::print("no check is called {}\n", name);
  return 2;
}

}  // namespace
}  // namespace hone::emulated

int main(int argc, char** argv) { return argc == 2 ? hone::emulated::run(argv[1]) : 2; }
