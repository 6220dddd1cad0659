#include "reports/words/function_name.hpp"

#include <gtest/gtest.h>

namespace hone::reports {
namespace {

TEST(FunctionName, LosesTypesAndParameters) {
  EXPECT_EQ(short_function_name("main"), "main");
  EXPECT_EQ(short_function_name("f(int, char const*)"), "f");
  EXPECT_EQ(short_function_name("void std::vector<int, std::allocator<int> >::push_back(int&&)"),
            "std::vector<>::push_back");
  EXPECT_EQ(short_function_name("std::pair<int, int> app::f<A<B>, C>(D) const"), "app::f<>");
  EXPECT_EQ(short_function_name("app::(anonymous namespace)::Table::grow(unsigned long)"),
            "app::(anonymous)::Table::grow");
  EXPECT_EQ(short_function_name("main::{lambda(int)#1}::operator()(int) const"),
            "main::{lambda}::operator()");
  EXPECT_EQ(short_function_name("run(int)::{lambda()#2}::operator()() const"),
            "run::{lambda}::operator()");
  EXPECT_EQ(short_function_name("operator new(unsigned long)"), "operator new");
  EXPECT_EQ(short_function_name("std::ostream& app::operator<<(std::ostream&, int)"),
            "app::operator<<");
  EXPECT_EQ(short_function_name("[libc.so.6]"), "[libc.so.6]");
}

TEST(FunctionName, KeepsWhatIsNoSignature) {
  for (const char* const name : {"", "f<", "f{", "<", "a > b"}) {
    EXPECT_FALSE(short_function_name(name).empty() && *name != '\0') << name;
  }
}

}  // namespace
}  // namespace hone::reports
