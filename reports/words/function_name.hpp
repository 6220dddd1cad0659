// C++ function names as a table has room for them.
#pragma once

#include <string>
#include <string_view>

namespace hone::reports {

// Without return type, parameters and what stands between angle brackets:
// "void f<int>(A<B> const&)" becomes "f<>". Other names stay as they are. Not escaped.
std::string short_function_name(std::string_view function);

}  // namespace hone::reports
