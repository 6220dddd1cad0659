#include "analyzers/derive/allocator_functions.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace hone::derive {
namespace {

using namespace std::string_view_literals;

constexpr std::array plain_names{
    "malloc"sv,          "calloc"sv,           "realloc"sv,          "reallocarray"sv,
    "aligned_alloc"sv,   "posix_memalign"sv,   "memalign"sv,         "valloc"sv,
    "pvalloc"sv,         "strdup"sv,           "strndup"sv,          "__strdup"sv,
    "__GI___strdup"sv,   "__strndup"sv,        "__GI___strndup"sv,   "xmalloc"sv,
    "xcalloc"sv,         "xzalloc"sv,          "xrealloc"sv,         "xstrdup"sv,
    "xstrndup"sv,        "xmemdup"sv,          "xmemdupz"sv,         "xmallocz"sv,
    "xnmalloc"sv,        "x2nrealloc"sv,       "ximalloc"sv,         "g_malloc"sv,
    "g_malloc0"sv,       "g_malloc_n"sv,       "g_malloc0_n"sv,      "g_realloc"sv,
    "g_strdup"sv,        "PyMem_RawMalloc"sv,  "_PyMem_RawMalloc"sv, "PyMem_Malloc"sv,
    "PyObject_Malloc"sv, "PyObject_Realloc"sv,
};

constexpr std::array prefixes{
    "std::"sv,
    "__gnu_cxx::"sv,
    "__cxxabiv1::"sv,
    "operator new"sv,
};

constexpr std::string_view anonymous = "(anonymous namespace)";
constexpr std::string_view operator_word = "operator";

bool is_opening(char character) {
  return character == '<' || character == '{' || character == '[' || character == '(';
}
bool is_closing(char character) {
  return character == '>' || character == '}' || character == ']' || character == ')';
}
bool is_word(char character) {
  return character == '_' || (character >= '0' && character <= '9') ||
         (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

// Whether "operator" stands there as a word of its own: what follows is its symbol or its type.
bool is_operator_at(std::string_view text, std::size_t at) {
  if (text.substr(at, operator_word.size()) != operator_word) return false;
  const std::size_t next = at + operator_word.size();
  return (at == 0 || !is_word(text[at - 1])) && (next == text.size() || !is_word(text[next]));
}

}  // namespace

std::string_view qualified_name(std::string_view function) {
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at < function.size(); ++at) {
    const char character = function[at];
    if (depth == 0 && is_operator_at(function, at)) {
      // "operator()" has brackets of its own before those of its parameters.
      const std::size_t symbol = at + operator_word.size();
      const bool is_call = function.substr(symbol).starts_with("()");
      return function.substr(begin, function.find('(', symbol + (is_call ? 2 : 0)) - begin);
    }
    if (depth == 0 && function.substr(at).starts_with(anonymous)) {
      at += anonymous.size() - 1;
    } else if (depth == 0 && character == '(') {
      return function.substr(begin, at - begin);
    } else if (is_opening(character)) {
      ++depth;
    } else if (is_closing(character)) {
      depth = std::max(0, depth - 1);
    } else if (depth == 0 && character == ' ') {
      begin = at + 1;
    }
  }
  return function.substr(begin);
}

bool is_allocator_function(std::string_view function) {
  const std::string_view name = qualified_name(function);
  return std::find(plain_names.begin(), plain_names.end(), name) != plain_names.end() ||
         std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace hone::derive
