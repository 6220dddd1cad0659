#include "analyzers/collect/allocations/own_allocator.hpp"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <span>
#include <vector>

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "analyzers/collect/process/descriptor.hpp"

namespace hone::collect {
namespace {

using FileHeader = ElfW(Ehdr);
using SectionHeader = ElfW(Shdr);
using Symbol = ElfW(Sym);

// At any offset: what is in the file need not be aligned. False: it is not all there.
template <class T>
bool read_at(std::string_view bytes, std::size_t offset, T& value) {
  if (offset > bytes.size() || sizeof value > bytes.size() - offset) return false;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return true;
}

// The bytes of a section; empty: they are not all there.
std::string_view content_of(std::string_view file, const SectionHeader& section) {
  if (section.sh_offset > file.size() || section.sh_size > file.size() - section.sh_offset) {
    return {};
  }
  return file.substr(section.sh_offset, section.sh_size);
}

bool is_named(std::string_view names, std::size_t at, std::string_view wanted) {
  return at < names.size() && names.size() - at > wanted.size() &&
         names.substr(at, wanted.size()) == wanted && names[at + wanted.size()] == '\0';
}

bool has_symbol(std::string_view symbols, std::string_view names, std::string_view wanted) {
  Symbol symbol{};
  for (std::size_t at = 0; read_at(symbols, at, symbol); at += sizeof symbol) {
    const bool is_function = ELF64_ST_TYPE(symbol.st_info) == STT_FUNC;
    if (symbol.st_shndx != SHN_UNDEF && is_function && is_named(names, symbol.st_name, wanted)) {
      return true;
    }
  }
  return false;
}

// A file as long as it is looked at. Nothing where it cannot be read.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    if (!file || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ == 0) return;
    void* const mapped = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (mapped != MAP_FAILED) bytes_ = static_cast<const char*>(mapped);
  }
  ~MappedFile() {
    if (bytes_ != nullptr) munmap(const_cast<char*>(bytes_), size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::string_view text() const {
    return bytes_ == nullptr ? std::string_view{} : std::string_view(bytes_, size_);
  }

 private:
  const char* bytes_ = nullptr;
  std::size_t size_ = 0;
};

std::vector<std::string> split_at_any(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(separators);
    if (end != 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

std::string value_of(const Launch& launch, const char* name) {
  std::string value;
  if (const char* inherited = std::getenv(name)) value = inherited;
  for (const auto& [variable, text] : launch.env) {
    if (variable == name) value = text;
  }
  return value;
}

// Where the dynamic linker would find it, roughly: its cache is not read.
std::string library_path(const Launch& launch, const std::string& library) {
  if (library.find('/') != std::string::npos) return library;
  std::vector<std::string> folders = split_at_any(value_of(launch, "LD_LIBRARY_PATH"), ":;");
  for (const char* const usual : {"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu",
                                  "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
                                  "/usr/local/lib", "/lib64", "/usr/lib64", "/lib", "/usr/lib"}) {
    folders.emplace_back(usual);
  }
  for (const std::string& folder : folders) {
    std::error_code error;
    const std::filesystem::path path = std::filesystem::path(folder) / library;
    if (std::filesystem::exists(path, error)) return path;
  }
  return "";
}

}  // namespace

bool defines_function(std::string_view file, std::string_view function) {
  FileHeader header{};
  if (!file.starts_with(std::string_view(ELFMAG, SELFMAG)) || !read_at(file, 0, header) ||
      header.e_shentsize != sizeof(SectionHeader)) {
    return false;
  }
  for (std::size_t i = 0; i < header.e_shnum; ++i) {
    SectionHeader section{};
    SectionHeader names{};
    if (header.e_shoff > file.size() ||
        !read_at(file, header.e_shoff + i * sizeof section, section)) {
      return false;
    }
    if (section.sh_type != SHT_DYNSYM || section.sh_link >= header.e_shnum) continue;
    if (!read_at(file, header.e_shoff + section.sh_link * sizeof names, names)) return false;
    if (has_symbol(content_of(file, section), content_of(file, names), function)) return true;
  }
  return false;
}

std::optional<std::string> own_allocator(const std::string& program, const Launch& launch) {
  const auto brings_malloc = [](const std::string& path) {
    return !path.empty() && defines_function(MappedFile(path).text(), "malloc");
  };
  if (brings_malloc(program)) return "it";
  for (const std::string& library : split_at_any(value_of(launch, "LD_PRELOAD"), ": ")) {
    if (brings_malloc(library_path(launch, library))) return library;
  }
  return std::nullopt;
}

}  // namespace hone::collect
