#include "analyzers/derive/function_names.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace hone::derive {
namespace {

constexpr std::size_t longest_kept = 8;  // "<int>" and "(void*)" say more than "<..>" does
constexpr std::string_view anonymous = "(anonymous namespace)";

bool is_identifier(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

// Bytes of "operator<<", "operator()" and their kin, whose brackets are a part of the name; 0: none
// of them is at `at`.
std::size_t operator_at(std::string_view text, std::size_t at) {
  constexpr std::string_view word = "operator";
  constexpr std::string_view symbols = "<>=-*!&|^+/%~,[]";
  if (text.substr(at, word.size()) != word || (at > 0 && is_identifier(text[at - 1]))) return 0;
  const std::size_t behind = at + word.size();
  if (text.substr(behind, 2) == "()") return word.size() + 2;
  const std::size_t end = std::min(text.find_first_not_of(symbols, behind), text.size());
  return end - at;
}

// Where the bracket at `at` is closed; npos: nowhere. Within () a < may be a comparison.
std::size_t closing(std::string_view text, std::size_t at) {
  const char open = text[at];
  const char close = open == '<' ? '>' : ')';
  int depth = 0;
  int others = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    if (open == '<' && text[i] == '(') ++others;
    if (open == '<' && text[i] == ')') --others;
    if (others > 0) continue;
    if (text[i] == open) ++depth;
    if (text[i] == close && text[i - 1] != '-' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

// Replaces what stands in the outermost brackets of one kind; `changed` says by what.
template <class Change>
std::string with_brackets(std::string_view text, char open, Change changed) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = std::max<std::size_t>(operator_at(text, at), 1);
    if (bytes == 1 && text[at] == open && !text.substr(at).starts_with(anonymous)) {
      const std::size_t end = closing(text, at);
      if (end == std::string_view::npos) return kept.append(text.substr(at));  // no name of C++
      kept += open;
      kept += changed(text.substr(at + 1, end - at - 1));
      kept += text[end];
      at = end + 1;
      continue;
    }
    kept += text.substr(at, bytes);
    at += bytes;
  }
  return kept;
}

// "f<std::vector<int> >(char)" -> "f<..>(char)".
std::string without_inner(std::string_view text, char open) {
  return with_brackets(text, open, [](std::string_view inner) {
    return std::string(inner.size() < longest_kept ? inner : "..");
  });
}

// "a::b<c::D>" -> "b<D>".
std::string without_qualifiers(std::string_view text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_identifier(text[end])) ++end;
    if (end > at && text.substr(end, 2) == "::") {
      at = end + 2;
      continue;
    }
    end = std::max(end, at + 1);
    kept += text.substr(at, end - at);
    at = end;
  }
  return kept;
}

std::string without(std::string text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.erase(at, part.size());
  }
  return text;
}

// What a std::function calls: "std::_Function_handler<void (int), F>::_M_invoke(...)" -> "F".
std::string unwrapped(const std::string& name) {
  constexpr std::string_view handler = "std::_Function_handler<";
  if (!name.starts_with(handler)) return name;
  const std::size_t end = closing(name, handler.size() - 1);
  const std::size_t signature = name.find(')', handler.size());
  if (end == std::string::npos || name.compare(end, 12, ">::_M_invoke") != 0) return name;
  if (signature >= end || name.compare(signature, 3, "), ") != 0) return name;
  return name.substr(signature + 3, end - signature - 3);
}

// The head and the tail of a long text, whole code points of UTF-8 only.
std::string cut(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::size_t head = (bytes - 1) / 2;
  std::size_t tail = text.size() - (bytes - 2 - head);
  while (head > 0 && is_continuation(text[head])) --head;
  while (tail < text.size() && is_continuation(text[tail])) ++tail;
  return text.substr(0, head) + ".." + text.substr(tail);
}

// The name, and shorter and shorter forms of it.
std::vector<std::string> forms_of(const std::string& name) {
  std::vector<std::string> forms{name};
  forms.push_back(without(unwrapped(name), fmt::format("{}::", anonymous)));
  forms.push_back(without_inner(forms.back(), '('));
  forms.push_back(with_brackets(forms.back(), '<', without_qualifiers));
  const std::size_t bracket = std::min(forms.back().find_first_of("<("), forms.back().size());
  forms.push_back(without_qualifiers(forms.back().substr(0, bracket)) +
                  forms.back().substr(bracket));
  forms.push_back(without_inner(forms.back(), '<'));
  return forms;
}

// The first form, down to the `last`, that fits; that one is cut if need be.
std::string short_form(const std::string& name, std::size_t last, std::size_t bytes) {
  const std::vector<std::string> forms = forms_of(name);
  for (std::size_t i = 0; i < last; ++i) {
    if (forms[i].size() <= bytes) return forms[i];
  }
  return cut(forms[last], bytes);
}

}  // namespace

std::vector<std::string> short_function_names(const std::vector<std::string>& names,
                                              std::size_t bytes) {
  std::vector<std::string> shown;
  // What is left out may be all that tells two of them apart; then less is.
  for (const std::size_t last : {5U, 4U, 3U, 0U}) {
    shown.clear();
    for (const std::string& name : names) shown.push_back(short_form(name, last, bytes));
    if (std::set(shown.begin(), shown.end()).size() == names.size()) return shown;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string number = fmt::format("#{} ", i + 1);
    shown[i] = number + cut(names[i], bytes - number.size());
  }
  return shown;
}

}  // namespace hone::derive
