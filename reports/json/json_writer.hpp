// JSON written straight into a text, without a tree of values in between, which took most of the
// time; and how such a text is laid out for people.
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace hone::reports {

// Writes one value after the other, on one line and without spaces. UTF-8; bytes that are not
// become U+FFFD.
class JsonWriter {
 public:
  // Calls body() for the members of an object.
  template <class Body>
  void object(Body body) {
    begin('{');
    open_keys_.push_back(key_);
    body();
    key_ = open_keys_.back();
    open_keys_.pop_back();
    end('}');
  }

  // Calls body() for the items of a list.
  template <class Body>
  void list(Body body) {
    begin('[');
    body();
    end(']');
  }

  // Calls write_one(item) for each item of a list.
  template <class Items, class Write>
  void list_of(const Items& items, Write write_one) {
    list([&] {
      for (const auto& item : items) write_one(item);
    });
  }

  // The key of the member whose value is written next. It must live as long as its object is open.
  void key(std::string_view key);

  void null() { word("null"); }
  void value(std::same_as<bool> auto truth) { word(truth ? "true" : "false"); }
  void value(std::integral auto number) requires(!std::same_as<decltype(number), bool> &&
                                                 !std::same_as<decltype(number), char>) {
    word(fmt::format_int(number).c_str());
  }
  // Shortest text that reads back as the same number, always with a point or an exponent. Throws
  // std::logic_error, naming the place, when the number is not finite.
  void value(std::same_as<double> auto number) { finite_or_throw(number); }
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(const std::string& text) { value(std::string_view(text)); }
  template <class T>
  void value(const std::optional<T>& held) {
    if (held) return value(*held);
    null();
  }
  void value(const std::vector<std::string>& texts) {
    list_of(texts, [this](const std::string& text) { value(text); });
  }

  template <class T>
  void member(std::string_view name, const T& held) {
    key(name);
    value(held);
  }

  // Null where there is nothing to say.
  void text_or_null(std::string_view name, std::string_view text) {
    key(name);
    if (text.empty()) return null();
    value(text);
  }

  [[nodiscard]] const std::string& text() const& { return text_; }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  void separate() {
    if (follows_value_) text_ += ',';
  }
  void word(std::string_view written) {
    separate();
    text_ += written;
    follows_value_ = true;
  }
  void begin(char bracket) {
    separate();
    text_ += bracket;
    follows_value_ = false;
  }
  void end(char bracket) {
    text_ += bracket;
    follows_value_ = true;
  }
  void finite_or_throw(double number);
  void quote(std::string_view text);

  std::string text_;
  std::string_view key_;                     // the last one of the innermost open object
  std::vector<std::string_view> open_keys_;  // at which the open objects stand
  bool follows_value_ = false;
};

struct JsonLayout {
  std::size_t line_limit = 200;  // in bytes; what fits stays on one line
  std::size_t depth = 64;        // so many objects and lists within each other are spread at most
  std::size_t indent = 1;        // of a member below what it belongs to
};

// Lays out what a JsonWriter wrote: a member a line, except that what fits in a line, and every
// list of numbers, stays on one.
std::string lay_out_json(std::string_view compact, const JsonLayout& layout = {});

}  // namespace hone::reports
