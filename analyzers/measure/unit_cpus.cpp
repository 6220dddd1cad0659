#include "analyzers/measure/unit_cpus.hpp"

#include <utility>

#include "analyzers/collect/process/affinity.hpp"

namespace hone::measure {
namespace {

using collect::Seconds;

// The kernel tells rusage in whole microseconds; to make a thread and to end it takes more.
constexpr Seconds rounding{4e-6};

}  // namespace

UnitCpus::UnitCpus(const CpuChoice& choice)
    : UnitCpus(choice, collect::CpuPool(choice, collect::home_cpus())) {}

UnitCpus::UnitCpus(const CpuChoice& choice, collect::CpuPool pool)
    : choice_(choice), pool_(std::move(pool)) {}

void UnitCpus::need_several(std::string why) {
  if (needs_several_.empty()) needs_several_ = std::move(why);
}

std::optional<int> UnitCpus::draw(std::uint64_t number) const {
  if (!placement().is_one_cpu) return std::nullopt;
  return pool_.draw(number);
}

const std::vector<int>& UnitCpus::all() const {
  const bool is_left_alone = choice_.kind == CpuChoice::Kind::any || pool_.home().size() < 2;
  return is_left_alone ? nothing_ : pool_.all();
}

Placement UnitCpus::placement() const {
  Placement placement{.is_one_cpu = false, .cpus = pool_.all(), .other_kind = {}, .reason = ""};
  if (choice_.kind == CpuChoice::Kind::any) {
    placement.reason = "--cpus any";
  } else if (pool_.home().empty()) {
    placement.reason = "the kernel does not tell which CPUs there are";
  } else if (pool_.home().size() == 1) {
    placement.reason = "hone may use one CPU only";
  } else if (!needs_several_.empty() && pool_.all().size() > 1) {
    placement.reason = needs_several_;
  } else {
    placement.is_one_cpu = true;
    placement.cpus = pool_.drawn_from();
    placement.other_kind = pool_.other_kind();
  }
  return placement;
}

std::optional<std::string> why_several(const std::optional<collect::CpuUse>& use,
                                       const std::vector<int>& given) {
  if (!use) return "may have several threads or processes: the kernel does not tell";
  if (use->cpus != given) return "chooses its CPUs itself";
  if (use->others > rounding || use->outlived > 0) return "has more than one thread or process";
  return std::nullopt;
}

}  // namespace hone::measure
