#include "reports/words/variant_names.hpp"

#include <algorithm>
#include <utility>

namespace hone::reports {

VariantNames::VariantNames(const SubjectReport& subject) {
  if (subject.kind != SubjectKind::command || subject.variants.empty()) return;
  std::vector<std::string> names;
  for (const VariantReport& variant : subject.variants) {
    const bool is_known = std::find(names.begin(), names.end(), variant.name) != names.end();
    if (!is_known) names.push_back(variant.name);
  }
  commands_ = std::make_shared<const std::vector<std::string>>(std::move(names));
}

Span VariantNames::of(std::string_view variant) const {
  return {.text = std::string(variant), .kind = SpanKind::variant, .among = commands_};
}

Span VariantNames::in_list(std::string_view variant) const {
  Span span = of(variant);
  span.is_listed = true;
  return span;
}

}  // namespace hone::reports
