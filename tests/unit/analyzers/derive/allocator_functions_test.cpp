#include "analyzers/derive/allocator_functions.hpp"

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

TEST(AllocatorFunctions, TakesTheNameOutOfASignature) {
  EXPECT_EQ(qualified_name("main"), "main");
  EXPECT_EQ(qualified_name("f(int, char const*)"), "f");
  EXPECT_EQ(qualified_name("void std::vector<int, std::allocator<int> >::push_back(int const&)"),
            "std::vector<int, std::allocator<int> >::push_back");
  EXPECT_EQ(qualified_name("std::string& app::name<std::pair<int, int> >(std::string&)"),
            "app::name<std::pair<int, int> >");
  EXPECT_EQ(qualified_name("(anonymous namespace)::pool::pool()"),
            "(anonymous namespace)::pool::pool");
  EXPECT_EQ(qualified_name("main::{lambda(int)#1}::operator()(int) const"),
            "main::{lambda(int)#1}::operator()");
  EXPECT_EQ(qualified_name("operator new(unsigned long)"), "operator new");
  EXPECT_EQ(qualified_name("std::ostream& app::operator<<(std::ostream&, int)"), "app::operator<<");
  EXPECT_EQ(qualified_name("cooperator(int)"), "cooperator");
  EXPECT_EQ(qualified_name("f(((("), "f");
  EXPECT_EQ(qualified_name("<<<< ((((> "), "<<<< ((((> ");
  EXPECT_EQ(qualified_name(""), "");
}

TEST(AllocatorFunctions, AreThoseThatPassARequestOn) {
  for (const char* const name :
       {"malloc", "calloc", "operator new(unsigned long)", "operator new[](unsigned long)",
        "std::allocator_traits<std::allocator<int> >::allocate(std::allocator<int>&, unsigned "
        "long)",
        "void std::vector<int>::_M_realloc_insert<int>(int&&)", "std::string::reserve()",
        "__gnu_cxx::new_allocator<char>::allocate(unsigned long, void const*)", "xmalloc",
        "g_malloc"}) {
    EXPECT_TRUE(is_allocator_function(name)) << name;
  }
  for (const char* const name :
       {"main", "app::malloc_things()", "mallocator", "my_std::vector()", "",
        "std::vector<int> app::numbers()", "app::Arena::operator new(unsigned long)"}) {
    EXPECT_FALSE(is_allocator_function(name)) << name;
  }
}

}  // namespace
}  // namespace hone::derive
