#include "analyzers/text/function_names.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "analyzers/text/characters.hpp"

namespace hone::text {
namespace {

constexpr std::size_t longest_kept = 8;  // "<int>" and "(void*)" say more than "<..>" does
constexpr std::string_view anonymous = "(anonymous namespace)";
constexpr std::string_view operator_word = "operator";

// What a demangled name is made of. Brackets are pieces of their own, but for those that belong to
// an operator's symbol or to "(anonymous namespace)".
enum class PieceKind { identifier, operation, anonymous_namespace, character };
struct Piece {
  PieceKind kind;
  std::string_view text;
  [[nodiscard]] bool is(char c) const { return kind == PieceKind::character && text.front() == c; }
};

class NameReader {
 public:
  explicit NameReader(std::string_view name) : name_(name) {}

  [[nodiscard]] bool is_at_end() const { return at_ == name_.size(); }
  [[nodiscard]] std::size_t place() const { return at_; }
  [[nodiscard]] std::string_view rest() const { return name_.substr(at_); }

  // Not at the end.
  Piece next() {
    if (rest().starts_with(anonymous)) {
      return take(PieceKind::anonymous_namespace, anonymous.size());
    }
    std::size_t length = 0;
    while (length < rest().size() && is_identifier(rest()[length])) ++length;
    if (rest().substr(0, length) == operator_word) {
      return take(PieceKind::operation, length + symbol_length(rest().substr(length)));
    }
    return length > 0 ? take(PieceKind::identifier, length) : take(PieceKind::character, 1);
  }

  // After an opening bracket was read: up to the bracket that closes it, which is read, too, and
  // belongs to the result. nullopt, and nothing is read: it is never closed.
  std::optional<std::string_view> take_group() {
    const std::size_t end = closing(name_, at_ - 1);
    if (end == std::string_view::npos) return std::nullopt;
    return take(PieceKind::character, end + 1 - at_).text;
  }

  // After an operator was read: what else stands before its parameters, as in "operator new[]" and
  // in the name of a conversion.
  std::string_view take_rest_of_operator() {
    return take(PieceKind::operation, std::min(rest().find('('), rest().size())).text;
  }

  // Within <> what stands in () does not count: there a < may be a comparison.
  static std::size_t closing(std::string_view text, std::size_t at) {
    constexpr std::string_view opening_brackets = "<({[";
    constexpr std::string_view closing_brackets = ">)}]";
    const char open = text[at];
    const char close = closing_brackets[opening_brackets.find(open)];
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

 private:
  // Of "<<", "()" and their kin at the head of the text, whose brackets are a part of the name.
  static std::size_t symbol_length(std::string_view text) {
    constexpr std::string_view symbols = "<>=-*!&|^+/%~,[]";
    if (text.starts_with("()")) return 2;
    return std::min(text.find_first_not_of(symbols), text.size());
  }

  Piece take(PieceKind kind, std::size_t length) {
    const Piece piece{kind, name_.substr(at_, length)};
    at_ += length;
    return piece;
  }

  std::string_view name_;
  std::size_t at_ = 0;
};

bool opens_group(const Piece& piece) {
  return piece.is('<') || piece.is('(') || piece.is('{') || piece.is('[');
}

// Replaces what stands in the outermost brackets of one kind; `changed` says by what.
template <class Change>
std::string with_brackets(std::string_view text, char open, Change changed) {
  std::string kept;
  for (NameReader reader(text); !reader.is_at_end();) {
    const Piece piece = reader.next();
    kept += piece.text;
    if (!piece.is(open)) continue;
    const std::optional<std::string_view> group = reader.take_group();
    if (!group) return kept.append(reader.rest());  // no name of C++
    kept += changed(group->substr(0, group->size() - 1));
    kept += group->back();
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
  for (NameReader reader(text); !reader.is_at_end();) {
    const Piece piece = reader.next();
    if (piece.kind == PieceKind::identifier && reader.rest().starts_with("::")) {
      reader.next();
      reader.next();
    } else {
      kept += piece.text;
    }
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
  const std::size_t end = NameReader::closing(name, handler.size() - 1);
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
  while (head > 0 && is_utf8_continuation(text[head])) --head;
  while (tail < text.size() && is_utf8_continuation(text[tail])) ++tail;
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

std::string_view qualified_name(std::string_view function) {
  std::size_t begin = 0;
  for (NameReader reader(function); !reader.is_at_end();) {
    const std::size_t place = reader.place();
    const Piece piece = reader.next();
    if (piece.kind == PieceKind::operation) {
      reader.take_rest_of_operator();
      return function.substr(begin, reader.place() - begin);
    }
    if (piece.is('(')) return function.substr(begin, place - begin);
    if (piece.is(' ')) begin = reader.place();
    if (opens_group(piece) && !reader.take_group()) break;  // no name of C++
  }
  return function.substr(begin);
}

std::string short_function_name(std::string_view function) {
  std::string name;
  for (NameReader reader(function); !reader.is_at_end();) {
    const Piece piece = reader.next();
    if (piece.kind == PieceKind::operation) {
      name += piece.text;
      name += reader.take_rest_of_operator();
      break;
    }
    if (piece.kind == PieceKind::anonymous_namespace) {
      name += "(anonymous)";
    } else if (piece.is('(') && !name.empty()) {
      // What a function defines inside follows its parameters.
      if (!reader.take_group() || !reader.rest().starts_with("::")) break;
    } else if (piece.is(' ')) {
      name.clear();  // it was the return type
    } else if (piece.is('<') && reader.take_group()) {
      name += "<>";
    } else if (piece.is('{')) {
      const bool is_lambda = reader.rest().starts_with("lambda");
      const std::optional<std::string_view> group = reader.take_group();
      name += is_lambda && group ? "{lambda}" : fmt::format("{{{}", group.value_or(""));
    } else {
      name += piece.text;
    }
  }
  return name.empty() ? std::string(function) : name;
}

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

}  // namespace hone::text
