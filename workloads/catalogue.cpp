#include "workloads/catalogue.hpp"

#include <algorithm>

#include "analyzers/text/numbers.hpp"

namespace hone::workloads {
namespace {

// A function's static: registrations run before main, in no particular order.
std::vector<Workload (*)()>& registered() {
  static std::vector<Workload (*)()> descriptions;
  return descriptions;
}

std::vector<Workload> describe_all() {
  std::vector<Workload> all;
  all.reserve(registered().size());
  for (Workload (*describe)() : registered()) all.push_back(describe());
  std::sort(all.begin(), all.end(),
            [](const Workload& a, const Workload& b) { return a.id < b.id; });
  return all;
}

template <class Range, class Key>
const typename Range::value_type* find_named(const Range& range, Key key, std::string_view name) {
  for (const auto& item : range) {
    if (item.*key == name) return &item;
  }
  return nullptr;
}

}  // namespace

Registration::Registration(Workload (*describe)()) { registered().push_back(describe); }

std::span<const Workload> catalogue() {
  static const std::vector<Workload> all = describe_all();
  return all;
}

const Workload* find_workload(std::string_view id) {
  return find_named(catalogue(), &Workload::id, id);
}

const Variant* find_variant(const Workload& workload, std::string_view name) {
  return find_named(workload.variants, &Variant::name, name);
}

const Parameter* find_parameter(const Workload& workload, std::string_view name) {
  return find_named(workload.parameters, &Parameter::name, name);
}

std::optional<std::int64_t> parse_value(const Parameter& parameter, std::string_view text) {
  if (!parameter.choices.empty()) {
    const auto found = std::find(parameter.choices.begin(), parameter.choices.end(), text);
    if (found == parameter.choices.end()) return std::nullopt;
    return found - parameter.choices.begin();
  }
  if (parameter.has_sizes()) {
    if (text == "small") return parameter.small;
    if (text == "medium") return parameter.medium;
    if (text == "large") return parameter.large;
  }
  const auto value = text::parse_number<std::int64_t>(text);
  if (!value || *value < parameter.min || *value > parameter.max) return std::nullopt;
  return value;
}

std::string value_text(const Parameter& parameter, std::int64_t value) {
  if (parameter.choices.empty()) return std::to_string(value);
  return std::string(parameter.choices.at(static_cast<std::size_t>(value)));
}

}  // namespace hone::workloads
