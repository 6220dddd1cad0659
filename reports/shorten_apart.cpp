#include "reports/shorten_apart.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "reports/utf8.hpp"

namespace hone::reports {

namespace {

using Names = std::vector<std::string>;

Names cut_each(const Names& names, std::size_t columns) {
  Names cut;
  for (const std::string& name : names) cut.push_back(shorten_to_width(name, columns));
  return cut;
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

}  // namespace

bool all_differ(const std::vector<std::string>& names) {
  return std::set<std::string>(names.begin(), names.end()).size() == names.size();
}

std::vector<std::string> shorten_apart(const std::vector<std::string>& names, std::size_t columns) {
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

}  // namespace hone::reports
