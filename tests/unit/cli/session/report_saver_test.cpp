#include "cli/session/report_saver.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/session/saved_report.hpp"
#include "reports/json/read_report.hpp"

namespace hone::cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(SaveSchedule, SavingTakesAFiftiethOfTheTimeAtMost) {
  SaveSchedule schedule;
  SaveSchedule::Clock::time_point now{};
  SaveSchedule::Clock::duration saving{};
  SaveSchedule::Clock::duration cost = 10ms;
  EXPECT_TRUE(schedule.is_due(now));
  for (int subject = 0; subject < 10'000; ++subject) {
    now += 20ms;
    if (!schedule.is_due(now)) continue;
    schedule.saved(now, now + cost);
    now += cost;
    saving += cost;
    cost += 1ms;  // the report grows
  }
  EXPECT_GT(saving, 1s);
  EXPECT_LT(saving, now.time_since_epoch() / 45);
}

Report report_of(int subjects) {
  Report report;
  report.tool = {"hone", "0.1.0", ""};
  report.created = "2026-11-23T10:20:30Z";
  Environment& environment = report.environment;
  for (TextOrAbsent* setting :
       {&environment.governor, &environment.turbo, &environment.aslr, &environment.thp}) {
    *setting = Absent{"nobody asked"};
  }
  for (int i = 0; i < subjects; ++i) {
    SubjectReport& subject = report.subjects.emplace_back();
    subject.id = "test/" + std::to_string(i);
    subject.metrics = {{"wall_time", Better::lower}};
  }
  return report;
}

class ReportSaverTest : public testing::Test {
 protected:
  ReportSaverTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("hone-report-saver-" + std::to_string(getpid()))) {
    std::filesystem::create_directory(folder_);
  }
  ~ReportSaverTest() override { std::filesystem::remove_all(folder_); }
  ReportSaverTest(const ReportSaverTest&) = delete;
  ReportSaverTest& operator=(const ReportSaverTest&) = delete;

  [[nodiscard]] std::string output() const { return folder_ / "report.json"; }
  [[nodiscard]] std::string journal() const { return output() + ".journal"; }

  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // As a run does that is killed after so many subjects.
  void leave_journal(int subjects) const {
    ReportSaver saver(output());
    for (int i = 1; i <= subjects; ++i) saver.subject_done(report_of(i));
  }

  std::filesystem::path folder_;
};

TEST_F(ReportSaverTest, EachSubjectIsALineOfTheJournal) {
  leave_journal(3);
  const Result<reports::Journal> kept = reports::read_journal(content(journal()));
  ASSERT_TRUE(kept.ok()) << kept.error().what;
  EXPECT_TRUE(kept->report == report_of(3));
}

TEST_F(ReportSaverTest, WhatIsSavedBeforeTheEndSaysThatItWasCutOff) {
  leave_journal(1);
  const Result<Report> saved = reports::read_report(content(output()));
  ASSERT_TRUE(saved.ok()) << saved.error().what;
  EXPECT_TRUE(saved->interrupted);
  EXPECT_EQ(saved->subjects.size(), 1U);
}

TEST_F(ReportSaverTest, NothingButTheReportIsLeftAtTheEnd) {
  ReportSaver saver(output());
  saver.subject_done(report_of(1));
  EXPECT_EQ(state_of_journal(journal()), JournalState::in_use);
  EXPECT_TRUE(saver.finish(report_of(2)).ok());
  const Result<Report> saved = reports::read_report(content(output()));
  ASSERT_TRUE(saved.ok()) << saved.error().what;
  EXPECT_TRUE(*saved == report_of(2));
  const std::filesystem::directory_iterator files(folder_);
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(ReportSaverTest, AReportThatCannotBeSavedIsInItsJournalWhole) {
  ReportSaver saver(output());
  saver.subject_done(report_of(1));
  std::filesystem::remove(output());
  std::filesystem::create_directory(output());
  const Result<void> saved = saver.finish(report_of(2));
  ASSERT_FALSE(saved.ok());
  EXPECT_THAT(saved.error().next, HasSubstr("all that was finished is in its journal"));
  const Result<reports::Journal> kept = reports::read_journal(content(journal()));
  ASSERT_TRUE(kept.ok()) << kept.error().what;
  EXPECT_TRUE(kept->report == report_of(2));
}

// No file may become longer, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit smaller{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &smaller);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  decltype(SIG_IGN) handler_ = std::signal(SIGXFSZ, SIG_IGN);
};

TEST_F(ReportSaverTest, OnAFullDiskWhatIsKeptIsNotCalledAll) {
  ReportSaver saver(output());
  {
    const FullDisk full(10'000);
    for (int i = 1; i < 100; ++i) saver.subject_done(report_of(i));
    const Result<void> saved = saver.finish(report_of(100));
    ASSERT_FALSE(saved.ok());
    EXPECT_THAT(saved.error().what, HasSubstr("report.json': File too large"));
    EXPECT_THAT(saved.error().next, HasSubstr("a part of what was finished is in its journal"));
  }
  const Result<SavedReport> kept = load_report(journal());
  ASSERT_TRUE(kept.ok()) << kept.error().what;
  EXPECT_GT(kept->report.subjects.size(), 5U);
  EXPECT_LT(kept->report.subjects.size(), 100U);
}

TEST_F(ReportSaverTest, OnADiskThatIsFullFromTheBeginningNothingIsCalledKept) {
  const FullDisk full(100);
  ReportSaver saver(output());
  for (int i = 1; i < 3; ++i) saver.subject_done(report_of(i));
  const Result<void> saved = saver.finish(report_of(3));
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().next, "nothing of what was finished could be kept");
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(ReportSaverTest, WithoutAJournalTheReportThatWasSavedBeforeIsNamed) {
  std::filesystem::create_directory(journal());
  ReportSaver saver(output());
  saver.subject_done(report_of(1));
  const FullDisk full(100);
  const Result<void> saved = saver.finish(report_of(3));
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().next, "it has 1 of the 3 subjects that were finished");
}

