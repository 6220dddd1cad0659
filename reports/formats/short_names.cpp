#include "reports/formats/short_names.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/utf8.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t name_in_sentence = 40;  // a sentence still holds two of them
constexpr std::size_t name_in_table = 24;
constexpr std::size_t name_in_narrow_table = 14;
constexpr std::size_t widest_function = 38;
constexpr std::size_t widest_place = 26;
constexpr std::size_t widest_command = 50;

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

std::size_t columns_for_name(NameRoom room, bool is_listed) {
  switch (room) {
    case NameRoom::narrow_table: return name_in_narrow_table;
    case NameRoom::table: return name_in_table;
    case NameRoom::sentence: break;
  }
  return is_listed ? name_in_table : name_in_sentence;
}

std::string shown_name(const Span& span, NameRoom room) {
  std::string whole = escape_text(span.text);
  const std::size_t columns = columns_for_name(room, span.is_listed);
  if (span.among == nullptr) return whole;
  const auto found = std::find(span.among->begin(), span.among->end(), span.text);
  if (found == span.among->end()) return whole;
  Names escaped;
  for (const std::string& name : *span.among) escaped.push_back(escape_text(name));
  return cut_apart(escaped, columns)[static_cast<std::size_t>(found - span.among->begin())];
}

std::string shown_subject(const Span& span, NameRoom room) {
  const std::string whole = escape_text(span.text);
  // npos + 1 is 0: all of it
  return room == NameRoom::narrow_table ? whole.substr(whole.find('/') + 1) : whole;
}

}  // namespace

std::string shown(const Span& span, NameRoom room) {
  switch (span.kind) {
    case SpanKind::words: break;
    case SpanKind::variant: return shown_name(span, room);
    case SpanKind::subject: return shown_subject(span, room);
    case SpanKind::function: return shorten_to_width(escape_text(span.text), widest_function);
    case SpanKind::place: return shorten_to_width(escape_text(span.text), widest_place);
    case SpanKind::command: return shorten_to_width(escape_text(span.text), widest_command);
  }
  return escape_text(span.text);
}

std::string shown(const Text& text, NameRoom room, bool with_substitutes) {
  std::string all;
  for (const Span& span : text.spans) {
    if (with_substitutes || !span.is_substitute) all += shown(span, room);
  }
  return all;
}

}  // namespace hone::reports
