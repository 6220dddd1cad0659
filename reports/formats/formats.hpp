// The formats of a report: one row each, from which --format, its help and its errors are made, and
// which file of `hone report -o` gets which.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzers/model/report.hpp"
#include "reports/layout/style.hpp"
#include "reports/sections/whole_report.hpp"

namespace hone::reports {

// What only some formats ask about.
struct View {
  TerminalStyle style{};
  Extent extent = Extent::all;
};

struct Format {
  std::string_view id;      // as --format has it
  std::string_view suffix;  // of its files, with the dot
  std::string (*render)(const Report& report, const View& view);
};

// The first is what a terminal gets, the second is what a run saves.
std::span<const Format> formats();

const Format& terminal_format();
const Format& json_format();

// nullptr: there is none of that name.
const Format* find_format(std::string_view id);

// By the end of the file's name; nullptr: it is that of no format.
const Format* format_of_file(std::string_view path);

}  // namespace hone::reports
