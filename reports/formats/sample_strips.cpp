#include "reports/formats/sample_strips.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/histogram.hpp"
#include "reports/words/format.hpp"

namespace hone::reports {

namespace {

constexpr double strip_width = 600;
constexpr double strip_height = 26;
constexpr std::size_t bins = 300;  // two pixels each: lines that are nearer cannot be told apart

double middle_of(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const std::size_t half = samples.size() / 2;
  return samples.size() % 2 == 1 ? samples[half] : (samples[half - 1] + samples[half]) / 2;
}

// A line for each bin that has samples, the darker the more of them it has.
std::string sample_lines(const std::vector<double>& samples, const HistogramAxis& axis) {
  std::vector<std::size_t> counts(bins, 0);
  const double span = axis.hi - axis.lo;
  for (const double sample : samples) {
    if (!std::isfinite(sample) || sample < axis.lo || sample > axis.hi) continue;
    const double share = span > 0 ? (sample - axis.lo) / span : 0.5;
    counts[std::min(static_cast<std::size_t>(share * bins), bins - 1)] += 1;
  }
  const std::size_t most = *std::max_element(counts.begin(), counts.end());
  std::string lines;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    if (counts[bin] == 0) continue;
    const double share = static_cast<double>(counts[bin]) / static_cast<double>(most);
    lines += fmt::format(R"(<rect x="{}" y="6" width="2" height="14" opacity="{:.2f}"/>)", 2 * bin,
                         0.3 + 0.7 * share);
  }
  return lines;
}

std::string strip(const Histogram::Series& series, const HistogramAxis& axis, Unit unit) {
  const double middle = middle_of(series.samples);
  const std::string words =
      fmt::format("{} samples, median {}", series.samples.size(), format_value(middle, unit));
  std::string drawing = sample_lines(series.samples, axis);
  if (middle >= axis.lo && middle <= axis.hi) {
    const double share = axis.hi > axis.lo ? (middle - axis.lo) / (axis.hi - axis.lo) : 0.5;
    drawing += fmt::format(R"(<rect class="median" x="{:.1f}" y="0" width="2" height="{}"/>)",
                           share * (strip_width - 2), strip_height);
  }
  const HistogramRow row = histogram_row(series.samples, axis, 1);
  std::string beyond;
  if (row.below > 0) beyond += fmt::format(", {} left of it", row.below);
  if (row.above > 0) beyond += fmt::format(", {} right of it", row.above);
  return fmt::format(
      R"(<p class="series"><code>{}</code> <small>{}{}</small></p><svg class="strip" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>)"
      "\n",
      escape_xml(series.name.plain()), words, beyond, strip_width, strip_height, words, drawing);
}

}  // namespace

std::string sample_strips(const Histogram& histogram) {
  std::vector<std::vector<double>> samples;
  for (const Histogram::Series& series : histogram.series) samples.push_back(series.samples);
  const std::optional<HistogramAxis> axis = histogram_axis(samples);
  if (!axis) return "";
  std::string out = fmt::format(
      "<figure>\n<figcaption>{} ({}; darker where more runs lie, a taller "
      "line at the median)</figcaption>\n",
      escape_xml(histogram.title), escape_xml(histogram.quantity));
  for (const Histogram::Series& series : histogram.series) {
    if (!series.samples.empty()) out += strip(series, *axis, histogram.unit);
  }
  return out + fmt::format("<p class=\"ends\"><span>{}</span><span>{}</span></p>\n</figure>\n",
                           format_value(axis->lo, histogram.unit),
                           format_value(axis->hi, histogram.unit));
}

}  // namespace hone::reports
