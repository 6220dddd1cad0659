#include "analyzers/measure/unit_cpus.hpp"

#include <gtest/gtest.h>

namespace hone::measure {
namespace {

using Cpus = std::vector<int>;

UnitCpus cpus_at(const Cpus& home, const CpuChoice& choice = {}) {
  return UnitCpus(choice, collect::CpuPool(choice, home, "/nowhere"));
}

TEST(UnitCpus, AUnitGoesToTheCpuThatWasDrawn) {
  const UnitCpus cpus = cpus_at({1, 4});
  EXPECT_EQ(cpus.draw(6), 1);
  EXPECT_EQ(cpus.draw(7), 4);
  EXPECT_EQ(cpus.all(), (Cpus{1, 4}));
  EXPECT_EQ(cpus.placement(), (Placement{true, {1, 4}, {}, ""}));
}

TEST(UnitCpus, WhatNeedsSeveralGetsAllUntilTheNextSubject) {
  UnitCpus cpus = cpus_at({1, 4});
  cpus.need_several("a has more than one thread or process");
  cpus.need_several("b chooses its CPUs itself");
  EXPECT_EQ(cpus.draw(6), std::nullopt);
  EXPECT_EQ(cpus.placement(),
            (Placement{false, {1, 4}, {}, "a has more than one thread or process"}));
  cpus.end_subject();
  EXPECT_EQ(cpus.draw(6), 1);
}

TEST(UnitCpus, WithAnyNothingIsChanged) {
  const UnitCpus cpus = cpus_at({1, 4}, {CpuChoice::Kind::any, {}});
  EXPECT_EQ(cpus.draw(6), std::nullopt);
  EXPECT_EQ(cpus.all(), Cpus{});
  EXPECT_EQ(cpus.placement().reason, "--cpus any");
}

TEST(UnitCpus, WhereThereIsOneCpuNothingIsChanged) {
  const UnitCpus cpus = cpus_at({3});
  EXPECT_EQ(cpus.draw(6), std::nullopt);
  EXPECT_EQ(cpus.all(), Cpus{});
  EXPECT_FALSE(cpus.placement().is_one_cpu);
}

TEST(UnitCpus, OneChosenCpuIsForWhateverRuns) {
  UnitCpus cpus = cpus_at({1, 4}, {CpuChoice::Kind::same, {4}});
  cpus.need_several("a has more than one thread or process");
  EXPECT_EQ(cpus.draw(6), 4);
  EXPECT_EQ(cpus.all(), Cpus{4});
  EXPECT_EQ(cpus.placement(), (Placement{true, {4}, {}, ""}));
}

TEST(UnitCpus, OneThreadOnTheGivenCpusNeedsNoMore) {
  const Cpus given{0, 1};
  const auto use = [](double others, unsigned outlived, Cpus cpus) {
    return collect::CpuUse{collect::Seconds(others), outlived, std::move(cpus)};
  };
  EXPECT_EQ(why_several(use(0, 0, given), given), std::nullopt);
  EXPECT_EQ(why_several(use(-1e-6, 0, given), given), std::nullopt);  // rounded
  EXPECT_TRUE(why_several(use(2e-5, 0, given), given));
  EXPECT_TRUE(why_several(use(0, 1, given), given));
  EXPECT_EQ(why_several(use(0, 0, {1}), given), "chooses its CPUs itself");
  EXPECT_TRUE(why_several(std::nullopt, given)) << "what is not known is not narrowed";
}

}  // namespace
}  // namespace hone::measure
