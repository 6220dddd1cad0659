// Which instruction sets beyond callgrind's processor the code of a program or library holds. A
// program that runs there all the same chooses by the processor, however it does so: by CPUID, by
// resolvers (target_clones), by what some library tells.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "analyzers/model/result.hpp"

namespace hone::collect {

// Of one x86-64 instruction.
struct DecodedInstruction {
  std::size_t length = 0;
  std::string_view extension;  // in the kernel's words; empty: none that callgrind may lack
};

// Decodes the instruction at the begin of `code` (AMD64 Architecture Programmer's Manual, volume 3;
// Intel SDM, volume 2, appendix A). nullopt: it is none, or is cut short. Pure.
std::optional<DecodedInstruction> decode_x86(std::span<const unsigned char> code);

// The extensions that occur when code is read from its begin on. Data between functions may be read
// as instructions, until the two fall into step again. Pure.
std::set<std::string, std::less<>> extensions_in_code(std::span<const unsigned char> code);

// The extensions in an x86-64 ELF file. Builds of string functions in a program that is linked with
// a static glibc are left out where it has symbols: GLIBC_TUNABLES governs these. Error: the file
// cannot be read, or is not of x86-64.
Result<std::set<std::string, std::less<>>> extensions_in_file(const std::string& path);

}  // namespace hone::collect
