// Demangled names of C++ functions, taken apart and made short enough for a table or a sentence. A
// text that is no such name stays as it is. Names are not escaped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hone::text {

// The name without return type and parameters: "void std::vector<int>::push_back(int const&)" gives
// "std::vector<int>::push_back". What is defined inside a function, and so stands behind the
// function's parameters, counts as the function.
std::string_view qualified_name(std::string_view function);

// The name without what stands between angle brackets, too: "void f<int>(A<B> const&)" gives "f<>".
// A lambda is named after the function that defines it.
std::string short_function_name(std::string_view function);

// Shortens each name to `bytes` at most; names that differ stay different. A C++ name that is too
// long loses, one after the other: what std::function wraps it in and "(anonymous namespace)::";
// what stands in (); the qualifiers within <>, and those before; all that stands in <>; and at last
// its middle. `bytes` >= 16.
std::vector<std::string> short_function_names(const std::vector<std::string>& names,
                                              std::size_t bytes);

}  // namespace hone::text
