#include "reports/sections/remarks.hpp"

#include <string>

#include <gtest/gtest.h>

#include "reports/formats/terminal.hpp"

namespace hone::reports {
namespace {

std::string remarks_on(const Placement& placement) {
  SubjectReport subject;
  subject.placement = placement;
  return render_terminal(remarks(subject, {}, Inconclusive::told), {});
}

TEST(Remarks, SayWhyAPairWasNotOnOneCpu) {
  EXPECT_EQ(remarks_on({false, {0, 1}, {}, "./a chooses its CPUs itself"}),
            "  CPUs          any of 0,1 for each run: ./a chooses its CPUs itself\n");
}

TEST(Remarks, AreSilentWhereThereWasNothingToChooseOrTheUserHasChosen) {
  EXPECT_EQ(remarks_on({true, {0, 1}, {}, ""}), "");
  EXPECT_EQ(remarks_on({false, {0, 1}, {}, "--cpus any"}), "");
  EXPECT_EQ(remarks_on({false, {0}, {}, "hone may use one CPU only"}), "");
}

}  // namespace
}  // namespace hone::reports
