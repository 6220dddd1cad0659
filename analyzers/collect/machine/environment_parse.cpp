// Formats: proc(5), os-release(5), the kernel's Documentation/ABI/testing/sysfs-devices-system-cpu.
#include "analyzers/collect/machine/environment_parse.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "analyzers/text/line_reader.hpp"
#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

// What the catalogue's kernels can make use of, or what decides which one runs.
constexpr auto known_features = std::to_array<std::string_view>(
    {"sse4_2", "popcnt", "avx", "avx2", "fma", "bmi2", "avx512f", "avx512bw", "avx512vl",
     "avx512_vbmi2", "asimd", "asimddp", "atomics", "crc32", "sve", "sve2"});

struct ArmName {
  std::uint32_t id;
  std::string_view name;
};

// Arm's and its licensees' numbers (MIDR_EL1); the kernel gives no names.
constexpr auto arm_implementers = std::to_array<ArmName>(
    {ArmName{0x41, "ARM"}, ArmName{0x46, "Fujitsu"}, ArmName{0x48, "HiSilicon"},
     ArmName{0x4e, "NVIDIA"}, ArmName{0x51, "Qualcomm"}, ArmName{0x61, "Apple"},
     ArmName{0x6d, "Microsoft"}, ArmName{0xc0, "Ampere"}});

constexpr auto arm_parts = std::to_array<ArmName>(
    {ArmName{0xd03, "Cortex-A53"}, ArmName{0xd05, "Cortex-A55"}, ArmName{0xd08, "Cortex-A72"},
     ArmName{0xd0b, "Cortex-A76"}, ArmName{0xd0c, "Neoverse N1"}, ArmName{0xd40, "Neoverse V1"},
     ArmName{0xd49, "Neoverse N2"}, ArmName{0xd4f, "Neoverse V2"}, ArmName{0xd84, "Neoverse V3"},
     ArmName{0xd8e, "Neoverse N3"}});

constexpr std::uint32_t arm_limited = 0x41;

std::string_view find_name(std::span<const ArmName> names, std::uint32_t id) {
  const auto found =
      std::find_if(names.begin(), names.end(), [id](const ArmName& name) { return name.id == id; });
  return found == names.end() ? std::string_view{} : found->name;
}

// Firmware vendors that only virtual machines have. Where the processor tells of a hypervisor they
// only name it; Arm's do not tell, so there they are the evidence.
constexpr auto virtual_vendors = std::to_array<std::string_view>(
    {"QEMU", "VMware", "innotek", "Xen", "Red Hat", "OpenStack", "Google", "Parallels", "Alibaba"});

bool is_virtual_firmware(std::string_view vendor, std::string_view product) {
  for (const std::string_view known : virtual_vendors) {
    if (vendor.starts_with(known)) return true;
  }
  // These make real machines too.
  if (vendor.starts_with("Amazon EC2")) return product.find("metal") == std::string_view::npos;
  if (vendor.starts_with("Microsoft") || vendor.starts_with("Apple")) {
    return product.find("Virtual") != std::string_view::npos;
  }
  return false;
}

// The value of the first "key<separator>value" line.
std::optional<std::string_view> find_value(std::string_view text, std::string_view key,
                                           char separator) {
  text::LineReader lines(text);
  while (const std::optional<std::string_view> line = lines.next()) {
    const std::size_t end = line->find(separator);
    if (end == std::string_view::npos || text::trim(line->substr(0, end)) != key) continue;
    return text::trim(line->substr(end + 1));
  }
  return std::nullopt;
}

// Of a line of /proc/meminfo, in bytes.
std::optional<std::int64_t> memory_value(std::string_view meminfo, std::string_view key) {
  auto value = find_value(meminfo, key, ':');
  if (!value) return std::nullopt;
  const auto kibibytes = text::parse_number<std::int64_t>(text::take_word(*value));
  if (!kibibytes || *kibibytes < 0 || text::take_word(*value) != "kB" ||
      *kibibytes > (std::numeric_limits<std::int64_t>::max() >> 10)) {
    return std::nullopt;
  }
  return *kibibytes << 10;
}

std::string cpuinfo_value(std::string_view text, std::string_view key) {
  return std::string(find_value(text, key, ':').value_or(""));
}

std::string unquote(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front()) {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

bool has_word(std::string_view words, std::string_view wanted) {
  for (std::string_view word = text::take_word(words); !word.empty();
       word = text::take_word(words)) {
    if (word == wanted) return true;
  }
  return false;
}

std::vector<std::string> select_features(std::string_view words) {
  std::vector<std::string> features;
  for (const std::string_view known : known_features) {
    if (has_word(words, known)) features.emplace_back(known);
  }
  return features;
}

void identify_arm(std::string_view text, CpuIdentity& identity) {
  const auto implementer =
      text::parse_c_number<std::uint32_t>(cpuinfo_value(text, "CPU implementer"));
  const auto part = text::parse_c_number<std::uint32_t>(cpuinfo_value(text, "CPU part"));
  if (!implementer) return;
  const std::string_view vendor = find_name(arm_implementers, *implementer);
  identity.vendor = vendor.empty() ? fmt::format("implementer {:#x}", *implementer) : vendor;
  if (!identity.model.empty() || !part) return;
  // The numbers of parts are each implementer's own.
  const std::string_view model =
      *implementer == arm_limited ? find_name(arm_parts, *part) : std::string_view{};
  identity.model = model.empty() ? fmt::format("{} part {:#x}", identity.vendor, *part) : model;
}

}  // namespace

std::string parse_os_release(std::string_view text) {
  if (const auto pretty = find_value(text, "PRETTY_NAME", '=')) return unquote(*pretty);
  const std::string name = unquote(find_value(text, "NAME", '=').value_or(""));
  const std::string version = unquote(find_value(text, "VERSION", '=').value_or(""));
  return name.empty() || version.empty() ? name : name + " " + version;
}

