#include "reports/formats/terminal.hpp"

#include <utility>

#include "reports/formats/terminal_blocks.hpp"

namespace hone::reports {

std::string render_terminal(const Report& report, const TerminalStyle& style, Extent extent) {
  return lay_out(whole_report(report, {extent, style.answer_last}), style);
}

std::string render_terminal(const Document& document, const TerminalStyle& style) {
  return lay_out(document, style);
}

std::string render_terminal(AnsweredDocument document, const TerminalStyle& style) {
  if (style.answer_last) std::swap(document.answer, document.details);
  document.answer.add_part(std::move(document.details));
  return lay_out(document.answer, style);
}

}  // namespace hone::reports
