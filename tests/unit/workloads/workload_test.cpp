#include "workloads/workload.hpp"

#include <set>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace hone::workloads {
namespace {

std::vector<Parameter> declared() {
  return {
      {.name = "nodes", .meaning = "nodes of the list", .initial = 1000, .min = 1, .max = 5000},
      {.name = "wait",
       .meaning = "how to wait",
       .initial = 1,
       .min = 0,
       .max = 2,
       .choices = {"spin", "yield", "block"}},
  };
}

TEST(Parameters, start_at_their_defaults) {
  const Parameters parameters(declared());
  EXPECT_EQ(parameters["nodes"], 1000);
  EXPECT_EQ(parameters["wait"], 1);
}

TEST(Parameters, keep_the_value_that_was_set) {
  Parameters parameters(declared());
  parameters.set("nodes", 7);
  EXPECT_EQ(parameters["nodes"], 7);
  EXPECT_EQ(parameters["wait"], 1);
}

TEST(Parameters, name_the_choice_of_their_value) {
  Parameters parameters(declared());
  EXPECT_EQ(parameters.choice("wait"), "yield");
  parameters.set("wait", 2);
  EXPECT_EQ(parameters.choice("wait"), "block");
}

TEST(Parameters, refuse_a_name_that_was_not_declared) {
  Parameters parameters(declared());
  EXPECT_THROW(static_cast<void>(parameters["node"]), std::out_of_range);
  EXPECT_THROW(static_cast<void>(parameters.choice("node")), std::out_of_range);
  EXPECT_THROW(parameters.set("node", 1), std::out_of_range);
}

TEST(Parameters, refuse_the_choice_of_a_number) {
  const Parameters parameters(declared());
  EXPECT_THROW(static_cast<void>(parameters.choice("nodes")), std::out_of_range);
}

TEST(Parameters, are_copied_by_value) {
  Parameters first(declared());
  Parameters second = first;
  second.set("nodes", 2);
  EXPECT_EQ(first["nodes"], 1000);
}

TEST(Workload, has_the_family_before_the_slash) {
  Workload workload;
  workload.id = "cache/soa";
  EXPECT_EQ(workload.family(), "cache");
}

TEST(Leaf, has_a_name_of_its_own_for_each_value) {
  std::set<std::string_view> names;
  const int count = static_cast<int>(Leaf::algorithmic_change) + 1;
  for (int leaf = 0; leaf < count; ++leaf) names.insert(to_string(static_cast<Leaf>(leaf)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(count));
  EXPECT_EQ(names.count(""), 0U);
}

TEST(Opaque, returns_its_value) {
  EXPECT_EQ(opaque(42), 42);
  const int number = 1;
  EXPECT_EQ(opaque(&number), &number);
}

}  // namespace
}  // namespace hone::workloads
