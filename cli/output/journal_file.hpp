// The journal beside a report that is being made: FILE.journal, to which each finished subject is
// appended as a line and synced, so that neither SIGKILL nor a loss of power takes it away. It is
// gone when the report is saved.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzers/collect/process/descriptor.hpp"
#include "analyzers/model/result.hpp"

namespace hone::cli {

// Where the journal of the report at `output` is, following symbolic links.
std::string journal_of(const std::string& output);

// What stands at a journal's place.
enum class JournalState : std::uint8_t {
  none,
  left_behind,  // its run ended before the report was saved
  in_use,       // its run goes on
  no_journal,   // a folder or the like
};

JournalState state_of_journal(const std::string& journal);

// Gives a journal that was left behind another name, FILE.journal.1 or the next free number, and
// returns it. nullopt: there is none. A new one can then be begun.
Result<std::optional<std::string>> set_aside(const std::string& journal);

class JournalFile {
 public:
  // Creates the file; one that is there already is an error.
  static Result<JournalFile> create(const std::string& journal);

  // Appends the lines and syncs them to the disk.
  Result<void> append(std::string_view lines);

  // Deletes the file, whose report is saved.
  void remove();

 private:
  JournalFile(std::string path, collect::Descriptor descriptor)
      : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

  std::string path_;
  collect::Descriptor descriptor_;  // locked as long as it is open
};

}  // namespace hone::cli
