#include "reports/json/json_fields.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "analyzers/text/characters.hpp"

namespace hone::reports {

namespace {

constexpr std::size_t most_quoted = 60;

bool is_plain(std::string_view key) {
  return !key.empty() && key.size() <= most_quoted &&
         std::all_of(key.begin(), key.end(), text::is_identifier);
}

void append_key(std::string& place, std::string_view key) {
  if (!is_plain(key)) {
    place += fmt::format("[{}]", JsonField::quoted(key));
    return;
  }
  if (!place.empty()) place += '.';
  place += key;
}

void append_index(std::string& place, std::size_t index) { place += fmt::format("[{}]", index); }

std::string_view kind_of(const JsonValue& value) {
  constexpr std::array<std::string_view, 8> kinds{
      "null", "true or false", "a number", "a number", "a number", "text", "a list", "an object"};
  return kinds.at(value.held.index());
}

// Where a byte of the text stands, as an editor counts.
std::string line_and_column(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // 0 when there is none
  return fmt::format("line {}, column {}", lines + 1, before.size() - line_start + 1);
}

// Builds the tree from nlohmann's events, and ends the parse where a limit is passed.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  JsonValue root;
  std::string error;

  bool null() override { return append({}); }
  bool boolean(bool value) override { return append({.held = value}); }
  bool number_integer(number_integer_t value) override { return append({.held = value}); }
  bool number_unsigned(number_unsigned_t value) override { return append({.held = value}); }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    return append({.held = value});
  }
  bool string(string_t& value) override { return append({.held = std::move(value)}); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open({.held = JsonValue::Object{}}); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open({.held = JsonValue::Array{}}); }
  bool end_array() override { return close(); }

  bool key(string_t& key) override {
    Open& top = open_.back();
    top.key = std::move(key);
    if (is_new_key(top)) return true;
    return stop(fmt::format("{}: the key stands there twice", place()));
  }

  // nlohmann's own words hold what it read last, which may be long and may hold anything.
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& problem) override {
    const std::string_view words = problem.what();
    const auto tells = [&](std::string_view part) {
      return words.find(part) != std::string_view::npos;
    };
    const std::size_t offset = position == 0 ? 0 : position - 1;
    std::string_view reason = "it is not JSON";
    if (position > text_.size()) {  // it read the end of the text, too
      reason = "it ends too early";
    } else if (tells("number overflow")) {
      reason = "a number is too large";
    } else if (tells("ill-formed UTF-8") || tells("surrogate")) {
      reason = "its text is not Unicode";
    }
    return stop(fmt::format("{}: {}", line_and_column(text_, offset), reason));
  }

 private:
  struct Open {
    JsonValue* container;
    std::string key{};                       // of the member that comes next or came last
    std::unordered_set<std::string> keys{};  // all of them, once there are many
  };

  static bool is_new_key(Open& top) {
    constexpr std::size_t many = 16;
    const auto& members = std::get<JsonValue::Object>(top.container->held);
    if (members.size() < many) {
      return std::none_of(members.begin(), members.end(),
                          [&](const JsonMember& member) { return member.key == top.key; });
    }
    if (top.keys.empty()) {
      for (const JsonMember& member : members) top.keys.insert(member.key);
    }
    return top.keys.insert(top.key).second;
  }

  bool stop(std::string reason) {
    error = std::move(reason);
    return false;
  }

  bool append(JsonValue value) { return add(std::move(value)) != nullptr; }

  JsonValue* add(JsonValue value) {
    if (++values_ > limits_.values) {
      stop(fmt::format("it holds more than {} values", limits_.values));
      return nullptr;
    }
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    Open& top = open_.back();
    if (auto* array = std::get_if<JsonValue::Array>(&top.container->held)) {
      return &array->emplace_back(std::move(value));
    }
    auto& object = std::get<JsonValue::Object>(top.container->held);
    return &object.emplace_back(JsonMember{top.key, std::move(value)}).value;
  }

  bool open(JsonValue container) {
    if (open_.size() >= limits_.depth) {
      return stop(
          fmt::format("{}: lists and objects are more than {} deep there", place(), limits_.depth));
    }
    JsonValue* const added = add(std::move(container));
    if (added == nullptr) return false;
    open_.push_back({added});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  // The place of the value that comes next.
  [[nodiscard]] std::string place() const {
    std::string place;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (const auto* array = std::get_if<JsonValue::Array>(&open_[i].container->held)) {
        append_index(place, i + 1 < open_.size() ? array->size() - 1 : array->size());
      } else {
        append_key(place, open_[i].key);
      }
    }
    return place;
  }

  std::string_view text_;
  JsonLimits limits_;
  std::vector<Open> open_;
  std::size_t values_ = 0;
};

}  // namespace

Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return Error{fmt::format("it is longer than {} bytes", limits.bytes), ""};
  }
  TreeBuilder builder(text, limits);
  if (!nlohmann::json::sax_parse(text, &builder)) return Error{builder.error, ""};
  return std::move(builder.root);
}

JsonField JsonField::field(std::string_view key) const& {
  const auto* object = get<JsonValue::Object>();
  if (object == nullptr) {
    refuse_kind("an object");
    return {*this, key, 0, nullptr};
  }
  const auto found = std::find_if(object->begin(), object->end(),
                                  [&](const JsonMember& member) { return member.key == key; });
  return {*this, key, 0, found == object->end() ? nullptr : &found->value};
}

std::string JsonField::any_text() const {
  if (const auto* text = get<std::string>()) return *text;
  refuse_kind("text");
  return "";
}

std::string JsonField::text() const {
  std::string text = any_text();
  if (text.empty()) refuse("is empty");
  return text;
}

std::string JsonField::text_or_empty() const { return is_absent() ? "" : any_text(); }

bool JsonField::boolean() const {
  if (const auto* value = get<bool>()) return *value;
  refuse_kind("true or false");
  return false;
}

double JsonField::number(double least, double most) const {
  std::optional<double> number;
  if (const auto* real = get<double>()) number = *real;
  if (const auto* whole = get<std::uint64_t>()) number = static_cast<double>(*whole);
  if (const auto* whole = get<std::int64_t>()) number = static_cast<double>(*whole);
  if (!number) {
    refuse_kind("a number");
    return 0;
  }
  if (*number < least) refuse(fmt::format("is {}, and so below {}", *number, least));
  if (*number > most) refuse(fmt::format("is {}, and so above {}", *number, most));
  return *number;
}

void JsonField::refuse(std::string reason) const {
  if (refusal_.happened()) return;
  refusal_.place = place();
  refusal_.reason = value_ == nullptr ? "is missing" : std::move(reason);
}

void JsonField::refuse_kind(std::string_view wanted) const {
  refuse(value_ == nullptr ? std::string()
                           : fmt::format("is {}, not {}", kind_of(*value_), wanted));
}

std::string JsonField::place() const {
  if (parent_ == nullptr) return "";
  std::string place = parent_->place();
  if (parent_->holds<JsonValue::Array>()) {
    append_index(place, index_);
  } else {
    append_key(place, key_);
  }
  return place;
}

std::string JsonField::quoted(std::string_view text) {
  std::string shown(text.substr(0, most_quoted));
  if (shown.size() < text.size()) shown += "...";
  return nlohmann::json(shown).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

}  // namespace hone::reports
