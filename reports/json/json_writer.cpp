#include "reports/json/json_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include <fmt/compile.h>
#include <nlohmann/json.hpp>

namespace hone::reports {

namespace {

// Stands for itself between double quotes.
constexpr bool stands_for_itself(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte >= 0x20 && byte < 0x80 && character != '"' && character != '\\';
}

// An object or a list of a compact text.
struct Container {
  std::size_t end = 0;     // behind its closing bracket
  std::size_t inside = 0;  // how many containers are within it
  bool has_only_numbers = true;
};

// Where a string ends that begins at `begin`: behind the closing quote.
std::size_t end_of_string(std::string_view text, std::size_t begin) {
  std::size_t at = begin + 1;
  while (text[at] != '"') at += text[at] == '\\' ? 2U : 1U;
  return at + 1;
}

// The containers in the order in which they begin.
std::vector<Container> containers_of(std::string_view text) {
  std::vector<Container> all;
  std::vector<std::size_t> open;
  const auto is_no_number = [&] {
    if (!open.empty()) all[open.back()].has_only_numbers = false;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '"':
        is_no_number();
        at = end_of_string(text, at) - 1;
        break;
      case '{':
      case '[':
        is_no_number();
        open.push_back(all.size());
        all.emplace_back();
        break;
      case '}':
      case ']': {
        Container& closed = all[open.back()];
        closed.end = at + 1;
        closed.inside = all.size() - open.back() - 1;
        open.pop_back();
        break;
      }
      case 't':
      case 'f':
      case 'n': is_no_number(); break;
      default: break;
    }
  }
  return all;
}

class Layout {
 public:
  Layout(std::string_view text, const JsonLayout& layout)
      : text_(text), layout_(layout), containers_(containers_of(text)) {
    out_.reserve(text.size() + text.size() / 4);
  }

  std::string lay_out() && {
    while (at_ < text_.size()) value(0);
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool at_container() const { return text_[at_] == '{' || text_[at_] == '['; }

  void copy_to(std::size_t end) {
    out_ += text_.substr(at_, end - at_);
    at_ = end;
  }

  void value(std::size_t depth) {
    if (at_container()) return container(depth);
    if (text_[at_] == '"') return copy_to(end_of_string(text_, at_));
    copy_to(std::min(text_.find_first_of(",]}", at_), text_.size()));
  }

  void container(std::size_t depth) {
    const Container& now = containers_[next_];
    const std::size_t size = now.end - at_;
    const bool fits = depth * layout_.indent + size <= layout_.line_limit;
    if (size == 2 || now.has_only_numbers || fits || depth == layout_.depth) {
      next_ += 1 + now.inside;
      return copy_to(now.end);
    }
    ++next_;
    const bool is_object = text_[at_] == '{';
    copy_to(at_ + 1);
    while (true) {
      new_line(depth + 1);
      if (is_object) {
        copy_to(end_of_string(text_, at_) + 1);
        out_ += ' ';
      }
      value(depth + 1);
      if (text_[at_] != ',') break;
      copy_to(at_ + 1);
    }
    new_line(depth);
    copy_to(now.end);
  }

  void new_line(std::size_t depth) {
    out_ += '\n';
    out_.append(depth * layout_.indent, ' ');
  }

  std::string_view text_;
  JsonLayout layout_;
  std::vector<Container> containers_;
  std::size_t at_ = 0;    // in the text
  std::size_t next_ = 0;  // the next container to begin
  std::string out_;
};

}  // namespace

void JsonWriter::key(std::string_view key) {
  separate();
  key_ = key;
  quote(key);
  text_ += ':';
  follows_value_ = false;
}

void JsonWriter::value(std::string_view text) {
  separate();
  quote(text);
  follows_value_ = true;
}

void JsonWriter::finite_or_throw(double number) {
  if (!std::isfinite(number)) {
    std::string place;
    for (const std::string_view open : open_keys_) {
      if (!open.empty()) place += fmt::format("{}.", open);
    }
    throw std::logic_error(fmt::format("report: {}{} is not a finite number", place, key_));
  }
  separate();
  std::array<char, 32> digits{};  // 24 at most: a sign, 17 digits, a point and an exponent
  const char* end = fmt::format_to(digits.data(), FMT_COMPILE("{}"), number);
  const std::string_view written(digits.data(), static_cast<std::size_t>(end - digits.data()));
  text_ += written;
  // Without either it would be read as a whole number.
  if (written.find_first_of(".e") == std::string_view::npos) text_ += ".0";
  follows_value_ = true;
}

// What needs escapes or is not UTF-8 is the library's.
void JsonWriter::quote(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), stands_for_itself)) {
    using Json = nlohmann::json;
    text_ += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    return;
  }
  text_ += '"';
  text_ += text;
  text_ += '"';
}

std::string lay_out_json(std::string_view compact, const JsonLayout& layout) {
  return Layout(compact, layout).lay_out();
}

}  // namespace hone::reports
