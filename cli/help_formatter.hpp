// How `--help` looks: CLI11's layout, with descriptions wrapped so that help fits 80 columns.
#pragma once

#include <string>

#include "CLI/CLI.hpp"

namespace hone::cli {

class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  std::string make_subcommand(const CLI::App* subcommand) const override;

 private:
  [[nodiscard]] std::string row(std::string name, const std::string& description) const;
};

}  // namespace hone::cli
