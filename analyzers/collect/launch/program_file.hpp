// What kind of file a program is: whether the dynamic linker will preload a library into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/model/result.hpp"

namespace hone::collect {

enum class ProgramKind : std::uint8_t {
  dynamic,        // an ELF file with an interpreter: the dynamic linker starts it
  static_alone,   // an ELF file without one
  other_machine,  // ELF, but not of hone's word size or processor
  script,         // "#!" and the interpreter's path
  other,          // or unreadable, or damaged
};

// `head`: the file's first bytes, as many as are at hand; program headers that lie beyond are not
// seen, and such a file is `other`.
ProgramKind program_kind(std::string_view head);

// Of "#!/bin/sh -e": "/bin/sh". Empty: none.
std::string script_interpreter(std::string_view head);

// Why nothing can be preloaded into the program at `path`, as words that follow "it", and what to
// do instead; nullopt: it can be. Scripts are followed to their interpreter.
std::optional<Error> why_not_preloadable(std::string path);

}  // namespace hone::collect
