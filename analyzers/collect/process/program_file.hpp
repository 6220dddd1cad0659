// What kind of file a program is: what can execute it, and whether the dynamic linker will preload
// a library into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/model/result.hpp"

namespace hone::collect {

enum class ProgramKind : std::uint8_t {
  dynamic,        // an ELF file with an interpreter: the dynamic linker starts it
  static_alone,   // an ELF file without an interpreter
  other_machine,  // ELF, but not of hone's word size or processor
  script,         // "#!" and the interpreter's path
  other,          // anything else, unreadable and damaged files included
};

// The first bytes of an ordinary file, enough for what is below; empty where it cannot be read.
std::string program_head(const std::string& path);

// Whether it begins as an ELF file does, however it goes on.
bool is_elf(std::string_view head);

// `head`: the file's first bytes, as many as are at hand. Program headers that lie beyond are not
// seen, and such a file is `other`.
ProgramKind program_kind(std::string_view head);

// The interpreter of a script: "/bin/sh" where it begins with "#!/bin/sh -e". Empty: none.
std::string script_interpreter(std::string_view head);

// Why nothing can be preloaded into the program at `path`, as words that follow "it", and what to
// do instead; nullopt: a library can be preloaded. Scripts are followed to their interpreter.
std::optional<Error> why_not_preloadable(std::string path);

}  // namespace hone::collect
