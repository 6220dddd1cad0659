#include "reports/formats/ratio_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace hone::reports {

namespace {

constexpr double chart_width = 240;
constexpr double row_height = 16;
constexpr double head_height = 14;
constexpr double chart_margin = 14;             // for half a label, and the arrows
constexpr double farthest = 6.907755278982137;  // ln 1000
constexpr double least_span = 0.02;
constexpr double label_width = 26;

// Ratios that read well, from far apart to near, each with 1 in it.
std::vector<std::vector<double>> tick_sets() {
  std::vector<double> decades;
  std::vector<double> fives;
  for (int power = -3; power <= 3; ++power) {
    const double decade = std::pow(10.0, power);
    decades.push_back(decade);
    for (const double step : {1.0, 2.0, 5.0}) fives.push_back(step * decade);
  }
  std::vector<std::vector<double>> sets{decades, fives, {0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4}};
  for (const double step : {0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002}) {
    std::vector<double> even;
    for (int i = -8; i <= 8; ++i) even.push_back(1 + i * step);
    sets.push_back(std::move(even));
  }
  return sets;
}

// Whether the labels have room beside each other.
bool are_apart(const std::vector<double>& ticks, double lo, double hi) {
  for (std::size_t i = 1; i < ticks.size(); ++i) {
    const double share = std::log(ticks[i] / ticks[i - 1]) / (hi - lo);
    if (share * (chart_width - 2 * chart_margin) < label_width) return false;
  }
  return true;
}

// The finest set whose labels have room, and that spans most of the axis.
std::vector<double> ticks_between(double lo, double hi) {
  std::vector<double> best{1};
  for (const std::vector<double>& set : tick_sets()) {
    std::vector<double> inside;
    for (const double ratio : set) {
      if (ratio > 0 && std::log(ratio) >= lo && std::log(ratio) <= hi) inside.push_back(ratio);
    }
    const bool spans = !inside.empty() && std::log(inside.back() / inside.front()) > (hi - lo) / 2;
    if (spans && inside.size() >= best.size() && are_apart(inside, lo, hi)) {
      best = std::move(inside);
    }
  }
  return best;
}

std::string_view mark_class(Tone tone) {
  switch (tone) {
    case Tone::good: return "good";
    case Tone::bad: return "bad";
    case Tone::doubtful: return "doubtful";
    default: return "plain";
  }
}

// A disc, a square, a ring or a bar: without colour, too, they are told apart.
std::string mark_shape(double x, Tone tone) {
  constexpr double middle = row_height / 2;
  switch (tone) {
    case Tone::good: return fmt::format(R"(<circle cx="{:.1f}" cy="{}" r="4"/>)", x, middle);
    case Tone::bad:
      return fmt::format(R"(<rect x="{:.1f}" y="{}" width="7" height="7"/>)", x - 3.5,
                         middle - 3.5);
    case Tone::doubtful:
      return fmt::format(R"(<circle class="ring" cx="{:.1f}" cy="{}" r="3.5"/>)", x, middle);
    default:
      return fmt::format(R"(<rect x="{:.1f}" y="{}" width="3" height="10"/>)", x - 1.5, middle - 5);
  }
}

// At the end of an interval that goes on: -1 to the left, 1 to the right.
std::string mark_arrow(double x, int direction) {
  constexpr double middle = row_height / 2;
  return fmt::format(R"(<path d="M{:.1f} {} l{} -4 v8 z"/>)", x + 5 * direction, middle,
                     -5 * direction);
}

}  // namespace

RatioAxis::RatioAxis(const std::vector<RatioMark>& marks) : lo_(0), hi_(0) {
  const auto include = [&](double ratio) {
    if (!(ratio > 0) || !std::isfinite(ratio)) return;
    lo_ = std::max(std::min(lo_, std::log(ratio)), -farthest);
    hi_ = std::min(std::max(hi_, std::log(ratio)), farthest);
  };
  for (const RatioMark& mark : marks) {
    include(mark.ratio);
    if (mark.interval) {
      include(mark.interval->lo);
      include(mark.interval->hi);
    }
  }
  const double room =
      std::max(0.05 * (hi_ - lo_), (least_span - std::min(least_span, hi_ - lo_)) / 2);
  lo_ -= room;
  hi_ += room;
  ticks_ = ticks_between(lo_, hi_);
}

double RatioAxis::at(double ratio) const {
  const double inside = ratio > 0 ? std::clamp(std::log(ratio), lo_, hi_) : lo_;
  return chart_margin + (chart_width - 2 * chart_margin) * (inside - lo_) / (hi_ - lo_);
}

std::string RatioAxis::grid(double height) const {
  std::string lines;
  for (const double tick : ticks_) {
    lines += fmt::format(R"(<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="0" y2="{}"/>)",
                         tick == 1 ? "one" : "tick", at(tick), at(tick), height);
  }
  return lines;
}

std::string RatioAxis::head() const {
  std::string labels;
  for (const double tick : ticks_) {
    labels += fmt::format(R"(<text x="{:.1f}" y="11">{:.4g}</text>)", at(tick), tick);
  }
  return fmt::format(R"(<svg class="ratios" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>)",
                     chart_width, head_height, labels);
}

std::string RatioAxis::row(const RatioMark& mark, Tone tone) const {
  std::string words = fmt::format("ratio {:.4g}", mark.ratio);
  double from = chart_margin;
  double to = chart_width - chart_margin;
  bool ends_left = false;
  bool ends_right = false;
  if (mark.interval) {
    words += fmt::format(", between {:.4g} and {:.4g}", mark.interval->lo, mark.interval->hi);
    from = at(mark.interval->lo);
    to = at(mark.interval->hi);
    ends_left = mark.interval->lo > 0 && std::log(mark.interval->lo) >= lo_;
    ends_right = mark.interval->hi > 0 && std::log(mark.interval->hi) <= hi_;
  } else {
    words += ", not bounded";
  }
  std::string drawing = grid(row_height);
  drawing += fmt::format(
      R"(<g class="{}"><line class="interval" x1="{:.1f}" x2="{:.1f}" y1="{}" y2="{}"/>)",
      mark_class(tone), from, to, row_height / 2, row_height / 2);
  if (!ends_left) drawing += mark_arrow(from, -1);
  if (!ends_right) drawing += mark_arrow(to, 1);
  drawing += mark_shape(at(mark.ratio), tone) + "</g>";
  return fmt::format(
      R"(<svg class="ratios" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>)", chart_width,
      row_height, words, drawing);
}

std::optional<RatioAxis> ratio_axis(const Table& table, std::size_t column) {
  std::vector<RatioMark> marks;
  for (const Row& row : table.rows) {
    if (row.cells[column].mark) marks.push_back(*row.cells[column].mark);
  }
  if (marks.empty()) return std::nullopt;
  return RatioAxis(marks);
}

}  // namespace hone::reports
