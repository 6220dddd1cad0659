#include "analyzers/text/function_names.hpp"

#include <gtest/gtest.h>

namespace hone::text {
namespace {

using Names = std::vector<std::string>;

std::string shortened(const std::string& name, std::size_t bytes) {
  return short_function_names({name}, bytes).at(0);
}

TEST(QualifiedName, IsTakenOutOfASignature) {
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
  EXPECT_EQ(qualified_name("app::Number::operator std::string() const"),
            "app::Number::operator std::string");
  EXPECT_EQ(qualified_name("bool app::operator<<A>(A<(x > 1)> const&)"), "app::operator<<A>");
  EXPECT_EQ(qualified_name("f(((("), "f");
  EXPECT_EQ(qualified_name("<<<< ((((> "), "<<<< ((((> ");
  EXPECT_EQ(qualified_name(""), "");
}

TEST(ShortFunctionName, LosesTypesAndParameters) {
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
  EXPECT_EQ(short_function_name("enable_if<((unsigned)3>(2)), int>::type f<(x->y)>(int)"), "f<>");
  EXPECT_EQ(short_function_name("app::Number app::operator/(app::Number, int)"), "app::operator/");
  EXPECT_EQ(short_function_name("[libc.so.6]"), "[libc.so.6]");
}

TEST(ShortFunctionName, KeepsWhatIsNoSignature) {
  for (const char* const name : {"", "f<", "f{", "<", "a > b"}) {
    EXPECT_FALSE(short_function_name(name).empty() && *name != '\0') << name;
  }
}

TEST(FunctionNames, ThatFitStayWhole) {
  EXPECT_EQ(shortened("std::vector<int, std::allocator<int> >::clear()", 60),
            "std::vector<int, std::allocator<int> >::clear()");
}

TEST(FunctionNames, LoseTheirParametersThenTheirTemplateArguments) {
  const std::string name = "app::(anonymous namespace)::scan<app::Rows>(std::map<int, int>&, long)";
  EXPECT_EQ(shortened(name, 60), "app::scan<app::Rows>(std::map<int, int>&, long)");
  EXPECT_EQ(shortened(name, 40), "app::scan<app::Rows>(..)");
  EXPECT_EQ(shortened(name, 20), "app::scan<Rows>(..)");
  EXPECT_EQ(shortened("scan<std::vector<int> const&>(int)", 30), "scan<vector<int> const&>(int)");
  EXPECT_EQ(shortened("scan<std::vector<int> const&>(int)", 20), "scan<..>(int)");
}

TEST(FunctionNames, OfWhatAStdFunctionCallsAreThoseOfTheCalled) {
  EXPECT_EQ(shortened("std::_Function_handler<unsigned long (int, char), f(P const&)::{lambda()#1}>"
                      "::_M_invoke(std::_Any_data const&, int&&, char&&)",
                      60),
            "f(P const&)::{lambda()#1}");
}

TEST(FunctionNames, OperatorsHaveBracketsOfTheirOwn) {
  EXPECT_EQ(shortened("std::ostream& std::operator<< <std::char_traits<char> >(char const*)", 50),
            "ostream& operator<< <char_traits<char> >(..)");
  EXPECT_EQ(shortened("less<std::string, std::string>::operator()(std::string, std::string)", 30),
            "less<..>::operator()(..)");
  EXPECT_EQ(shortened("enable_if<((unsigned)3>(2)), std::string>::f(x->y, a, b, c, d, e)", 40),
            "enable_if<(..), std::string>::f(..)");
}

TEST(FunctionNames, ThatDifferStayDifferent) {
  const std::string head =
      "hone::workloads::(anonymous namespace)::make_kernel<1, hone::workloads::";
  const std::string tail =
      ">(hone::workloads::Parameters const&)::{lambda()#1}::operator()() const";
  EXPECT_EQ(short_function_names({head + "Rows" + tail, head + "Columns" + tail}, 61),
            Names({"make_kernel<1, Rows>(..)::{lambda()#1}::operator()() const",
                   "make_kernel<1, Columns>(..)::{lambda()#1}::operator()() const"}));
  const std::string long_head(50, 'x');
  const std::string long_tail(50, 'y');
  const Names shown =
      short_function_names({long_head + "1" + long_tail, long_head + "2" + long_tail}, 40);
  EXPECT_TRUE(shown[0].starts_with("#1 xxx"));
  EXPECT_NE(shown[0], shown[1]);
}

TEST(FunctionNames, AreCutBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 40; ++i) name += "\xc3\xb6";
  for (const std::size_t bytes : {16U, 17U, 18U, 19U}) {
    const std::string shown = shortened(name, bytes);
    EXPECT_LE(shown.size(), bytes);
    EXPECT_EQ(shown.find("..") % 2, 0U) << shown;
    EXPECT_EQ(shown.size() % 2, 0U) << shown;
  }
}

TEST(FunctionNames, MayBeAnything) {
  for (const char* name :
       {"", "<", ">", "((((((((((((((((((((", "operator", "a<b<c<d<e<f<g<h<i<j<k<l", "<>()\xff\xff",
        "f(<)>(<)>(<)>(<)>(<)>", "->>>>>>>>>>>>>>>>>>>>>", "std::_Function_handler<",
        "std::_Function_handler<)>::_M_invoke", "std::_Function_handler<void (), >::_M_invoke"}) {
    EXPECT_LE(shortened(name, 16).size(), 16U) << name;
  }
  EXPECT_EQ(shortened(std::string(1 << 20, '('), 16), "(((((((..(((((((");
}

}  // namespace
}  // namespace hone::text
