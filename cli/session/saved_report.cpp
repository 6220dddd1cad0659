#include "cli/session/saved_report.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "analyzers/analyze/crossovers.hpp"
#include "analyzers/collect/process/descriptor.hpp"
#include "cli/output/journal_file.hpp"
#include "cli/output/save.hpp"
#include "fmt/format.h"
#include "reports/json/read_report.hpp"
#include "reports/json/report_json.hpp"

namespace hone::cli {
namespace {

constexpr std::size_t most_bytes = std::size_t{257} * 1024 * 1024;  // the readers take less

Error reading_error(const std::string& path, const Error& error) {
  return {fmt::format("cannot read '{}': {}", path, error.what), error.next};
}

// No more than about `bytes`.
Result<std::string> read_file(const std::string& path, std::size_t bytes = most_bytes) {
  const char* const name = path == "-" ? "/dev/stdin" : path.c_str();
  const collect::Descriptor file(open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return reading_error(path, {std::strerror(errno), ""});
  std::string text;
  std::vector<char> piece(65536);
  while (text.size() < bytes) {
    const ssize_t got = read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return reading_error(path, {std::strerror(errno), "name a file"});
    if (got == 0) break;
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  return text;
}

// Of a run that did not reach its end.
Report cut_off(Report report) {
  report.interrupted = true;
  report.crossovers = analyze::find_crossovers(report.subjects, report.interrupted);
  return report;
}

Result<Report> read_cut_off(const std::string& path, std::string_view text,
                            std::vector<Error>& notes) {
  Result<reports::Journal> journal = reports::read_journal(text);
  if (!journal) return reading_error(path, journal.error());
  if (journal->is_cut) {
    notes.push_back({fmt::format("'{}' ends within a line, which is left out", path), ""});
  }
  return cut_off(std::move(journal->report));
}

bool are_of_one_run(const Report& one, const Report& other) {
  return one.created == other.created && one.plan == other.plan &&
         one.environment.host == other.environment.host;
}

std::string counted(std::size_t subjects) {
  return fmt::format("{} subject{}", subjects, subjects == 1 ? "" : "s");
}

// `report`: what stands in the report's own file; absent: there is none.
void add_journal(const std::string& path, std::optional<Report> report, SavedReport& saved) {
  const Result<std::string> text = read_file(saved.journal);
  if (!text) return saved.notes.push_back(text.error());
  Result<Report> found = read_cut_off(saved.journal, *text, saved.notes);
  if (!found) return saved.notes.push_back(found.error());
  const std::size_t subjects = found->subjects.size();
  if (report && !are_of_one_run(*report, *found)) {
    return saved.notes.push_back({fmt::format("'{}' is of another run, begun {}, and has {}",
                                              saved.journal, found->created, counted(subjects)),
                                  fmt::format("hone report {} shows them", saved.journal)});
  }
  const bool goes_on = state_of_journal(saved.journal) == JournalState::in_use;
  saved.notes.push_back(
      {goes_on ? fmt::format("the run that makes '{}' goes on: {} so far", path, counted(subjects))
               : fmt::format("the run that made '{}' was cut off after {}, which '{}' has", path,
                             counted(subjects), saved.journal),
       ""});
  saved.is_completed = !goes_on;
  if (!report || subjects > report->subjects.size()) saved.report = std::move(*found);
}

}  // namespace

bool is_journal(const std::string& path) {
  constexpr std::size_t head = 64;
  const Result<std::string> text = read_file(path, head);
  return text && reports::may_be_journal(*text);
}

Result<SavedReport> load_report(const std::string& path) {
  SavedReport saved;
  saved.journal = journal_of(path);
  // What comes from a stream has none beside it, nor a place to be completed in.
  const bool has_journal = !is_stream(path) && path != "/dev/stdin" &&
                           (state_of_journal(saved.journal) == JournalState::left_behind ||
                            state_of_journal(saved.journal) == JournalState::in_use);
  std::error_code error;
  if (has_journal && !std::filesystem::exists(path, error)) {
    add_journal(path, std::nullopt, saved);
    if (!saved.report.created.empty()) return saved;
    return saved.notes.back();
  }
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  if (reports::begins_as_journal(*text)) {
    Result<Report> report = read_cut_off(path, *text, saved.notes);
    if (!report) return report.error();
    saved.report = std::move(*report);
    return saved;
  }
  Result<Report> report = reports::read_report(*text);
  if (!report) return reading_error(path, report.error());
  saved.report = *report;
  if (has_journal) add_journal(path, std::move(*report), saved);
  return saved;
}

Result<void> save_completed(const std::string& path, const SavedReport& saved) {
  if (Result<void> written = save(path, reports::render_json(saved.report)); !written) {
    return written;
  }
  unlink(saved.journal.c_str());
  return {};
}

}  // namespace hone::cli
