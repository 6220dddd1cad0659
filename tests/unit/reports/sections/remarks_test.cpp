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

TEST(Remarks, AVerdictThatIsHeldBackHasNoOtherReason) {
  SubjectReport subject;
  subject.variants.resize(2);
  subject.variants[0].name = "one";
  subject.variants[1].name = "two";
  subject.crowding = Crowding{2, 2, 1.5};
  Comparison held;
  held.baseline = "one";
  held.variant = "two";
  held.metric = "wall_time";
  held.interval = Interval{1.1, 1.2};
  subject.comparisons = {held};
  EXPECT_EQ(render_terminal(remarks(subject, {}, Inconclusive::explain), {}),
            "  inconclusive  two: held back, see the finding below\n");
}

}  // namespace
}  // namespace hone::reports
