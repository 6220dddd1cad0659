#include "analyzers/collect/machine/virtualization.hpp"

#include "analyzers/collect/machine/environment_parse.hpp"
#include "analyzers/collect/machine/text_file.hpp"

namespace hone::collect {

std::string read_virtualization(const std::filesystem::path& root) {
  const std::filesystem::path firmware = root / "sys/class/dmi/id";
  return describe_virtualization(parse_cpuinfo(read_text(root / "proc/cpuinfo")).hypervisor,
                                 read_word(firmware / "sys_vendor"),
                                 read_word(firmware / "product_name"),
                                 read_word(root / "sys/hypervisor/type"));
}

}  // namespace hone::collect
