// A table whose columns have no room beside each other: each row becomes a block of lines, a title
// and a value each. Nothing in it is cut, since values are wrapped and never shortened.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "reports/layout/style.hpp"
#include "reports/layout/table.hpp"

namespace hone::reports {

struct StackedRows {
  const std::vector<TextColumn>& columns;
  const std::vector<std::vector<TextCell>>& rows;
  const std::map<std::size_t, std::string>& notes;  // by the index of the row above
  // So many cells at the beginning of a row are headings, each below the one before it. One that is
  // the same as in the row above is not repeated.
  std::size_t headings = 1;
};

// A row whose headings are empty goes on with the block above it.
std::string stack(const StackedRows& table, const TerminalStyle& style, std::size_t indent);

// Lines of the text in its tone, each after the margin, of which a long value may take some.
std::string wrapped_cell(const TextCell& cell, std::size_t margin, const TerminalStyle& style);

}  // namespace hone::reports
