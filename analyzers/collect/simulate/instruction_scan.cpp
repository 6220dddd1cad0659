#include "analyzers/collect/simulate/instruction_scan.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include <elf.h>
#include <fmt/format.h>

namespace hone::collect {
namespace {

using Code = std::span<const unsigned char>;
using Extensions = std::set<std::string, std::less<>>;

constexpr std::uintmax_t largest_file = std::uintmax_t{1} << 30;

// What stands before the opcode.
struct Prefixes {
  std::size_t length = 0;
  bool operand_size = false;  // 66
  bool address_size = false;  // 67
  bool repne = false;         // F2
  bool rep = false;           // F3
  bool wide = false;          // REX.W
};

Prefixes read_prefixes(Code code) {
  Prefixes prefixes;
  std::size_t at = 0;
  for (; at < code.size() && at < 14; ++at) {
    const unsigned char byte = code[at];
    if (byte == 0x66) {
      prefixes.operand_size = true;
    } else if (byte == 0x67) {
      prefixes.address_size = true;
    } else if (byte == 0xf2) {
      prefixes.repne = true;
    } else if (byte == 0xf3) {
      prefixes.rep = true;
    } else if (byte != 0x2e && byte != 0x36 && byte != 0x3e && byte != 0x26 && byte != 0x64 &&
               byte != 0x65 && byte != 0xf0) {
      break;
    }
  }
  if (at < code.size() && (code[at] & 0xf0U) == 0x40) {
    prefixes.wide = (code[at] & 8U) != 0;
    ++at;
  }
  prefixes.length = at;
  return prefixes;
}

// The length of ModRM, SIB and displacement at `at`; nullopt: cut short.
std::optional<std::size_t> operand_length(Code code, std::size_t at) {
  if (at >= code.size()) return std::nullopt;
  const unsigned mod = code[at] >> 6U;
  const unsigned rm = code[at] & 7U;
  if (mod == 3) return 1;
  std::size_t length = 1;
  bool base_is_displacement = mod == 0 && rm == 5;
  if (rm == 4) {
    if (at + 1 >= code.size()) return std::nullopt;
    base_is_displacement = mod == 0 && (code[at + 1] & 7U) == 5;
    length += 1;
  }
  if (mod == 1) length += 1;
  if (mod == 2 || base_is_displacement) length += 4;
  return length;
}

enum class Immediate : std::uint8_t { none, byte, word, full };  // full: 4 bytes, or 2 after 66

struct Form {
  bool valid = true;
  bool operand = false;  // ModRM
  Immediate immediate = Immediate::none;
};

bool is_in(unsigned byte, unsigned first, unsigned last) { return byte >= first && byte <= last; }

constexpr Form bare{};
constexpr Form modrm{.operand = true};
constexpr Form imm8{.immediate = Immediate::byte};
constexpr Form imm16{.immediate = Immediate::word};
constexpr Form imm32{.immediate = Immediate::full};
constexpr Form modrm_imm8{.operand = true, .immediate = Immediate::byte};
constexpr Form modrm_imm32{.operand = true, .immediate = Immediate::full};
constexpr Form invalid{.valid = false};

struct FormOfOpcodes {
  unsigned first = 0;
  unsigned last = 0;
  Form form{};
};

// Of one-byte opcodes from 40 on, those apart whose length depends on more than that.
constexpr std::array first_map{
    FormOfOpcodes{0x50, 0x5f, bare},       FormOfOpcodes{0x63, 0x63, modrm},
    FormOfOpcodes{0x68, 0x68, imm32},      FormOfOpcodes{0x69, 0x69, modrm_imm32},
    FormOfOpcodes{0x6a, 0x6a, imm8},       FormOfOpcodes{0x6b, 0x6b, modrm_imm8},
    FormOfOpcodes{0x6c, 0x6f, bare},       FormOfOpcodes{0x70, 0x7f, imm8},
    FormOfOpcodes{0x80, 0x80, modrm_imm8}, FormOfOpcodes{0x81, 0x81, modrm_imm32},
    FormOfOpcodes{0x83, 0x83, modrm_imm8}, FormOfOpcodes{0x84, 0x8f, modrm},
    FormOfOpcodes{0x90, 0x99, bare},       FormOfOpcodes{0x9b, 0x9f, bare},
    FormOfOpcodes{0xa4, 0xa7, bare},       FormOfOpcodes{0xa8, 0xa8, imm8},
    FormOfOpcodes{0xa9, 0xa9, imm32},      FormOfOpcodes{0xaa, 0xaf, bare},
    FormOfOpcodes{0xb0, 0xb7, imm8},       FormOfOpcodes{0xc0, 0xc1, modrm_imm8},
    FormOfOpcodes{0xc2, 0xc2, imm16},      FormOfOpcodes{0xc3, 0xc3, bare},
    FormOfOpcodes{0xc6, 0xc6, modrm_imm8}, FormOfOpcodes{0xc7, 0xc7, modrm_imm32},
    FormOfOpcodes{0xc9, 0xc9, bare},       FormOfOpcodes{0xca, 0xca, imm16},
    FormOfOpcodes{0xcb, 0xcc, bare},       FormOfOpcodes{0xcd, 0xcd, imm8},
    FormOfOpcodes{0xcf, 0xcf, bare},       FormOfOpcodes{0xd0, 0xd3, modrm},
    FormOfOpcodes{0xd7, 0xd7, bare},       FormOfOpcodes{0xd8, 0xdf, modrm},
    FormOfOpcodes{0xe0, 0xe7, imm8},       FormOfOpcodes{0xeb, 0xeb, imm8},
    FormOfOpcodes{0xec, 0xef, bare},       FormOfOpcodes{0xf1, 0xf1, bare},
    FormOfOpcodes{0xf4, 0xf5, bare},       FormOfOpcodes{0xf8, 0xfd, bare},
    FormOfOpcodes{0xfe, 0xff, modrm},
};

Form form_of_first_map(unsigned op) {
  if (op < 0x40) {  // arithmetic: six forms of each, then two that are gone or a prefix
    constexpr std::array forms{modrm, modrm, modrm, modrm, imm8, imm32, invalid, invalid};
    return forms[op & 7U];
  }
  const auto* const found =
      std::find_if(first_map.begin(), first_map.end(),
                   [op](const FormOfOpcodes& row) { return is_in(op, row.first, row.last); });
  return found == first_map.end() ? invalid : found->form;
}

// Of opcodes after 0F; those with a four-byte offset have no ModRM and always four bytes.
Form form_of_second_map(unsigned op) {
  const bool no_operand = op == 0x05 || op == 0x06 || op == 0x07 || op == 0x08 || op == 0x09 ||
                          op == 0x0b || op == 0x0e || is_in(op, 0x30, 0x37) || op == 0x77 ||
                          is_in(op, 0xa0, 0xa2) || is_in(op, 0xa8, 0xaa) || is_in(op, 0xc8, 0xcf);
  if (no_operand) return bare;
  if (op == 0x04 || op == 0x0a || op == 0x0c || is_in(op, 0x24, 0x27)) return invalid;
  const bool has_byte = is_in(op, 0x70, 0x73) || op == 0xa4 || op == 0xac || op == 0xba ||
                        op == 0xc2 || is_in(op, 0xc4, 0xc6) || op == 0x0f;
  return has_byte ? modrm_imm8 : modrm;
}

std::size_t size_of(Immediate immediate, const Prefixes& prefixes) {
  switch (immediate) {
    case Immediate::none: return 0;
    case Immediate::byte: return 1;
    case Immediate::word: return 2;
    case Immediate::full: return prefixes.operand_size && !prefixes.wide ? 2 : 4;
  }
  return 0;
}

// The instruction as far as it matters to what it belongs to.
struct Meaning {
  unsigned map = 0;  // 1: 0F, 2: 0F 38, 3: 0F 3A
  unsigned op = 0;
  unsigned prefix = 0;  // 0: none, 1: 66, 2: F3, 3: F2
  bool vex = false;
  bool long_vector = false;  // 256 bits
  unsigned char operand = 0;
};

std::string_view extension_of_second_map(const Meaning& it) {
  const bool in_register = it.operand >> 6U == 3;
  if (!it.vex && it.op == 0xc7 && it.prefix == 2 && in_register && (it.operand >> 3U & 7U) == 7) {
    return "rdpid";
  }
  return "";
}

std::string_view extension_of_third_map(const Meaning& it) {
  if (it.op == 0xcf && it.prefix == 1) return "gfni";
  if (!it.vex) {
    if (is_in(it.op, 0xc8, 0xcd) && it.prefix == 0) return "sha_ni";
    if (it.op == 0xf6 && (it.prefix == 1 || it.prefix == 2)) return "adx";
    return "";
  }
  if (is_in(it.op, 0xdc, 0xdf) && it.prefix == 1 && it.long_vector) return "vaes";
  if (is_in(it.op, 0xcb, 0xcd) && it.prefix == 3) return "sha512";
  if (is_in(it.op, 0x50, 0x53)) return it.prefix == 1 ? "avx_vnni" : "avx_vnni_int8";
  if ((it.op == 0xb4 || it.op == 0xb5) && it.prefix == 1) return "avx_ifma";
  if (it.op == 0xb0 || it.op == 0xb1 || (it.op == 0x72 && it.prefix == 2)) return "avx_ne_convert";
  if (it.op == 0x49 || it.op == 0x4b || it.op == 0x5c || it.op == 0x5e) return "amx_tile";
  return "";
}

std::string_view extension_of_fourth_map(const Meaning& it) {
  if ((it.op == 0xce || it.op == 0xcf) && it.prefix == 1) return "gfni";
  if (!it.vex && it.op == 0xcc && it.prefix == 0) return "sha_ni";
  if (it.vex && it.op == 0x44 && it.prefix == 1 && it.long_vector) return "vpclmulqdq";
  return "";
}

std::string_view extension_of(const Meaning& it) {
  if (it.map == 1) return extension_of_second_map(it);
  if (it.map == 2) return extension_of_third_map(it);
  if (it.map == 3) return extension_of_fourth_map(it);
  return "";
}

std::optional<DecodedInstruction> whole(Code code, std::size_t length, std::string_view extension) {
  if (length > code.size() || length > 15) return std::nullopt;
  return DecodedInstruction{length, extension};
}

// After VEX or EVEX: opcode, ModRM and what follows.
std::optional<std::size_t> vector_length_at(Code code, std::size_t at, unsigned map) {
  if (at >= code.size()) return std::nullopt;
  const unsigned op = code[at];
  if (map == 1 && op == 0x77) return at + 1;  // vzeroupper
  const std::optional<std::size_t> operand = operand_length(code, at + 1);
  if (!operand) return std::nullopt;
  const bool with_byte =
      map == 3 || (map == 1 && (is_in(op, 0x70, 0x73) || op == 0xc2 || is_in(op, 0xc4, 0xc6)));
  return at + 1 + *operand + (with_byte ? 1 : 0);
}

std::optional<DecodedInstruction> decode_evex(Code code) {
  if (code.size() < 6) return std::nullopt;
  const unsigned map = code[1] & 7U;
  const bool is_known_map = map == 1 || map == 2 || map == 3 || map == 5 || map == 6;
  if (!is_known_map || (code[1] & 8U) != 0 || (code[2] & 4U) == 0) return std::nullopt;
  const auto length = vector_length_at(code, 4, map);
  return length ? whole(code, *length, "avx512f") : std::nullopt;
}

std::optional<DecodedInstruction> decode_vex(Code code) {
  const bool is_short = code[0] == 0xc5;
  const std::size_t opcode = is_short ? 2 : 3;
  if (code.size() < opcode + 1) return std::nullopt;
  const unsigned last = code[opcode - 1];
  Meaning it{.map = is_short ? 1 : code[1] & 0x1fU,
             .op = code[opcode],
             .prefix = last & 3U,
             .vex = true,
             .long_vector = (last & 4U) != 0};
  if (it.map < 1 || it.map > 3) return std::nullopt;
  const auto length = vector_length_at(code, opcode, it.map);
  return length ? whole(code, *length, extension_of(it)) : std::nullopt;
}

std::optional<DecodedInstruction> decode_xop(Code code) {
  const unsigned map = code[1] & 0x1fU;
  if (code.size() < 5 || map > 10) return std::nullopt;
  const std::optional<std::size_t> operand = operand_length(code, 4);
  if (!operand) return std::nullopt;
  const std::size_t immediate = map == 8 ? 1 : map == 10 ? 4 : 0;
  return whole(code, 4 + *operand + immediate, "xop");
}

unsigned mandatory_prefix(const Prefixes& prefixes) {
  if (prefixes.repne) return 3;
  if (prefixes.rep) return 2;
  return prefixes.operand_size ? 1 : 0;
}

// Opcodes after 0F, and after 0F 38 and 0F 3A.
std::optional<DecodedInstruction> decode_escaped(Code code, const Prefixes& prefixes) {
  std::size_t at = prefixes.length + 1;
  if (at >= code.size()) return std::nullopt;
  Meaning it{.map = 1, .op = code[at], .prefix = mandatory_prefix(prefixes)};
  if (it.op == 0x38 || it.op == 0x3a) {
    it.map = it.op == 0x38 ? 2 : 3;
    if (++at >= code.size()) return std::nullopt;
    it.op = code[at];
  }
  ++at;
  if (it.map == 1 && is_in(it.op, 0x80, 0x8f)) return whole(code, at + 4, "");
  Form form{.operand = true, .immediate = it.map == 3 ? Immediate::byte : Immediate::none};
  if (it.map == 1) form = form_of_second_map(it.op);
  if (!form.valid) return std::nullopt;
  if (form.operand) {
    const std::optional<std::size_t> operand = operand_length(code, at);
    if (!operand) return std::nullopt;
    it.operand = code[at];
    at += *operand;
  }
  return whole(code, at + size_of(form.immediate, prefixes), extension_of(it));
}

// Opcodes of one byte.
std::optional<DecodedInstruction> decode_plain(Code code, const Prefixes& prefixes) {
  std::size_t at = prefixes.length;
  const unsigned op = code[at];
  ++at;
  if (is_in(op, 0xa0, 0xa3)) return whole(code, at + (prefixes.address_size ? 4 : 8), "");
  if (is_in(op, 0xb8, 0xbf)) {
    const std::size_t immediate = prefixes.wide ? 8 : prefixes.operand_size ? 2 : 4;
    return whole(code, at + immediate, "");
  }
  if (op == 0xc8) return whole(code, at + 3, "");                // enter
  if (op == 0xe8 || op == 0xe9) return whole(code, at + 4, "");  // whatever the operand size is
  Form form = form_of_first_map(op);
  if (op == 0xf6 || op == 0xf7) form = {.operand = true};
  if (!form.valid) return std::nullopt;
  if (form.operand) {
    const std::optional<std::size_t> operand = operand_length(code, at);
    if (!operand) return std::nullopt;
    const bool is_test = (op == 0xf6 || op == 0xf7) && (code[at] >> 3U & 7U) < 2;
    if (is_test) form.immediate = op == 0xf6 ? Immediate::byte : Immediate::full;
    at += *operand;
  }
  return whole(code, at + size_of(form.immediate, prefixes), "");
}

template <class T>
std::optional<T> read_at(Code bytes, std::uint64_t offset) {
  T value{};
  if (offset > bytes.size() || sizeof value > bytes.size() - offset) return std::nullopt;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

Code part_of(Code bytes, std::uint64_t offset, std::uint64_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return {};
  return bytes.subspan(offset, size);
}

std::vector<Elf64_Shdr> sections_of(Code bytes, const Elf64_Ehdr& header) {
  std::vector<Elf64_Shdr> sections;
  if (header.e_shentsize != sizeof(Elf64_Shdr)) return sections;
  for (std::size_t i = 0; i < header.e_shnum; ++i) {
    const auto section = read_at<Elf64_Shdr>(bytes, header.e_shoff + i * sizeof(Elf64_Shdr));
    if (section) sections.push_back(*section);
  }
  return sections;
}

// glibc's own builds of a function, by their names: __strlen_evex, _dl_runtime_profile_avx512.
bool is_of_glibc(std::string_view name) {
  return name.starts_with("_") && (name.find("_evex") != std::string_view::npos ||
                                   name.find("_avx512") != std::string_view::npos);
}

struct Range {
  std::uint64_t begin = 0;  // addresses
  std::uint64_t end = 0;
};

std::string_view text_at(Code text, std::uint64_t offset) {
  if (offset >= text.size()) return {};
  const auto* const begin = reinterpret_cast<const char*>(text.data()) + offset;
  return {begin, strnlen(begin, text.size() - offset)};
}

// Where a static glibc's builds lie; empty: the program has no symbols or no such libc in it.
std::vector<Range> ranges_of_glibc(Code bytes, const std::vector<Elf64_Shdr>& sections) {
  std::vector<Range> ranges;
  bool has_libc = false;
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_SYMTAB || section.sh_link >= sections.size()) continue;
    const Elf64_Shdr& strings = sections[section.sh_link];
    const Code text = part_of(bytes, strings.sh_offset, strings.sh_size);
    for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= section.sh_size; at += sizeof(Elf64_Sym)) {
      const auto symbol = read_at<Elf64_Sym>(bytes, section.sh_offset + at);
      if (!symbol || symbol->st_shndx == SHN_UNDEF) continue;
      const std::string_view name = text_at(text, symbol->st_name);
      has_libc = has_libc || name.starts_with("__libc_start_main");
      if (ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && is_of_glibc(name)) {
        ranges.push_back({symbol->st_value, symbol->st_value + symbol->st_size});
      }
    }
  }
  if (!has_libc) return {};
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return a.begin < b.begin; });
  return ranges;
}

