#include "reports/sections/whole_report.hpp"

#include <cstddef>
#include <utility>

#include "reports/sections/contradictions.hpp"
#include "reports/sections/crossover_section.hpp"
#include "reports/sections/headline.hpp"
#include "reports/sections/overview.hpp"
#include "reports/sections/pay_off.hpp"
#include "reports/sections/report_frame.hpp"
#include "reports/sections/short_overview.hpp"
#include "reports/sections/stat_section.hpp"
#include "reports/sections/subject_section.hpp"
#include "reports/sections/unmeasured.hpp"

namespace hone::reports {

namespace {

// So many subjects are shown one by one, which is a screen or two at the best.
constexpr std::size_t most_in_full = 12;

// What stands first, and what it stands on; or the other way round on a screen that scrolls.
Document arranged(Document first, Document rest, bool answer_last) {
  if (answer_last) std::swap(first, rest);
  first.add_part(std::move(rest));
  return first;
}

bool is_shortened(const Report& report, Extent extent) {
  return extent == Extent::screens && report.subjects.size() > most_in_full;
}

// Whether a subject's commands are so many that their verdicts alone fill a screen.
bool has_many_commands(const SubjectReport& subject, Extent extent) {
  return extent == Extent::screens && is_command(subject) && subject.variants.size() > most_in_full;
}

// Sentences for one comparison of commands, else a table. The table of a workload that is alone
// is the answer by itself, unless it has scrolled away.
Document answer(const Report& report, const Arrangement& arrangement) {
  const Extent extent = arrangement.extent;
  if (report.subjects.empty()) {
    Document none;
    none.add(Paragraph{"No subject was finished."});
    return none;
  }
  if (report.plan.pay_off) return pay_off(report);
  // The sentences on scans, which are what a sweep is made for, at the end that the eye meets.
  if (report.subjects.size() > 1) {
    Document table = is_shortened(report, extent) ? short_overview(report) : overview(report);
    return arranged(crossover_section(report), std::move(table), arrangement.answer_last);
  }
  const SubjectReport& only = report.subjects.front();
  if (has_many_commands(only, extent)) return counted_headlines(only);
  if (is_command(only)) return headlines(only, report.plan);
  return arrangement.answer_last ? overview(report) : Document();
}

SectionOptions section_options(const Report& report, const SubjectReport& subject, Extent extent) {
  const bool is_alone = report.subjects.size() == 1;
  const bool are_many = has_many_commands(subject, extent);
  const bool are_told = are_many || (is_alone && is_command(subject));
  return {.shows_quantiles = is_alone || is_command(subject),
          .shows_comparisons_alone = are_many,
          .inconclusive = are_told ? Inconclusive::told : Inconclusive::explain};
}

// Each subject by itself, and what could not be measured of it.
Document subjects(const Report& report, Extent extent) {
  Document document;
  bool is_short = false;
  for (const SubjectReport& subject : report.subjects) {
    if (report.plan.pay_off) break;  // one table: the points are many
    is_short = is_short || has_many_commands(subject, extent);
    document.add_part(
        subject_section(subject, report.plan, section_options(report, subject, extent)));
  }
  if (is_short) {
    document.add(Break{});
    document.add(Paragraph{"--details shows distributions and other metrics; -o FILE keeps all."});
  }
  document.add_part(unmeasured(report, Warnings::shown));
  return document;
}

// What stands for them where they are too many.
Document instead_of_subjects(const Report& report) {
  Document document = exceptions(report);
  document.add(Break{});
  document.add(Paragraph{"--details shows each subject by itself; -o FILE keeps everything."});
  return document;
}

// What one command costs, which nothing was compared with.
bool is_of_stat(const Report& report) {
  return report.subjects.size() == 1 && report.subjects.front().variants.size() == 1 &&
         is_command(report.subjects.front());
}

}  // namespace

Document whole_report(const Report& report, const Arrangement& arrangement) {
  if (is_of_stat(report)) return stat_section(report);
  Document first;
  if (report.interrupted) first = interruption("shown");
  first.add_part(contradictions(report));
  first.add_part(answer(report, arrangement));

  const bool is_short = is_shortened(report, arrangement.extent) && !report.plan.pay_off;
  Document rest = is_short ? instead_of_subjects(report) : subjects(report, arrangement.extent);
  rest.add_part(disturbances(report.environment));
  rest.add_part(closing(report));
  return arranged(std::move(first), std::move(rest), arrangement.answer_last);
}

}  // namespace hone::reports
