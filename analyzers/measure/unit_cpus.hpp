// On which CPUs the units of a subject run: all runs of a unit on one, unless a variant needs more,
// which its untimed runs tell. All variants are treated alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/collect/launch/launcher.hpp"
#include "analyzers/collect/machine/cpu_pool.hpp"
#include "analyzers/model/placement.hpp"

namespace hone::measure {

class UnitCpus {
 public:
  explicit UnitCpus(const CpuChoice& choice);
  UnitCpus(const CpuChoice& choice, collect::CpuPool pool);

  // To be called after the last run of a subject: the next one may need other CPUs.
  void end_subject() { needs_several_.clear(); }

  // One CPU does not do for a variant; `why` begins with its name. The first reason is kept.
  void need_several(std::string why);

  // The CPU for all runs of a unit, by the number drawn for it; nullopt: it runs on all().
  [[nodiscard]] std::optional<int> draw(std::uint64_t number) const;

  // For whatever is not on one CPU; empty: that is hone's own affair, and nothing is to be changed.
  [[nodiscard]] const std::vector<int>& all() const;

  [[nodiscard]] Placement placement() const;
  [[nodiscard]] const collect::CpuPool& pool() const { return pool_; }

 private:
  CpuChoice choice_;
  collect::CpuPool pool_;
  std::vector<int> nothing_;
  std::string needs_several_;  // why; empty: one CPU does
};

// Why one CPU does not do for a command, after its name; nullopt: it does. `use`: of an untimed run
// that might use the CPUs `given`; nullopt: not known.
std::optional<std::string> why_several(const std::optional<collect::CpuUse>& use,
                                       const std::vector<int>& given);

}  // namespace hone::measure
