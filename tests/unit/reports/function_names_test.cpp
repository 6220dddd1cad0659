#include "reports/function_names.hpp"

#include <gtest/gtest.h>

#include "reports/utf8.hpp"

namespace hone::reports {
namespace {

using Names = std::vector<std::string>;

std::string shortened(const std::string& name, std::size_t columns) {
  return short_function_names({name}, columns).at(0);
}

TEST(FunctionNames, ThatFitStayWhole) {
  EXPECT_EQ(shortened("std::vector<int, std::allocator<int> >::clear()", 60),
            "std::vector<int, std::allocator<int> >::clear()");
}

TEST(FunctionNames, LoseTheirTemplateArgumentsThenTheirParameters) {
  const std::string name =
      "std::_Function_handler<void (int), main::{lambda(int)#1}>::_M_invoke(std::_Any_data const&)";
  EXPECT_EQ(shortened(name, 60), "std::_Function_handler<..>::_M_invoke(std::_Any_data const&)");
  EXPECT_EQ(shortened(name, 50), "std::_Function_handler<..>::_M_invoke(..)");
  EXPECT_EQ(shortened("(anonymous namespace)::f<int>(std::map<std::string, int>&, int)", 40),
            "(anonymous namespace)::f<int>(..)");
}

TEST(FunctionNames, OperatorsHaveBracketsOfTheirOwn) {
  EXPECT_EQ(shortened("std::ostream& std::operator<< <std::char_traits<char> >(char const*)", 50),
            "std::ostream& std::operator<< <..>(char const*)");
  EXPECT_EQ(shortened("less<std::string, std::string>::operator()(std::string, std::string)", 30),
            "less<..>::operator()(..)");
  EXPECT_EQ(shortened("enable_if<((unsigned)3>(2)), std::string>::f(x->y, a, b, c, d, e)", 40),
            "enable_if<..>::f(x->y, a, b, c, d, e)");
}

TEST(FunctionNames, ThatDifferStayDifferent) {
  const std::string head = "std::_Function_handler<void (), ";
  const std::string tail = ">::_M_invoke(std::_Any_data const&, int, int, int)";
  const Names shown = short_function_names(
      {head + "main::{lambda()#1}" + tail, head + "main::{lambda()#2}" + tail}, 40);
  EXPECT_NE(shown[0], shown[1]);
  for (const std::string& name : shown) EXPECT_LE(display_width(name), 40U);
}

TEST(FunctionNames, MayBeAnything) {
  for (const char* name : {"<", ">", "((((((((((((((((", "operator", "a<b<c<d<e<f<g<h<i",
                           "<>()\xff", "f(<)>(<)>(<)>(<)>(<)>", "->>>>>>>>>>>>>>>>>>"}) {
    EXPECT_LE(display_width(shortened(name, 10)), 10U) << name;
  }
  EXPECT_EQ(shortened("\x1b[2J", 60), "\\x1b[2J");
}

}  // namespace
}  // namespace hone::reports
