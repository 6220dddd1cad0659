#include "reports/words/function_name.hpp"

#include <cstddef>

namespace hone::reports {

namespace {

constexpr std::string_view anonymous = "(anonymous namespace)";
constexpr std::string_view operator_word = "operator";

// An operator's own characters, which may be brackets: "operator<<", "operator()", "operator new".
std::string_view operator_symbol(std::string_view text) {
  const std::size_t from = operator_word.size() + (text.substr(8).starts_with("()") ? 2 : 0);
  return text.substr(0, text.find('(', from));
}

bool is_operator(std::string_view name, std::string_view rest) {
  const bool is_start = name.empty() || name.back() == ':';
  return is_start && rest.starts_with(operator_word) &&
         (rest.size() == operator_word.size() || rest[8] == ' ' || rest[8] == '(' ||
          rest[8] == '<' || rest[8] == '>' || rest[8] == '[' || rest[8] == '=' || rest[8] == '+' ||
          rest[8] == '-' || rest[8] == '*' || rest[8] == '!');
}

// The length of what `text` starts with, up to the bracket that closes it. 0: it is never closed.
std::size_t bracketed(std::string_view text, char open, char close) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == open) ++depth;
    if (text[at] == close && --depth == 0) return at + 1;
  }
  return 0;
}

}  // namespace

std::string short_function_name(std::string_view function) {
  std::string name;
  for (std::size_t at = 0; at < function.size();) {
    const std::string_view rest = function.substr(at);
    std::size_t skipped = 0;
    if (is_operator(name, rest)) {
      name += operator_symbol(rest);
      break;
    }
    if (rest.starts_with(anonymous)) {
      name += "(anonymous)";
      skipped = anonymous.size();
    } else if (rest.front() == '<' && (skipped = bracketed(rest, '<', '>')) != 0) {
      name += "<>";
    } else if (rest.front() == '{' && (skipped = bracketed(rest, '{', '}')) != 0) {
      name += rest.starts_with("{lambda") ? "{lambda}" : rest.substr(0, skipped);
    } else if (rest.front() == '(' && !name.empty()) {
      skipped = bracketed(rest, '(', ')');
      if (skipped == 0 || !rest.substr(skipped).starts_with("::")) break;
    } else {
      if (rest.front() == ' ') {
        name.clear();  // it was the return type
      } else {
        name += rest.front();
      }
      skipped = 1;
    }
    at += skipped;
  }
  return name.empty() ? std::string(function) : name;
}

}  // namespace hone::reports
