#include "reports/words/readings.hpp"

#include <string>

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

VariantReport variant_with(std::optional<Provenance> provenance) {
  VariantReport variant;
  if (!provenance) return variant;
  MetricSummary summary;
  summary.value = 1;
  summary.provenance = *provenance;
  variant.metrics.emplace("instructions", summary);
  return variant;
}

std::string note_of(std::optional<Provenance> first, std::optional<Provenance> second) {
  SubjectReport subject;
  subject.variants = {variant_with(first), variant_with(second)};
  return value_column(subject, "instructions").note;
}

TEST(ValueColumn, SaysHowItsNumbersWereGot) {
  const Provenance exact = Provenance::measured;
  const Provenance other = Provenance::simulated;
  EXPECT_EQ(note_of(exact, exact), std::string(to_string(exact)));
  EXPECT_EQ(note_of(exact, std::nullopt), std::string(to_string(exact)));
  EXPECT_EQ(note_of(exact, other), "mixed");
}

TEST(ValueColumn, SaysNothingOfNumbersThatThereAreNot) {
  EXPECT_EQ(note_of(std::nullopt, std::nullopt), "");
}

}  // namespace
}  // namespace hone::reports