TEST_F(ReportSaverTest, ARunWithoutSubjectsLeavesAnOlderReportAlone) {
  std::ofstream(output()) << "old";
  EXPECT_TRUE(ReportSaver(output()).finish(report_of(0)).ok());
  EXPECT_EQ(content(output()), "old");
}

TEST_F(ReportSaverTest, AReportThatWasCutOffIsCompletedFromItsJournal) {
  leave_journal(3);
  const Result<SavedReport> loaded = load_report(output());
  ASSERT_TRUE(loaded.ok()) << loaded.error().what;
  EXPECT_TRUE(loaded->is_completed);
  EXPECT_TRUE(loaded->report.interrupted);
  EXPECT_TRUE(loaded->report.subjects == report_of(3).subjects);
  ASSERT_TRUE(save_completed(output(), *loaded).ok());
  const Result<Report> saved = reports::read_report(content(output()));
  ASSERT_TRUE(saved.ok()) << saved.error().what;
  EXPECT_TRUE(*saved == loaded->report);
  EXPECT_EQ(state_of_journal(journal()), JournalState::none);
}

TEST_F(ReportSaverTest, AJournalAloneIsAReport) {
  leave_journal(2);
  std::filesystem::remove(output());
  for (const std::string& path : {output(), journal()}) {
    const Result<SavedReport> loaded = load_report(path);
    ASSERT_TRUE(loaded.ok()) << loaded.error().what;
    EXPECT_EQ(loaded->report.subjects.size(), 2U);
    EXPECT_EQ(loaded->is_completed, path == output());
  }
}

TEST_F(ReportSaverTest, AJournalOfAnotherRunAddsNothing) {
  leave_journal(2);
  Report other = report_of(1);
  other.created = "2026-11-24T10:20:30Z";
  ASSERT_TRUE(ReportSaver(output()).finish(other).ok());
  const Result<SavedReport> loaded = load_report(output());
  ASSERT_TRUE(loaded.ok()) << loaded.error().what;
  EXPECT_FALSE(loaded->is_completed);
  EXPECT_TRUE(loaded->report == other);
  ASSERT_EQ(loaded->notes.size(), 1U);
  EXPECT_THAT(loaded->notes[0].what, HasSubstr("is of another run, begun 2026-11-23T10:20:30Z"));
}

TEST_F(ReportSaverTest, AJournalThatIsNoneHarmsNoReport) {
  ASSERT_TRUE(ReportSaver(output()).finish(report_of(1)).ok());
  std::ofstream(journal()) << "a song\n";
  const Result<SavedReport> loaded = load_report(output());
  ASSERT_TRUE(loaded.ok()) << loaded.error().what;
  EXPECT_FALSE(loaded->is_completed);
  ASSERT_EQ(loaded->notes.size(), 1U);
  EXPECT_THAT(loaded->notes[0].what, HasSubstr("report.json.journal': line 1: "));
}

TEST_F(ReportSaverTest, TheJournalOfARunThatGoesOnIsShownAndNotTaken) {
  ReportSaver saver(output());
  saver.subject_done(report_of(1));
  saver.subject_done(report_of(2));
  const Result<SavedReport> loaded = load_report(output());
  ASSERT_TRUE(loaded.ok()) << loaded.error().what;
  EXPECT_EQ(loaded->report.subjects.size(), 2U);
  EXPECT_FALSE(loaded->is_completed);
  ASSERT_EQ(loaded->notes.size(), 1U);
  EXPECT_THAT(loaded->notes[0].what, HasSubstr("goes on: 2 subjects so far"));
}

TEST_F(ReportSaverTest, AJournalThatIsSetAsideReplacesNothing) {
  leave_journal(1);
  const std::string first = content(journal());
  std::ofstream(journal() + ".1") << "older";
  const Result<std::optional<std::string>> kept = set_aside(journal());
  ASSERT_TRUE(kept.ok()) << kept.error().what;
  EXPECT_EQ(*kept, journal() + ".2");
  EXPECT_EQ(content(journal() + ".1"), "older");
  EXPECT_EQ(content(journal() + ".2"), first);
  EXPECT_EQ(state_of_journal(journal()), JournalState::none);
}

TEST_F(ReportSaverTest, OnlyWhatARunWroteIsAJournal) {
  leave_journal(1);
  EXPECT_TRUE(is_journal(journal()));
  std::ofstream(journal()) << "precious\n";
  EXPECT_FALSE(is_journal(journal()));
  EXPECT_FALSE(is_journal(journal() + ".none"));
  EXPECT_FALSE(is_journal(folder_));
}

TEST_F(ReportSaverTest, TheJournalOfALinkIsBesideItsTargetBeforeAndAfterThatIsThere) {
  std::filesystem::create_symlink("report.json", folder_ / "link");
  const std::string link = folder_ / "link";
  EXPECT_EQ(journal_of(link), journal());
  std::ofstream(output()) << "here";
  EXPECT_EQ(journal_of(link), journal());
}

TEST_F(ReportSaverTest, AFolderIsNoJournal) {
  std::filesystem::create_directory(journal());
  EXPECT_EQ(state_of_journal(journal()), JournalState::no_journal);
}

}  // namespace
}  // namespace hone::cli
