#include "analyzers/collect/process/program_file.hpp"

#include <cstddef>
#include <cstring>
#include <fstream>

#include <elf.h>
#include <link.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace hone::collect {
namespace {

using FileHeader = ElfW(Ehdr);
using ProgramHeader = ElfW(Phdr);

constexpr int most_interpreters = 4;  // scripts of scripts, as the kernel bounds them
constexpr unsigned char native_class = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;

#if defined(__x86_64__)
constexpr unsigned native_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr unsigned native_machine = EM_AARCH64;
#else
constexpr unsigned native_machine = EM_NONE;  // not checked
#endif

// At any offset: what is in the file need not be aligned. False: it is not all there.
template <class T>
bool read_at(std::string_view bytes, std::size_t offset, T& value) {
  if (offset > bytes.size() || sizeof value > bytes.size() - offset) return false;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return true;
}

// For such a program the dynamic linker ignores what is to be preloaded.
bool raises_rights(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return false;
  const bool other_user = (status.st_mode & S_ISUID) != 0 && status.st_uid != geteuid();
  const bool other_group = (status.st_mode & S_ISGID) != 0 && (status.st_mode & S_IXGRP) != 0 &&
                           status.st_gid != getegid();
  const bool capable =
      geteuid() != 0 && getxattr(path.c_str(), "security.capability", nullptr, 0) > 0;
  return other_user || other_group || capable;
}

}  // namespace

bool is_elf(std::string_view head) { return head.starts_with(std::string_view(ELFMAG, SELFMAG)); }

std::string program_head(const std::string& path) {
  constexpr std::size_t head_bytes = std::size_t{16} << 10;
  struct stat status {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return "";
  std::ifstream file(path, std::ios::binary);
  std::string text(head_bytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

ProgramKind program_kind(std::string_view head) {
  if (head.starts_with("#!")) return ProgramKind::script;
  if (!is_elf(head) || head.size() < EI_NIDENT) return ProgramKind::other;
  const auto word_size = static_cast<unsigned char>(head[EI_CLASS]);
  if (word_size != ELFCLASS32 && word_size != ELFCLASS64) return ProgramKind::other;
  if (word_size != native_class) return ProgramKind::other_machine;
  FileHeader header{};
  if (!read_at(head, 0, header)) return ProgramKind::other;
  if (header.e_machine == EM_NONE) return ProgramKind::other;
  if (native_machine != EM_NONE && header.e_machine != native_machine) {
    return ProgramKind::other_machine;
  }
  if (header.e_phentsize != sizeof(ProgramHeader)) return ProgramKind::other;
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    ProgramHeader part{};
    if (header.e_phoff > head.size() || !read_at(head, header.e_phoff + i * sizeof part, part)) {
      return ProgramKind::other;
    }
    if (part.p_type == PT_INTERP) return ProgramKind::dynamic;
  }
  return ProgramKind::static_alone;
}

std::string script_interpreter(std::string_view head) {
  if (!head.starts_with("#!")) return "";
  head.remove_prefix(2);
  head = head.substr(0, head.find('\n'));
  const std::size_t begin = head.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return "";
  head.remove_prefix(begin);
  return std::string(head.substr(0, head.find_first_of(" \t\r")));
}

std::optional<Error> why_not_preloadable(std::string path) {
  for (int step = 0; step < most_interpreters; ++step) {
    const std::string head = program_head(path);
    switch (program_kind(head)) {
      case ProgramKind::static_alone: return Error{"is statically linked", "link it dynamically"};
      case ProgramKind::other_machine: return Error{"is made for another kind of processor", ""};
      case ProgramKind::script: path = script_interpreter(head); continue;
      case ProgramKind::dynamic:
        if (raises_rights(path)) {
          return Error{"is setuid, setgid or has capabilities",
                       "trace a copy of it that has none of these"};
        }
        return std::nullopt;
      case ProgramKind::other: return std::nullopt;  // whoever runs it says what is wrong with it
    }
  }
  return std::nullopt;
}

}  // namespace hone::collect
