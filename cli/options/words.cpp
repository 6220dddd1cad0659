#include "cli/options/words.hpp"

#include "fmt/format.h"

namespace hone::cli {
namespace {

constexpr std::string_view blanks = " \t\n";
constexpr std::string_view shell_only = "|&;<>()$`*";     // when not quoted
constexpr std::string_view escaped_in_double = "$`\"\\";  // a backslash before others stays

// Walks over the command once; each take_* eats what it names.
class Splitter {
 public:
  explicit Splitter(std::string_view command) : command_(command) {}

  Result<std::vector<std::string>> split() {
    while (at_ < command_.size()) {
      const char c = command_[at_];
      if (blanks.find(c) != std::string_view::npos) {
        end_word();
        ++at_;
      } else if (const Result<void> taken = take(c); !taken) {
        return taken.error();
      }
    }
    end_word();
    if (words_.empty()) return Error{"a command is empty", "name a program to run"};
    return std::move(words_);
  }

 private:
  Result<void> take(char c) {
    const bool begins_word = !in_word_;
    in_word_ = true;
    if (c == '\'') return take_single_quoted();
    if (c == '"') return take_double_quoted();
    if (c == '\\') return take_backslash();
    if (shell_only.find(c) != std::string_view::npos || (c == '~' && begins_word)) {
      return Error{
          fmt::format("'{}' in the command \"{}\" means something to a shell only", c, command_),
          "add --shell, or quote it to pass it on as it is"};
    }
    word_ += c;
    ++at_;
    return {};
  }

  Result<void> take_single_quoted() {
    const std::size_t end = command_.find('\'', at_ + 1);
    if (end == std::string_view::npos) return open_quote('\'');
    word_ += command_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return {};
  }

  Result<void> take_double_quoted() {
    const std::size_t start = at_++;
    while (at_ < command_.size() && command_[at_] != '"') {
      const char c = command_[at_];
      if (c == '$' || c == '`') {
        return Error{
            fmt::format("'{}' in the command \"{}\" means something to a shell only", c, command_),
            "add --shell, or use single quotes"};
      }
      const bool escapes = c == '\\' && at_ + 1 < command_.size() &&
                           escaped_in_double.find(command_[at_ + 1]) != std::string_view::npos;
      if (escapes) ++at_;
      word_ += command_[at_++];
    }
    if (at_ == command_.size()) {
      at_ = start;
      return open_quote('"');
    }
    ++at_;
    return {};
  }

  Result<void> take_backslash() {
    if (at_ + 1 == command_.size()) {
      return Error{fmt::format("the command \"{}\" ends with a backslash", command_),
                   "double it to mean a backslash"};
    }
    word_ += command_[at_ + 1];
    at_ += 2;
    return {};
  }

  [[nodiscard]] Error open_quote(char quote) const {
    return {fmt::format("unbalanced {} in the command \"{}\", opened at character {}", quote,
                        command_, at_ + 1),
            ""};
  }

  void end_word() {
    if (in_word_) words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }

  std::string_view command_;
  std::size_t at_ = 0;
  bool in_word_ = false;  // also for an empty word, ''
  std::string word_;
  std::vector<std::string> words_;
};

}  // namespace

Result<std::vector<std::string>> split_words(std::string_view command) {
  return Splitter(command).split();
}

}  // namespace hone::cli
