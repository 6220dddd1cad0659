#include "reports/formats/html_blocks.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/formats/ratio_chart.hpp"
#include "reports/formats/sample_strips.hpp"
#include "reports/layout/escape.hpp"

namespace hone::reports {

namespace {

std::string_view tone_class(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::strong: return "strong";
    case Tone::faint: return "faint";
    case Tone::good: return "good";
    case Tone::bad: return "bad";
    case Tone::doubtful: return "doubtful";
  }
  return "";
}

std::string toned(std::string html, Tone tone) {
  if (tone == Tone::plain || html.empty()) return html;
  return fmt::format(R"(<span class="{}">{}</span>)", tone_class(tone), html);
}

std::string html_span(const Span& span) {
  std::string html = escape_xml(span.text);
  if (span.kind != SpanKind::words) html = "<code>" + html + "</code>";
  return toned(std::move(html), span.tone);
}

std::string html_text(const Text& text) {
  std::string html;
  for (const Span& span : text.spans) {
    if (!span.is_substitute) html += html_span(span);
  }
  return html;
}

// What a program wrote keeps its lines.
std::string html_item(std::string_view item) {
  if (item.find('\n') == std::string_view::npos) return "<li>" + escape_xml(item) + "</li>\n";
  std::string lines;
  while (!item.empty()) {
    const std::size_t end = std::min(item.find('\n'), item.size());
    lines += escape_xml(item.substr(0, end)) + "\n";
    item.remove_prefix(std::min(end + 1, item.size()));
  }
  return "<li><pre>" + lines + "</pre></li>\n";
}

std::string html_bar(double share) {
  constexpr double length = 100;
  return fmt::format(
      R"(<svg class="bar" viewBox="0 0 {0} 10" aria-hidden="true"><rect width="{1:.1f}" height="10"/></svg>)",
      length, length * std::clamp(share, 0.0, 1.0));
}

class HtmlTable {
 public:
  explicit HtmlTable(const Table& table) : table_(table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) axes_.push_back(ratio_axis(table, i));
  }

  [[nodiscard]] std::string html() const {
    std::string out = "<div class=\"table\" tabindex=\"0\">\n<table>\n<thead><tr>";
    for (std::size_t i = 0; i < axes_.size(); ++i) out += head(i);
    out += "</tr></thead>\n<tbody>\n";
    for (const Row& row : table_.rows) out += line(row);
    return out + "</tbody>\n</table>\n</div>\n";
  }

 private:
  [[nodiscard]] std::string_view alignment(std::size_t column) const {
    return table_.columns[column].align == Align::right ? R"( class="right")" : "";
  }

  [[nodiscard]] std::string head(std::size_t i) const {
    const Column& column = table_.columns[i];
    std::string out = fmt::format("<th scope=\"col\"{}>{}", alignment(i), html_text(column.title));
    if (!column.note.empty()) out += "<br><small>" + escape_xml(column.note) + "</small>";
    out += "</th>";
    if (axes_[i]) {
      out += "<th scope=\"col\" class=\"chart\"><small>variant / baseline</small>" +
             axes_[i]->head() + "</th>";
    }
    return out;
  }

  [[nodiscard]] std::string line(const Row& row) const {
    std::string out = row.is_part ? "<tr class=\"part\">" : "<tr>";
    for (std::size_t i = 0; i < row.cells.size(); ++i) out += cell(row.cells[i], i);
    out += "</tr>\n";
    if (!row.note.empty()) {
      const auto drawn = std::ranges::count_if(axes_, [](const auto& a) { return a.has_value(); });
      out += fmt::format("<tr class=\"note\"><td colspan=\"{}\">{}</td></tr>\n",
                         axes_.size() + static_cast<std::size_t>(drawn), html_text(row.note));
    }
    return out;
  }

  [[nodiscard]] std::string cell(const Cell& cell, std::size_t i) const {
    const std::string text =
        cell.bar ? html_bar(*cell.bar) : toned(html_text(cell.text), cell.tone);
    // The first cell names the row.
    std::string out = i == 0 ? fmt::format("<th scope=\"row\">{}</th>", text)
                             : fmt::format("<td{}>{}</td>", alignment(i), text);
    if (axes_[i]) {
      out += "<td class=\"chart\">" +
             (cell.mark ? axes_[i]->row(*cell.mark, cell.tone) : std::string()) + "</td>";
    }
    return out;
  }

  const Table& table_;
  std::vector<std::optional<RatioAxis>> axes_;  // of each column whose cells are drawn beside it
};

class HtmlLayout {
 public:
  void operator()(const Break& /*unused*/) {}

  void operator()(const Heading& heading) {
    constexpr std::size_t first = 2;  // the page has a title
    constexpr std::size_t last = 6;
    const std::size_t level = std::min(first + heading.level, last);
    if (heading.level == 0) {
      out_ += is_in_section_ ? "</section>\n<section>\n" : "<section>\n";
      is_in_section_ = true;
    }
    out_ += fmt::format("<h{0}>{1}</h{0}>\n", level, html_text(heading.text));
  }

  void operator()(const Paragraph& block) {
    const std::string text = html_text(block.text);
    if (text.empty()) return;
    switch (block.role) {
      case Paragraph::Role::body: out_ += "<p>" + text + "</p>\n"; break;
      case Paragraph::Role::answer: out_ += "<p class=\"answer\">" + text + "</p>\n"; break;
      case Paragraph::Role::note: out_ += "<p class=\"below\">" + text + "</p>\n"; break;
      case Paragraph::Role::item: out_ += "<ul><li>" + text + "</li></ul>\n"; break;
    }
  }

  void operator()(const Claim& block) {
    out_ += fmt::format("<p class=\"answer\"><span class=\"{}\">{}</span>", tone_class(block.tone),
                        html_text(block.claim));
    if (!block.detail.empty()) out_ += " <small>" + html_text(block.detail) + "</small>";
    out_ += "</p>\n";
  }

  void operator()(const Fields& block) {
    if (block.fields.empty()) return;
    out_ += "<dl>\n";
    for (const Field& field : block.fields) {
      if (!field.label.empty()) {
        out_ += "<dt>" + toned(escape_xml(field.label), field.tone) + "</dt>";
      }
      out_ += "<dd>" + html_text(field.text);
      if (!field.items.empty()) {
        out_ += "\n<ul>\n";
        for (const std::string& item : field.items) out_ += html_item(item);
        out_ += "</ul>\n";
      }
      out_ += "</dd>\n";
    }
    out_ += "</dl>\n";
  }

  void operator()(const Table& table) { out_ += HtmlTable(table).html(); }

  void operator()(const Histogram& histogram) { out_ += sample_strips(histogram); }

  void operator()(const ShellCommand& command) {
    std::string line;
    for (const std::string& word : command.words) {
      line += (line.empty() ? "" : " ") + escape_xml(word);
    }
    out_ += "<pre><code>" + line + "</code></pre>\n";
  }

  [[nodiscard]] std::string take() && {
    if (is_in_section_) out_ += "</section>\n";
    return std::move(out_);
  }

 private:
  std::string out_;
  bool is_in_section_ = false;
};

}  // namespace

std::string html_blocks(const Document& document) {
  HtmlLayout layout;
  for (const Block& block : document.blocks) std::visit(layout, block);
  return std::move(layout).take();
}

}  // namespace hone::reports
