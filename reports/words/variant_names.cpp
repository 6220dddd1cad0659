// A name that is too long loses its middle. Where that would make two names the same, the words
// that all of them begin with go first, and what is still the same then gets a number.
#include "reports/words/variant_names.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/utf8.hpp"

namespace hone::reports {

namespace {

using Names = std::vector<std::string>;

Names cut_each(const Names& names, std::size_t columns) {
  Names cut;
  for (const std::string& name : names) cut.push_back(shorten_to_width(name, columns));
  return cut;
}

bool all_differ(const Names& names) {
  return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

// Bytes of the words, each with the space behind it, that all names begin with.
std::size_t common_words(const Names& names) {
  std::size_t common = names.front().size();
  for (const std::string& name : names) {
    const auto differs =
        std::mismatch(name.begin(), name.end(), names.front().begin(), names.front().end());
    common = std::min(common, static_cast<std::size_t>(differs.first - name.begin()));
  }
  if (common == 0) return 0;
  const std::size_t space = names.front().rfind(' ', common - 1);
  return space == std::string::npos ? 0 : space + 1;
}

Names without_common_words(const Names& names) {
  const std::size_t common = common_words(names);
  if (common == 0) return names;
  Names rest;
  for (const std::string& name : names) rest.push_back(".. " + name.substr(common));
  return rest;
}

Names cut_apart(const Names& names, std::size_t columns) {
  Names cut = cut_each(names, columns);
  if (all_differ(cut)) return cut;
  cut = cut_each(without_common_words(names), columns);
  if (all_differ(cut)) return cut;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string number = fmt::format("#{} ", i + 1);
    cut[i] = number + shorten_to_width(names[i], columns - number.size());
  }
  return cut;
}

}  // namespace

VariantNames::VariantNames(const SubjectReport& subject, std::size_t columns) {
  if (subject.kind != SubjectKind::command || subject.variants.empty()) return;
  Names names;
  Names escaped;
  for (const VariantReport& variant : subject.variants) {
    const bool is_known = std::find(names.begin(), names.end(), variant.name) != names.end();
    if (!is_known) names.push_back(variant.name);
  }
  for (const std::string& name : names) escaped.push_back(escape_text(name));
  Names cut = cut_apart(escaped, columns);
  for (std::size_t i = 0; i < cut.size(); ++i) cut_.emplace(names[i], std::move(cut[i]));
}

std::string VariantNames::of(std::string_view variant) const {
  const auto found = cut_.find(variant);
  return found == cut_.end() ? escape_text(variant) : found->second;
}

}  // namespace hone::reports
