#include "cli/options/cpu_option.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "analyzers/text/cpu_list.hpp"
#include "fmt/format.h"

namespace hone::cli {

Result<CpuChoice> parse_cpu_choice(const std::string& text) {
  if (text == "same") return CpuChoice{};
  if (text == "any") return CpuChoice{CpuChoice::Kind::any, {}};
  std::optional<std::vector<int>> only = text::parse_cpu_list(text);
  if (only) return CpuChoice{CpuChoice::Kind::same, std::move(*only)};
  return Error{fmt::format("--cpus '{}' is neither same, nor any, nor CPUs", text),
               "for example --cpus 0,2-3"};
}

Result<void> check_cpu_choice(const CpuChoice& choice, const std::vector<int>& allowed) {
  std::vector<int> refused;
  std::set_difference(choice.only.begin(), choice.only.end(), allowed.begin(), allowed.end(),
                      std::back_inserter(refused));
  if (refused.empty()) return {};
  return Error{fmt::format("--cpus: hone may not use {}", text::cpu_list(refused)),
               allowed.empty() ? std::string("the kernel does not tell which it may use")
                               : fmt::format("it may use {}", text::cpu_list(allowed))};
}

}  // namespace hone::cli
