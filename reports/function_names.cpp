#include "reports/function_names.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "reports/escape.hpp"
#include "reports/shorten_apart.hpp"
#include "reports/utf8.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t longest_kept = 8;  // "<int>" and "(void*)" say more than "<..>" does

bool is_identifier(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

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

// "f<std::vector<int> >(char)" -> "f<..>(char)".
std::string without_inner(std::string_view text, char open) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t bytes = std::max<std::size_t>(operator_at(text, at), 1);
    if (bytes == 1 && text[at] == open && !text.substr(at).starts_with("(anonymous namespace)")) {
      const std::size_t end = closing(text, at);
      if (end != std::string_view::npos && end - at > longest_kept) {
        kept += {open, '.', '.', text[end]};
        at = end + 1;
        continue;
      }
    }
    kept += text.substr(at, bytes);
    at += bytes;
  }
  return kept;
}

std::string simplified(std::string name, std::size_t columns) {
  for (const char open : {'<', '('}) {
    if (display_width(name) > columns) name = without_inner(name, open);
  }
  return shorten_to_width(name, columns);
}

}  // namespace

std::vector<std::string> short_function_names(const std::vector<std::string>& names,
                                              std::size_t columns) {
  std::vector<std::string> whole;
  std::vector<std::string> shown;
  for (const std::string& name : names) {
    whole.push_back(escape_text(name));
    shown.push_back(simplified(whole.back(), columns));
  }
  // What was left out may be all that tells two of them apart.
  return all_differ(shown) ? shown : shorten_apart(whole, columns);
}

}  // namespace hone::reports
