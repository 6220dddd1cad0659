#include "analyzers/text/cpu_list.hpp"

#include <algorithm>
#include <cstddef>

#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::text {

std::optional<std::vector<int>> parse_cpu_list(std::string_view list) {
  constexpr int most_cpus = 4096;
  std::vector<int> cpus;
  for (const std::string& range : split(trim(list), ',')) {
    const std::size_t dash = range.find('-');
    const auto first = parse_number<int>(std::string_view(range).substr(0, dash));
    const auto last = dash == std::string::npos
                          ? first
                          : parse_number<int>(std::string_view(range).substr(dash + 1));
    if (!first || !last || *first < 0 || *last < *first || *last >= most_cpus) return std::nullopt;
    for (int cpu = *first; cpu <= *last; ++cpu) cpus.push_back(cpu);
  }
  std::sort(cpus.begin(), cpus.end());
  cpus.erase(std::unique(cpus.begin(), cpus.end()), cpus.end());
  return cpus;
}

std::string cpu_list(const std::vector<int>& cpus) {
  std::string list;
  for (std::size_t first = 0; first < cpus.size();) {
    std::size_t last = first;
    while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) ++last;
    if (!list.empty()) list += ',';
    list += std::to_string(cpus[first]);
    if (last > first) list += (last > first + 1 ? '-' : ',') + std::to_string(cpus[last]);
    first = last + 1;
  }
  return list;
}

}  // namespace hone::text
