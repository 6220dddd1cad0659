#include "reports/json/input_fields.hpp"

#include <cstdint>

namespace hone::reports {

void write_input(JsonWriter& out, const std::optional<InputSummary>& input) {
  if (!input) return;
  out.key("input");
  out.object([&] {
    out.member("name", input->name);
    out.member("read_once", input->is_kept);
    out.member("bytes", input->bytes);
  });
}

std::optional<InputSummary> read_input(const JsonField& object) {
  if (object.is_absent()) return std::nullopt;
  InputSummary input{.name = object.field("name").text(),
                     .is_kept = object.field("read_once").boolean()};
  if (const JsonField bytes = object.field("bytes"); !bytes.is_absent()) {
    input.bytes = bytes.whole<std::uint64_t>();
  }
  return input;
}

}  // namespace hone::reports
