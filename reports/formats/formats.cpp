#include "reports/formats/formats.hpp"

#include <algorithm>
#include <array>

#include "reports/formats/csv.hpp"
#include "reports/formats/html.hpp"
#include "reports/formats/markdown.hpp"
#include "reports/formats/terminal.hpp"
#include "reports/json/report_json.hpp"

namespace hone::reports {

namespace {

std::string as_text(const Report& report, const View& view) {
  return render_terminal(report, view.style, view.extent);
}

std::string as_json(const Report& report, const View& /*unused*/) { return render_json(report); }

std::string as_markdown(const Report& report, const View& view) {
  return render_markdown(report, view.extent);
}

std::string as_html(const Report& report, const View& view) {
  return render_html(report, view.extent);
}

std::string as_csv(const Report& report, const View& /*unused*/) { return render_csv(report); }

constexpr std::array format_rows{
    Format{"terminal", ".txt", as_text},    Format{"json", ".json", as_json},
    Format{"markdown", ".md", as_markdown}, Format{"html", ".html", as_html},
    Format{"csv", ".csv", as_csv},
};

}  // namespace

std::span<const Format> formats() { return format_rows; }

const Format& terminal_format() { return format_rows[0]; }

const Format& json_format() { return format_rows[1]; }

const Format* find_format(std::string_view id) {
  const auto* const found = std::ranges::find(format_rows, id, &Format::id);
  return found == format_rows.end() ? nullptr : &*found;
}

const Format* format_of_file(std::string_view path) {
  const auto* const found = std::ranges::find_if(
      format_rows, [&](const Format& format) { return path.ends_with(format.suffix); });
  return found == format_rows.end() ? nullptr : &*found;
}

}  // namespace hone::reports
