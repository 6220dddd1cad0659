#include "reports/profiles/stack_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/reports/sample_stacks.hpp"

namespace hone::reports {
namespace {

TEST(FoldedStacks, AreSortedWithEqualOnesAddedUp) {
  EXPECT_EQ(render_folded(sample_stacks()),
            "main 5\n"
            "main;parse<char, \"a\" & 'b'>() 60\n"
            "main;parse<char, \"a\" & 'b'>();operator new(unsigned long) 30\n"
            "main;write 4\n");
}

TEST(FoldedStacks, KeepTheirFormatWhateverTheNames) {
  StackProfile profile;
  profile.frames = {{"a;b\n", "", 0}, {"", "", 0}};
  profile.stacks = {{{0, 1}, 1}, {{}, 2}, {{0}, 0}};
  EXPECT_EQ(render_folded(profile), "[unknown] 2\na:b\\x0a;[unknown] 1\n");
  EXPECT_EQ(render_folded({}), "");
}

TEST(Speedscope, IsASampledProfile) {
  const nlohmann::json file = nlohmann::json::parse(render_speedscope(sample_stacks()));
  EXPECT_EQ(file["$schema"], "https://www.speedscope.app/file-format-schema.json");
  const nlohmann::json& profile = file["profiles"][0];
  EXPECT_EQ(profile["type"], "sampled");
  EXPECT_EQ(profile["unit"], "none");
  EXPECT_EQ(profile["startValue"], 0);
  EXPECT_EQ(profile["endValue"], 99);
  EXPECT_EQ(profile["samples"].size(), profile["weights"].size());
  EXPECT_EQ(profile["samples"][0], nlohmann::json::array({0, 1}));
  EXPECT_EQ(file["shared"]["frames"][0]["file"], "main.cpp");
  EXPECT_EQ(file["shared"]["frames"][0]["line"], 3);
  EXPECT_FALSE(file["shared"]["frames"][2].contains("file"));
  StackProfile bytes = sample_stacks();
  bytes.unit = "bytes";
  EXPECT_EQ(nlohmann::json::parse(render_speedscope(bytes))["profiles"][0]["unit"], "bytes");
}

}  // namespace
}  // namespace hone::reports
