// What a subcommand is, and what all of them share.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace hone::cli {

enum class ColorMode { automatic, always, never };

struct Globals {
  ColorMode color = ColorMode::automatic;
  bool quiet = false;
  std::vector<std::string> after_dashes{};  // the words after "--" of a command that wraps another
};

// An AddCommand adds a subcommand to `app`, with its options and help, and sets `run` to what
// carries the subcommand out once it has been parsed. `run` returns the exit code.
using Action = std::function<int()>;
using AddCommand = void (*)(CLI::App& app, const Globals& globals, Action& run);

}  // namespace hone::cli
