#include "cli/options/words.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzers/text/characters.hpp"
#include "fmt/format.h"

namespace hone::cli {
namespace {

constexpr std::string_view blanks = " \t\n";
constexpr std::string_view shell_only = "|&;<>()$`*?";  // when not quoted
// A backslash before others stays. One before a line's end is a continued line.
constexpr std::string_view escaped_in_double = "$`\"\\\n";
// Those that are reserved where a command begins; "in" is so only within others.
constexpr std::array<std::string_view, 15> reserved{"!",    "{",    "}",    "case",  "do",
                                                    "done", "elif", "else", "esac",  "fi",
                                                    "for",  "if",   "then", "until", "while"};

// Whether a first word, as far as nothing of it is quoted, is NAME=VALUE.
bool is_assignment(std::string_view unquoted) {
  const std::size_t equals = unquoted.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  const std::string_view name = unquoted.substr(0, equals);
  return !text::is_digit(name.front()) &&
         std::all_of(name.begin(), name.end(), text::is_identifier);
}

// Walks over the command once; each take_* eats what it names.
class Splitter {
 public:
  explicit Splitter(std::string_view command) : command_(command) {}

  Result<std::vector<std::string>> split() {
    while (at_ < command_.size()) {
      const Result<void> taken = take();
      if (!taken) return taken.error();
    }
    if (const Result<void> ended = end_word(); !ended) return ended.error();
    if (words_.empty()) return Error{"a command is empty", "name a program to run"};
    return std::move(words_);
  }

 private:
  [[nodiscard]] bool continues_line() const { return command_.substr(at_, 2) == "\\\n"; }

  Result<void> take() {
    const char c = command_[at_];
    if (continues_line()) {
      at_ += 2;
      return {};
    }
    if (blanks.find(c) != std::string_view::npos) return take_blank();
    const bool begins_word = !in_word_;
    if (c == '#' && begins_word) return take_comment();
    if (line_ended_) {
      return Error{
          fmt::format("the command \"{}\" has several lines, which are commands of a shell",
                      command_),
          "add --shell, or end a line that goes on with a backslash"};
    }
    in_word_ = true;
    if (c == '\'') return take_single_quoted();
    if (c == '"') return take_double_quoted();
    if (c == '\\') return take_backslash();
    if (shell_only.find(c) != std::string_view::npos || (c == '~' && begins_word) ||
        (c == ']' && closes_bracket())) {
      return refuse(std::string_view(&c, 1));
    }
    if (c == '[' && !bracket_) bracket_ = word_.size();
    take_unquoted(c);
    return {};
  }

  Result<void> take_blank() {
    const bool follows_word = in_word_ || !words_.empty();
    line_ended_ = line_ended_ || (command_[at_] == '\n' && follows_word);
    ++at_;
    return end_word();
  }

  // Up to the line's end, which no backslash continues.
  Result<void> take_comment() {
    at_ = std::min(command_.find('\n', at_), command_.size());
    return {};
  }

  void take_unquoted(char c) {
    if (!quoted_) unquoted_ += c;
    word_ += c;
    ++at_;
  }

  // Whether a ']' here ends a pattern such as [a-z]: "[]" and "[!]" do not.
  [[nodiscard]] bool closes_bracket() const {
    if (!bracket_) return false;
    const std::string_view inside = std::string_view(word_).substr(*bracket_ + 1);
    return !inside.empty() && inside != "!" && inside != "^";
  }

  Result<void> take_single_quoted() {
    const std::size_t end = command_.find('\'', at_ + 1);
    if (end == std::string_view::npos) return open_quote('\'');
    take_quoted(command_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return {};
  }

  Result<void> take_double_quoted() {
    const std::size_t start = at_++;
    quoted_ = true;
    while (at_ < command_.size() && command_[at_] != '"') {
      const char c = command_[at_];
      if (c == '$' || c == '`') {
        return Error{
            fmt::format("'{}' in the command \"{}\" means something to a shell only", c, command_),
            "add --shell, or use single quotes"};
      }
      const bool escapes = c == '\\' && at_ + 1 < command_.size() &&
                           escaped_in_double.find(command_[at_ + 1]) != std::string_view::npos;
      if (!continues_line()) word_ += command_[at_ + (escapes ? 1 : 0)];
      at_ += escapes ? 2 : 1;
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
    take_quoted(command_.substr(at_ + 1, 1));
    at_ += 2;
    return {};
  }

  void take_quoted(std::string_view text) {
    quoted_ = true;
    word_ += text;
  }

  [[nodiscard]] Error refuse(std::string_view part) const {
    return {
        fmt::format("'{}' in the command \"{}\" means something to a shell only", part, command_),
        "add --shell, or quote it to pass it on as it is"};
  }

  [[nodiscard]] Error open_quote(char quote) const {
    return {fmt::format("unbalanced {} in the command \"{}\", opened at character {}", quote,
                        command_, at_ + 1),
            ""};
  }

  Result<void> end_word() {
    if (!in_word_) return {};
    if (words_.empty()) {
      if (Result<void> fine = check_program(); !fine) return fine;
    }
    words_.push_back(std::move(word_));
    word_.clear();
    unquoted_.clear();
    bracket_.reset();
    in_word_ = quoted_ = false;
    return {};
  }

  // The first word may be a shell's rather than a program's name.
  [[nodiscard]] Result<void> check_program() const {
    if (is_assignment(unquoted_)) {
      return Error{
          fmt::format("\"{}\" begins with an assignment, which only a shell makes", command_),
          "add --env NAME=VALUE, or --shell"};
    }
    if (!quoted_ && std::find(reserved.begin(), reserved.end(), word_) != reserved.end()) {
      return refuse(word_);
    }
    return {};
  }

  std::string_view command_;
  std::size_t at_ = 0;
  bool line_ended_ = false;  // that of the command: no word may follow
  bool in_word_ = false;     // also for an empty word, ''
  bool quoted_ = false;      // something of the word is
  std::string word_;
  std::string unquoted_;                // the word up to what is quoted in it
  std::optional<std::size_t> bracket_;  // where the first '[' is that is not quoted
  std::vector<std::string> words_;
};

}  // namespace

Result<std::vector<std::string>> split_words(std::string_view command) {
  return Splitter(command).split();
}

}  // namespace hone::cli
