#include "analyzers/derive/comparable_counts.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace hone::derive {
namespace {

using Texts = std::vector<std::string>;

void compare_texts(std::string_view what, const std::string& first, const std::string& second,
                   Texts& reasons) {
  if (first == second) return;
  reasons.push_back(fmt::format("{} is {} in one and {} in the other", what,
                                first.empty() ? "not known" : first,
                                second.empty() ? "not known" : second));
}

Texts only_in(const Texts& some, const Texts& others) {
  Texts only;
  for (const std::string& text : some) {
    if (std::find(others.begin(), others.end(), text) == others.end()) only.push_back(text);
  }
  return only;
}

void compare_features(const SimulatedProcessor& first, const SimulatedProcessor& second,
                      Texts& reasons) {
  Texts differing = only_in(first.features, second.features);
  for (std::string& feature : only_in(second.features, first.features)) {
    differing.push_back(std::move(feature));
  }
  if (differing.empty()) return;
  reasons.push_back(
      fmt::format("one of the two simulated processors lacks {}", fmt::join(differing, ", ")));
}

bool same_caches(const std::vector<Cache>& first, const std::vector<Cache>& second) {
  return std::equal(
      first.begin(), first.end(), second.begin(), second.end(), [](const Cache& a, const Cache& b) {
        return a.level == b.level && a.type == b.type && a.size_bytes == b.size_bytes &&
               a.line_bytes == b.line_bytes && a.ways == b.ways;
      });
}

}  // namespace

CountsComparability comparable_counts(const Environment& first, const Environment& second) {
  CountsComparability result;
  if (!first.simulated || !second.simulated) {
    result.hindrances.emplace_back(
        "it is not known on which processor and with which C library the counts of one of the two "
        "were simulated");
    return result;
  }
  const SimulatedProcessor& one = *first.simulated;
  const SimulatedProcessor& other = *second.simulated;
  compare_features(one, other, result.hindrances);
  compare_texts("the version of glibc, whose code is counted, too,", one.glibc, other.glibc,
                result.hindrances);
  compare_texts("GLIBC_TUNABLES of the simulated runs", one.tunables, other.tunables,
                result.hindrances);
  if (!same_caches(first.cpu.caches, second.cpu.caches)) {
    result.miss_hindrances.emplace_back("the caches that were simulated are those of two machines");
  }
  compare_texts("the version of valgrind", one.valgrind, other.valgrind, result.caveats);
  if (first.os != second.os) compare_texts("the system", first.os, second.os, result.caveats);
  if (first.cpu.cores != second.cpu.cores) {
    result.caveats.push_back(
        fmt::format("programs that start a thread for each CPU did so for {} in one and for {} in "
                    "the other",
                    first.cpu.cores, second.cpu.cores));
  }
  return result;
}

}  // namespace hone::derive
