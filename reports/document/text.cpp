#include "reports/document/text.hpp"

#include <algorithm>
#include <utility>

namespace hone::reports {

Text::Text(std::string words) {
  if (!words.empty()) spans.push_back({.text = std::move(words)});
}

Text::Text(Span span) { spans.push_back(std::move(span)); }

Text& Text::operator+=(const Text& more) {
  spans.insert(spans.end(), more.spans.begin(), more.spans.end());
  return *this;
}

bool Text::empty() const {
  return std::all_of(spans.begin(), spans.end(),
                     [](const Span& span) { return span.text.empty(); });
}

std::string Text::plain() const {
  std::string text;
  for (const Span& span : spans) text += span.text;
  return text;
}

Text filled(std::string_view pattern, const std::vector<Text>& parts) {
  constexpr std::string_view hole = "{}";
  Text all;
  for (const Text& part : parts) {
    const std::size_t at = std::min(pattern.find(hole), pattern.size());
    all += pattern.substr(0, at);
    all += part;
    pattern.remove_prefix(std::min(at + hole.size(), pattern.size()));
  }
  all += pattern;
  return all;
}

Text joined(const std::vector<Text>& texts, std::string_view separator) {
  Text all;
  for (const Text& text : texts) {
    if (!all.spans.empty()) all += separator;
    all += text;
  }
  return all;
}

}  // namespace hone::reports
