// The journal of a run, as it is left behind when the run is killed, and as it should never be.
#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/json/read_report.hpp"
#include "reports/json/report_json.hpp"
#include "tests/unit/reports/sample_every_field.hpp"
#include "tests/unit/reports/sample_report.hpp"

namespace hone::reports {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string journal_of(const Report& report) {
  std::string text = render_journal_head(report);
  for (const SubjectReport& subject : report.subjects) text += render_journal_line(subject);
  return text;
}

std::string refusal_of(std::string_view text) {
  const Result<Journal> journal = read_journal(text);
  if (journal.ok()) return "accepted";
  EXPECT_NE(journal.error().next, "");
  return journal.error().what;
}

TEST(ReadJournal, GivesBackEverySubjectOnALineOfItsOwn) {
  Report report = sample_with_every_field();
  report.subjects.push_back(sample_comparison().subjects.front());
  const std::string text = journal_of(report);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_TRUE(begins_as_journal(text));
  EXPECT_FALSE(begins_as_journal(render_json(report)));
  const Result<Journal> journal = read_journal(text);
  ASSERT_TRUE(journal.ok()) << journal.error().what;
  EXPECT_FALSE(journal->is_cut);
  report.crossovers.clear();
  EXPECT_TRUE(journal->report == report);
}

TEST(ReadJournal, OtherFilesAreToldByTheirBeginning) {
  const Report report = sample_comparison();
  const std::string text = journal_of(report).substr(0, 64);
  for (std::size_t length = 0; length <= text.size(); ++length) {
    EXPECT_TRUE(may_be_journal(std::string_view(text).substr(0, length))) << length;
  }
  EXPECT_FALSE(may_be_journal(render_json(report).substr(0, 64)));
  EXPECT_FALSE(may_be_journal("precious\n"));
}

TEST(ReadJournal, ALastLineThatIsCutAnywhereIsLeftOut) {
  const Report report = sample_comparison();
  const std::string text = journal_of(report);
  const std::size_t first_line = text.find('\n') + 1;
  for (std::size_t length = first_line; length < text.size(); length += 61) {
    const Result<Journal> journal = read_journal(text.substr(0, length));
    ASSERT_TRUE(journal.ok()) << length << ": " << journal.error().what;
    EXPECT_EQ(journal->is_cut, length != first_line) << length;
    EXPECT_TRUE(journal->report.subjects.empty()) << length;
  }
  // As after a loss of power.
  const Result<Journal> zeros = read_journal(text + std::string(4096, '\0'));
  ASSERT_TRUE(zeros.ok()) << zeros.error().what;
  EXPECT_TRUE(zeros->is_cut);
  EXPECT_EQ(zeros->report.subjects.size(), 1U);
}

TEST(ReadJournal, NamesTheLineAndThePlaceOfWhatIsWrong) {
  const std::string head = render_journal_head(sample_comparison());
  const std::string line = render_journal_line(sample_comparison().subjects.front());
  EXPECT_EQ(refusal_of(head + "{}\n"), "line 2: id: is missing");
  EXPECT_EQ(refusal_of(head + "7\n"), "line 2: it is a number, not an object");
  EXPECT_EQ(refusal_of(head + line + "\n"), "line 3: line 1, column 1: it ends too early");
  EXPECT_THAT(refusal_of(head + line + line), StartsWith("line 3: id: is \"compare\", as of a"));
  std::string damaged = line;
  damaged.replace(damaged.find("\"pairs\":"), 8, "\"paars\":");
  EXPECT_EQ(refusal_of(head + line.substr(0, 30) + "\n"),
            "line 2: line 1, column 31: it ends too early");
  EXPECT_EQ(refusal_of(head + damaged), "line 2: comparisons[0].pairs: is missing");
}

TEST(ReadJournal, RefusesWhatIsNoJournalOrAnotherSchema) {
  EXPECT_EQ(refusal_of(""), "its first line does not end");
  EXPECT_EQ(refusal_of(render_journal_head(sample_comparison()).substr(0, 100)),
            "its first line does not end");
  EXPECT_THAT(refusal_of("no journal\n"), HasSubstr("line 1: line 1, column 2: it is not JSON"));
  EXPECT_THAT(refusal_of(render_journal_line(sample_comparison().subjects.front())),
              StartsWith("line 1: schema: is missing"));
  EXPECT_EQ(refusal_of("{\"schema\":\"hone.journal/2\"}\n"),
            "line 1: schema: is \"hone.journal/2\", newer than hone.journal/1");
  EXPECT_EQ(refusal_of("{\"schema\":\"hone.report/1\"}\n"),
            "line 1: schema: is \"hone.report/1\", not hone.journal/1");
  EXPECT_EQ(refusal_of("{\"schema\":\"hone.journal/1\"}\n"), "line 1: report: is missing");
}

}  // namespace
}  // namespace hone::reports