// The code of [address, address + code.size()) without the ranges.
void add_extensions(Code code, std::uint64_t address, const std::vector<Range>& without,
                    Extensions& found) {
  std::uint64_t from = address;
  const std::uint64_t end = address + code.size();
  const auto add_until = [&](std::uint64_t until) {
    if (until > from) found.merge(extensions_in_code(code.subspan(from - address, until - from)));
  };
  for (const Range& range : without) {
    if (range.end <= from || range.begin >= end) continue;
    add_until(range.begin);
    from = std::max(from, std::min(range.end, end));
  }
  add_until(end);
}

}  // namespace

std::optional<DecodedInstruction> decode_x86(std::span<const unsigned char> code) {
  if (code.size() >= 2) {
    if (code[0] == 0x62) return decode_evex(code);
    if (code[0] == 0xc4 || code[0] == 0xc5) return decode_vex(code);
    if (code[0] == 0x8f && (code[1] & 0x1fU) >= 8) return decode_xop(code);
  }
  const Prefixes prefixes = read_prefixes(code);
  if (prefixes.length >= code.size()) return std::nullopt;
  if (code[prefixes.length] == 0x0f) return decode_escaped(code, prefixes);
  const unsigned char op = code[prefixes.length];
  const bool after_prefix = prefixes.length > 0;
  if (after_prefix && (op == 0xc4 || op == 0xc5 || op == 0x62)) {  // 67, or a segment's prefix
    const auto rest = decode_x86(code.subspan(prefixes.length));
    return rest ? whole(code, prefixes.length + rest->length, rest->extension) : std::nullopt;
  }
  return decode_plain(code, prefixes);
}

