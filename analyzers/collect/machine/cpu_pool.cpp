#include "analyzers/collect/machine/cpu_pool.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "analyzers/collect/machine/text_file.hpp"
#include "analyzers/text/cpu_list.hpp"
#include "fmt/format.h"

namespace hone::collect {
namespace {

using Cpus = std::vector<int>;

// Cores whose capacity or highest frequency differs by less are of one kind: a maker lets single
// cores of a kind run a little faster.
constexpr double same_kind = 0.87;

Cpus both(const Cpus& a, const Cpus& b) {
  Cpus common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return common;
}

Cpus without(const Cpus& a, const Cpus& b) {
  Cpus rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

Cpus list_in(const std::filesystem::path& file) {
  return text::parse_cpu_list(read_text(file)).value_or(Cpus{});
}

std::string cpu_folder(int cpu) { return fmt::format("sys/devices/system/cpu/cpu{}", cpu); }

// Those whose figure in `file` is about the highest. nullopt: a CPU has none.
std::optional<Cpus> fastest_by(const Cpus& cpus, const std::filesystem::path& root,
                               std::string_view file) {
  std::vector<double> figures;
  for (const int cpu : cpus) {
    const auto figure = read_number(root / cpu_folder(cpu) / file);
    if (!figure || *figure <= 0) return std::nullopt;
    figures.push_back(static_cast<double>(*figure));
  }
  const double highest = *std::max_element(figures.begin(), figures.end());
  Cpus fastest;
  for (std::size_t i = 0; i < cpus.size(); ++i) {
    if (figures[i] >= same_kind * highest) fastest.push_back(cpus[i]);
  }
  return fastest;
}

// Intel's kernels list the kinds; others tell each CPU's capacity, or at least its highest speed.
Cpus fastest_kind(const Cpus& cpus, const std::filesystem::path& root) {
  const Cpus small = list_in(root / "sys/devices/cpu_atom/cpus");
  if (!small.empty()) {
    const Cpus large = without(cpus, small);
    return large.empty() ? cpus : large;
  }
  if (const auto fastest = fastest_by(cpus, root, "cpu_capacity")) return *fastest;
  return fastest_by(cpus, root, "cpufreq/cpuinfo_max_freq").value_or(cpus);
}

}  // namespace

CpuPool::CpuPool(const CpuChoice& choice, std::vector<int> home, std::filesystem::path root)
    : root_(std::move(root)), home_(std::move(home)) {
  all_ = choice.only.empty() ? home_ : both(home_, choice.only);
  if (!all_.empty()) drawn_from_ = fastest_kind(all_, root_);
  other_kind_ = without(all_, drawn_from_);
}

const std::vector<int>& CpuPool::beside(int cpu) const {
  const auto [found, is_new] = beside_.try_emplace(cpu, Cpus{cpu});
  if (!is_new) return found->second;
  Cpus core = list_in(root_ / cpu_folder(cpu) / "topology/thread_siblings_list");
  if (core.empty()) core = {cpu};
  for (const Cpus& taken : {core, Cpus{cpu}}) {
    Cpus others = without(home_, taken);
    if (others.empty()) continue;
    found->second = std::move(others);
    break;
  }
  return found->second;
}

const std::vector<int>& CpuPool::near(int cpu) const {
  const auto [found, is_new] = near_.try_emplace(cpu, all_);
  if (!is_new) return found->second;
  std::error_code none;
  for (const auto& node :
       std::filesystem::directory_iterator(root_ / "sys/devices/system/node", none)) {
    const Cpus cpus = list_in(node.path() / "cpulist");
    if (std::binary_search(cpus.begin(), cpus.end(), cpu)) found->second = both(all_, cpus);
  }
  return found->second;
}

}  // namespace hone::collect
