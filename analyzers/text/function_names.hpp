// Functions of C++ as the symbol table calls them, demangled, taken apart and made short enough for
// a table or a sentence. What is no C++ function's name stays as it is. Not escaped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hone::text {

// Without return type and parameters: of "void std::vector<int>::push_back(int const&)"
// "std::vector<int>::push_back". What a function defines inside is the function's own.
std::string_view qualified_name(std::string_view function);

// Nor what stands between angle brackets: of "void f<int>(A<B> const&)" "f<>". A lambda is called
// after the function that defines it.
std::string short_function_name(std::string_view function);

// At most `bytes` each; the names that differ stay different. Where a name of C++ is too long it
// loses, one after the other, what std::function wraps it in and "(anonymous namespace)::", what
// stands in (), the qualifiers within <> and before, all that stands in <>, and at last its middle.
// `bytes` >= 16.
std::vector<std::string> short_function_names(const std::vector<std::string>& names,
                                              std::size_t bytes);

}  // namespace hone::text
