#include "analyzers/derive/allocator_functions.hpp"

#include <algorithm>
#include <array>

#include "analyzers/text/function_names.hpp"

namespace hone::derive {
namespace {

using namespace std::string_view_literals;

constexpr std::array plain_names{
    "malloc"sv,          "calloc"sv,           "realloc"sv,          "reallocarray"sv,
    "aligned_alloc"sv,   "posix_memalign"sv,   "memalign"sv,         "valloc"sv,
    "pvalloc"sv,         "strdup"sv,           "strndup"sv,          "__strdup"sv,
    "__GI___strdup"sv,   "__strndup"sv,        "__GI___strndup"sv,   "xmalloc"sv,
    "xcalloc"sv,         "xzalloc"sv,          "xrealloc"sv,         "xstrdup"sv,
    "xstrndup"sv,        "xmemdup"sv,          "xmemdupz"sv,         "xmallocz"sv,
    "xnmalloc"sv,        "x2nrealloc"sv,       "ximalloc"sv,         "g_malloc"sv,
    "g_malloc0"sv,       "g_malloc_n"sv,       "g_malloc0_n"sv,      "g_realloc"sv,
    "g_strdup"sv,        "PyMem_RawMalloc"sv,  "_PyMem_RawMalloc"sv, "PyMem_Malloc"sv,
    "PyObject_Malloc"sv, "PyObject_Realloc"sv,
};

constexpr std::array prefixes{
    "std::"sv,
    "__gnu_cxx::"sv,
    "__cxxabiv1::"sv,
    "operator new"sv,
};

}  // namespace

bool is_allocator_function(std::string_view function) {
  const std::string_view name = text::qualified_name(function);
  return std::find(plain_names.begin(), plain_names.end(), name) != plain_names.end() ||
         std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace hone::derive
