#include "analyzers/derive/allocator_functions.hpp"

#include <gtest/gtest.h>

namespace hone::derive {
namespace {

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
