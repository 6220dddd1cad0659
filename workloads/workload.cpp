#include "workloads/workload.hpp"

#include <stdexcept>

namespace hone::workloads {

std::string_view to_string(Leaf leaf) {
  switch (leaf) {
    case Leaf::reuse_buffers: return "reuse_buffers";
    case Leaf::small_vector: return "small_vector";
    case Leaf::arena: return "arena";
    case Leaf::zero_copy: return "zero_copy";
    case Leaf::cache_results: return "cache_results";
    case Leaf::simplify_algorithm: return "simplify_algorithm";
    case Leaf::remove_checks: return "remove_checks";
    case Leaf::parallelize: return "parallelize";
    case Leaf::async_batching: return "async_batching";
    case Leaf::simd: return "simd";
    case Leaf::data_layout: return "data_layout";
    case Leaf::branch_prediction: return "branch_prediction";
    case Leaf::algorithmic_change: return "algorithmic_change";
  }
  return "";
}

Parameters::Parameters(const std::vector<Parameter>& declared) {
  entries_.reserve(declared.size());
  for (const Parameter& parameter : declared) {
    entries_.push_back({parameter.name, parameter.initial, parameter.choices});
  }
}

const Parameters::Entry& Parameters::entry(std::string_view name) const {
  for (const Entry& candidate : entries_) {
    if (candidate.name == name) return candidate;
  }
  throw std::out_of_range("undeclared parameter '" + std::string(name) + "'");
}

std::int64_t Parameters::operator[](std::string_view name) const { return entry(name).value; }

std::string_view Parameters::choice(std::string_view name) const {
  const Entry& found = entry(name);
  return found.choices.at(static_cast<std::size_t>(found.value));
}

void Parameters::set(std::string_view name, std::int64_t value) {
  const_cast<Entry&>(entry(name)).value = value;  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

}  // namespace hone::workloads