std::set<std::string, std::less<>> extensions_in_code(std::span<const unsigned char> code) {
  Extensions found;
  while (!code.empty()) {
    const std::optional<DecodedInstruction> instruction = decode_x86(code);
    if (instruction && !instruction->extension.empty() &&
        found.find(instruction->extension) == found.end()) {
      found.emplace(instruction->extension);
    }
    code = code.subspan(instruction ? instruction->length : 1);
  }
  return found;
}

Result<std::set<std::string, std::less<>>> extensions_in_file(const std::string& path) {
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  if (failed) return Error{fmt::format("{}: {}", path, failed.message()), ""};
  if (size > largest_file) return Error{fmt::format("{}: too large to be read", path), ""};
  std::vector<unsigned char> content(static_cast<std::size_t>(size));
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  if (!file) return Error{fmt::format("{}: cannot be read", path), ""};
  const Code bytes(content);
  const auto header = read_at<Elf64_Ehdr>(bytes, 0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
      header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_machine != EM_X86_64) {
    return Error{fmt::format("{}: is no ELF file of x86-64", path), ""};
  }
  const std::vector<Elf64_Shdr> sections = sections_of(bytes, *header);
  if (sections.empty()) return Error{fmt::format("{}: has no sections", path), ""};
  const std::vector<Range> glibc = ranges_of_glibc(bytes, sections);
  Extensions found;
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_PROGBITS || (section.sh_flags & SHF_EXECINSTR) == 0) continue;
    add_extensions(part_of(bytes, section.sh_offset, section.sh_size), section.sh_addr, glibc,
                   found);
  }
  return found;
}

}  // namespace hone::collect