CpuIdentity parse_cpuinfo(std::string_view text) {
  CpuIdentity identity;
  identity.vendor = cpuinfo_value(text, "vendor_id");
  identity.model = cpuinfo_value(text, "model name");
  if (const auto flags = find_value(text, "flags", ':')) {  // x86
    identity.features = select_features(*flags);
    identity.hypervisor = has_word(*flags, "hypervisor");
  } else if (const auto features = find_value(text, "Features", ':')) {  // Arm
    identity.features = select_features(*features);
  }
  if (identity.vendor.empty()) identify_arm(text, identity);
  return identity;
}

std::string describe_virtualization(std::optional<bool> hypervisor, std::string_view system_vendor,
                                    std::string_view product, std::string_view hypervisor_type) {
  const bool is_virtual =
      hypervisor.value_or(is_virtual_firmware(system_vendor, product) || !hypervisor_type.empty());
  if (!is_virtual) return "";
  if (!system_vendor.empty() && !product.empty()) {
    return fmt::format("{} {}", system_vendor, product);
  }
  for (const std::string_view name : {system_vendor, product, hypervisor_type}) {
    if (!name.empty()) return std::string(name);
  }
  return "hypervisor of unknown kind";
}

std::optional<std::int64_t> parse_cache_size(std::string_view text) {
  text = text::trim(text);
  int shift = 0;
  if (text.ends_with('K')) shift = 10;
  if (text.ends_with('M')) shift = 20;
  if (text.ends_with('G')) shift = 30;
  if (shift != 0) text.remove_suffix(1);
  const auto number = text::parse_number<std::int64_t>(text);
  if (!number || *number <= 0 || *number > (std::numeric_limits<std::int64_t>::max() >> shift)) {
    return std::nullopt;
  }
  return *number << shift;
}

std::optional<int> parse_cpu_count(std::string_view list) {
  std::int64_t count = 0;
  std::string_view rest = text::trim(list);
  while (!rest.empty()) {
    std::string_view range = text::take_until(rest, ',');
    const bool is_one = range.find('-') == std::string_view::npos;
    const auto first = text::parse_number<int>(text::take_until(range, '-'));
    const auto last = is_one ? first : text::parse_number<int>(range);
    if (!first || !last || *first < 0 || *last < *first) return std::nullopt;
    count += std::int64_t{*last} - *first + 1;
  }
  if (count <= 0 || count > std::numeric_limits<int>::max()) return std::nullopt;
  return static_cast<int>(count);
}

std::optional<int> parse_allowed_cpus(std::string_view status) {
  const auto list = find_value(status, "Cpus_allowed_list", ':');
  return list ? parse_cpu_count(*list) : std::nullopt;
}

std::optional<std::int64_t> parse_memory_total(std::string_view meminfo) {
  const auto total = memory_value(meminfo, "MemTotal");
  return total == 0 ? std::nullopt : total;
}

std::optional<std::int64_t> parse_memory_available(std::string_view meminfo) {
  return memory_value(meminfo, "MemAvailable");
}

NumberOrAbsent parse_load(std::string_view text) {
  text = text::trim(text);
  const auto load = text::parse_number<double>(text::take_word(text));
  if (!load || !std::isfinite(*load) || *load < 0) return Absent{"/proc/loadavg is not readable"};
  return *load;
}

// "cpu user nice system idle iowait irq softirq steal guest guest_nice", in clock ticks. The
// guests' time is already in user and nice.
std::variant<CpuTicks, Absent> parse_cpu_ticks(std::string_view text) {
  constexpr std::size_t steal_field = 7;
  std::string_view line = text::LineReader(text).next().value_or("");
  if (text::take_word(line) != "cpu") return Absent{"/proc/stat is not readable"};
  CpuTicks sum;
  for (std::size_t field = 0; field <= steal_field; ++field) {
    const auto ticks = text::parse_number<std::uint64_t>(text::take_word(line));
    if (!ticks) return Absent{"this kernel does not report steal time"};
    sum.stolen = static_cast<double>(*ticks);
    sum.all += sum.stolen;
  }
  if (sum.all <= 0) return Absent{"/proc/stat counts no CPU time"};
  return sum;
}

NumberOrAbsent parse_steal(std::string_view text) {
  const std::variant<CpuTicks, Absent> ticks = parse_cpu_ticks(text);
  if (const Absent* absent = std::get_if<Absent>(&ticks)) return *absent;
  return std::get<CpuTicks>(ticks).stolen / std::get<CpuTicks>(ticks).all;
}

TextOrAbsent parse_aslr(std::string_view text) {
  const auto mode = text::parse_number<int>(text::trim(text));
  if (mode == 0) return "off";
  if (mode == 1) return "partial";
  if (mode == 2) return "full";
  return Absent{"/proc/sys/kernel/randomize_va_space is not readable"};
}

TextOrAbsent parse_selected(std::string_view text) {
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos || close == open + 1) {
    return Absent{"this kernel has no such setting"};
  }
  return std::string(text.substr(open + 1, close - open - 1));
}

std::string parse_version(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  for (std::size_t begin = text.find_first_of(digits); begin != std::string_view::npos;
       begin = text.find_first_of(digits, begin)) {
    std::size_t end = std::min(text.find_first_not_of("0123456789.", begin), text.size());
    std::string_view version = text.substr(begin, end - begin);
    while (version.ends_with('.')) version.remove_suffix(1);
    if (version.find('.') != std::string_view::npos) return std::string(version);
    begin = end;
  }
  return "";
}

}  // namespace hone::collect
