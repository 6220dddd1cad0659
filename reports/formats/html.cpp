#include "reports/formats/html.hpp"

#include <fmt/format.h>

#include "reports/formats/html_blocks.hpp"
#include "reports/layout/escape.hpp"
#include "reports/sections/doctor_section.hpp"

namespace hone::reports {

namespace {

// Colours have a contrast of 4.5 to 1 and more on the page's ground (WCAG 2.1, 1.4.3), and blue,
// orange and violet are told apart without red or green.
constexpr std::string_view page_style = R"css(
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --faint: #59636e; --line: #d1d9e0;
  --panel: #f6f8fa; --good: #0a5c8f; --bad: #a63c06; --doubtful: #6b4a9e; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --ink: #e6edf3; --faint: #9198a1;
  --line: #3d444d; --panel: #151b23; --good: #79c0ff; --bad: #ffa657; --doubtful: #d2a8ff; } }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3, h4, h5, h6 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
section { border-top: 1px solid var(--line); margin-top: 2rem; content-visibility: auto;
  contain-intrinsic-size: auto 40rem; }
section h2 { margin-top: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { background: var(--panel); padding: .5rem .7rem; overflow-x: auto; white-space: pre-wrap; }
small, .faint, .below, .note td, .ends { color: var(--faint); }
.answer { font-size: 1.15rem; margin: .5rem 0; } .answer small { font-size: .85rem; }
.strong { font-weight: 600; } .good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; } .doubtful { color: var(--doubtful); font-weight: 600; }
.table { overflow-x: auto; margin: .7rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .25rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 400; min-width: 8rem; } .part th { padding-left: 1.5rem; }
.right { text-align: right; white-space: nowrap; }
td.chart, th.chart { min-width: 12rem; width: 16rem; } thead th.chart { text-align: center; font-weight: 400; }
svg { display: block; width: 100%; } svg.bar { width: 8rem; fill: var(--faint); }
svg.ratios text { font: 10px system-ui, sans-serif; text-anchor: middle; fill: var(--faint); }
svg .tick { stroke: var(--line); } svg .one { stroke: var(--faint); stroke-width: 1.5; }
svg .interval { stroke: currentColor; stroke-width: 2; } svg g { fill: currentColor; }
svg .ring { fill: var(--ground); stroke: currentColor; stroke-width: 2; }
figure { margin: 1rem 0; max-width: 45rem; } figcaption { color: var(--faint); font-size: .9rem; }
.series { margin: .5rem 0 0; } svg.strip { height: 1.6rem; background: var(--panel); fill: var(--good); }
svg.strip .median { fill: var(--ink); } .ends { display: flex; justify-content: space-between; margin: 0; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem; margin: .7rem 0; }
dt { grid-column: 1; } dd { grid-column: 2; margin: 0; } dd ul { margin: .2rem 0; padding-left: 1.2rem; }
summary { cursor: pointer; margin-top: 2rem; }
@media (max-width: 40rem) { dl { display: block; } dt { margin-top: .4rem; } body { padding: .6rem; } }
@media print { section { content-visibility: visible; break-inside: avoid; } .table { overflow: visible; } }
)css";

// Of the style, for the policy. `tests/cli/report_html.sh` holds them together.
constexpr std::string_view page_style_hash = "sha256-UuvslC5zjZdFf77sARN4302GY1MjKdFF07YKDjy2r8A=";

}  // namespace

std::string render_html(const Report& report, Extent extent) {
  const std::string what = fmt::format("hone report of {}", escape_xml(report.created));
  std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; "
      "base-uri 'none'; form-action 'none'\">\n",
      page_style_hash);
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n", what,
                      page_style);
  page +=
      fmt::format("<h1>{}</h1>\n<p class=\"below\">{}, {}</p>\n", what,
                  escape_xml(report.environment.host), escape_xml(report.environment.cpu.model));
  page += html_blocks(whole_report(report, {.extent = extent}));
  page += "<details>\n<summary>The machine</summary>\n";
  page += html_blocks(doctor_section(report.environment, {}, {}));
  return page + "</details>\n</main>\n</body>\n</html>\n";
}

}  // namespace hone::reports
