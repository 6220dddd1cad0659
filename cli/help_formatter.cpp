#include "cli/help_formatter.hpp"

#include "CLI/CLI.hpp"
#include "reports/layout/wrap.hpp"

namespace hone::cli {
namespace {

constexpr std::size_t help_columns = 80;

}  // namespace

// "  --name TYPE      description", further lines of it below its first; a name that is too long
// for its column stands alone.
std::string HelpFormatter::row(std::string name, const std::string& description) const {
  const std::size_t column = column_width_;
  name.insert(0, 2, ' ');
  std::string text = name;
  if (name.size() + 1 > column) {
    text += '\n';
    text.append(column, ' ');
  } else {
    text.append(column - name.size(), ' ');
  }
  std::string separator;
  for (const std::string& line : reports::wrap(description, help_columns - column)) {
    text += separator + line;
    separator = "\n" + std::string(column, ' ');
  }
  return text + "\n";
}

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
  return row(make_option_name(option, is_positional) + make_option_opts(option),
             make_option_desc(option));
}

std::string HelpFormatter::make_subcommand(const CLI::App* subcommand) const {
  return row(subcommand->get_display_name(true), subcommand->get_description());
}

}  // namespace hone::cli
