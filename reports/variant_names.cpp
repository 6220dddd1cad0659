#include "reports/variant_names.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "reports/escape.hpp"
#include "reports/shorten_apart.hpp"

namespace hone::reports {

VariantNames::VariantNames(const SubjectReport& subject, std::size_t columns) {
  if (subject.kind != SubjectKind::command || subject.variants.empty()) return;
  std::vector<std::string> names;
  std::vector<std::string> escaped;
  for (const VariantReport& variant : subject.variants) {
    const bool is_known = std::find(names.begin(), names.end(), variant.name) != names.end();
    if (!is_known) names.push_back(variant.name);
  }
  for (const std::string& name : names) escaped.push_back(escape_text(name));
  std::vector<std::string> cut = shorten_apart(escaped, columns);
  for (std::size_t i = 0; i < cut.size(); ++i) cut_.emplace(names[i], std::move(cut[i]));
}

std::string VariantNames::of(std::string_view variant) const {
  const auto found = cut_.find(variant);
  return found == cut_.end() ? escape_text(variant) : found->second;
}

}  // namespace hone::reports
