// JSON from outside, read within bounds and then taken apart field by field. A refusal names the
// place of the field, as in `subjects[0].variants[1].name`, and what is wrong with the field.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "analyzers/model/result.hpp"

namespace hone::reports {

struct JsonMember;

// One value of a document. nlohmann's own tree is not used, because it copies the members of an
// object whenever that grows, and keeps the last of two members with the same key.
struct JsonValue {
  using Array = std::vector<JsonValue>;
  using Object = std::vector<JsonMember>;  // in the order of the text; each key once

  // A number is unsigned when it has neither a sign nor a fraction, and signed when it is a
  // negative one without a fraction.
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array,
               Object>
      held;
};

struct JsonMember {
  std::string key;
  JsonValue value;
};

// Limits on a text. The defaults bound the memory that hostile text can take to less than 1 GiB.
struct JsonLimits {
  std::size_t bytes = std::size_t{64} * 1024 * 1024;
  std::size_t values = 5'000'000;
  std::size_t depth = 64;  // of arrays and objects within each other
};

// Reads a text as one value. The error says where the text stops being JSON, or which limit it
// exceeds. A key that stands twice in an object is refused, too.
Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits = {});

// The first field that is not as it should be.
struct JsonRefusal {
  std::string place;
  std::string reason;  // a clause after the place, as in "is missing"; empty: nothing is wrong

  [[nodiscard]] bool happened() const { return !reason.empty(); }
};

// A value at its place in a document. A field refers to the field that it was taken from, which
// must outlive it. When a value is asked of a field that is not as it should be, the field is
// refused, and the value returned means nothing.
class JsonField {
 public:
  JsonField(const JsonValue& document, JsonRefusal& refusal)
      : value_(&document), refusal_(refusal) {}
  JsonField(const JsonField&) = delete;
  JsonField& operator=(const JsonField&) = delete;
  ~JsonField() = default;

  // A member of an object. It may be missing, which is refused when a value is asked of it.
  [[nodiscard]] JsonField field(std::string_view key) const&;
  JsonField field(std::string_view key) const&& = delete;

  // Whether the value is null or missing, which are the same.
  [[nodiscard]] bool is_absent() const {
    return value_ == nullptr || std::holds_alternative<std::monostate>(value_->held);
  }
  [[nodiscard]] bool is_object() const { return holds<JsonValue::Object>(); }
  [[nodiscard]] bool is_text() const { return holds<std::string>(); }
  [[nodiscard]] bool is_whole() const { return holds<std::uint64_t>() || holds<std::int64_t>(); }
  [[nodiscard]] bool is_refused() const { return refusal_.happened(); }

  [[nodiscard]] std::string text() const;           // not empty
  [[nodiscard]] std::string any_text() const;       // may be empty
  [[nodiscard]] std::string text_or_empty() const;  // empty when absent
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number(double least = std::numeric_limits<double>::lowest(),
                              double most = std::numeric_limits<double>::max()) const;

  template <std::integral T>
  [[nodiscard]] T whole(T least = 0, T most = std::numeric_limits<T>::max()) const {
    const auto fits = [&](auto number) {
      return std::cmp_greater_equal(number, least) && std::cmp_less_equal(number, most);
    };
    if (const auto* number = get<std::uint64_t>(); number != nullptr && fits(*number)) {
      return static_cast<T>(*number);
    }
    if (const auto* number = get<std::int64_t>(); number != nullptr && fits(*number)) {
      return static_cast<T>(*number);
    }
    refuse(fmt::format("is not a whole number from {} to {}", least, most));
    return least;
  }

  // One of the words of an enumeration.
  template <class Enum>
  [[nodiscard]] Enum word(std::initializer_list<Enum> all) const {
    const std::string found = text();
    std::string words;
    for (const Enum value : all) {
      if (found == to_string(value)) return value;
      words += fmt::format("{}{}", words.empty() ? "" : ", ", to_string(value));
    }
    refuse(fmt::format("is {}, which is none of: {}", quoted(found), words));
    return *all.begin();
  }

  // Calls visit(const JsonField& item) for each item of an array.
  template <class Visit>
  void each(Visit visit) const {
    const auto* array = get<JsonValue::Array>();
    if (array == nullptr) return refuse_kind("a list");
    for (std::size_t i = 0; i < array->size() && !is_refused(); ++i) {
      visit(JsonField(*this, {}, i, &(*array)[i]));
    }
  }

  // Calls visit(const std::string& key, const JsonField& value) for each member of an object.
  template <class Visit>
  void each_member(Visit visit) const {
    const auto* object = get<JsonValue::Object>();
    if (object == nullptr) return refuse_kind("an object");
    for (const JsonMember& member : *object) {
      if (is_refused()) return;
      visit(member.key, JsonField(*this, member.key, 0, &member.value));
    }
  }

  // Refuses the field for the reason; does nothing when something was refused before.
  void refuse(std::string reason) const;

  [[nodiscard]] std::string place() const;

  // `text` for a message: in double quotes, ASCII, not longer than about 60 characters.
  static std::string quoted(std::string_view text);

 private:
  JsonField(const JsonField& parent, std::string_view key, std::size_t index,
            const JsonValue* value)
      : parent_(&parent), key_(key), index_(index), value_(value), refusal_(parent.refusal_) {}

  template <class T>
  [[nodiscard]] const T* get() const {
    return value_ == nullptr ? nullptr : std::get_if<T>(&value_->held);
  }
  template <class T>
  [[nodiscard]] bool holds() const {
    return get<T>() != nullptr;
  }
  void refuse_kind(std::string_view wanted) const;

  const JsonField* parent_ = nullptr;
  std::string_view key_;  // in the parent, when that is an object
  std::size_t index_ = 0;
  const JsonValue* value_;  // nullptr: missing
  JsonRefusal& refusal_;
};

}  // namespace hone::reports
