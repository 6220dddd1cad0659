// Ratios of a table as pictures: one small drawing for each row, all on one axis, so that rows may
// be read down like a forest plot. Static SVG, inert, told in words to who cannot see it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/document/document.hpp"

namespace hone::reports {

// A logarithmic axis of ratios. It spans 1 and what the marks span, up to a factor of 1,000 either
// way.
class RatioAxis {
 public:
  explicit RatioAxis(const std::vector<RatioMark>& marks);

  // The axis with its labels, for the head of the column.
  [[nodiscard]] std::string head() const;

  // One mark with its interval; an arrow where that goes on beyond the axis, or has no bound. The
  // tone decides the form as well as the colour.
  [[nodiscard]] std::string row(const RatioMark& mark, Tone tone) const;

 private:
  [[nodiscard]] double at(double ratio) const;  // from the left, in the drawing's unit
  [[nodiscard]] std::string grid(double height) const;

  double lo_;  // logarithms
  double hi_;
  std::vector<double> ticks_;  // ratios, ascending
};

// The axis of a column of a table; nullopt: none of its cells is drawn.
std::optional<RatioAxis> ratio_axis(const Table& table, std::size_t column);

}  // namespace hone::reports
