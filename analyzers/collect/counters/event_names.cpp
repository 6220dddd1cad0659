#include "analyzers/collect/counters/event_names.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include <perfmon/pfmlib_perf_event.h>  // carries its own perf_event.h: never beside the kernel's

#include "analyzers/text/nearest.hpp"

namespace hone::collect {
namespace {

constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_shown = 60;
constexpr std::string_view characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:=+-";

struct Free {
  void operator()(char* text) const { std::free(text); }
};

// Once in a process. LIBPFM_FORCE_PMU and LIBPFM_ENCODE_INACTIVE have their say here.
bool initialized() {
  static const bool done = pfm_initialize() == PFM_SUCCESS;
  return done;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

template <class Visit>
void visit_present_pmus(Visit visit) {
  for (int number = PFM_PMU_NONE + 1; number < PFM_PMU_MAX; ++number) {
    pfm_pmu_info_t pmu{};
    pmu.size = sizeof pmu;
    const bool found = pfm_get_pmu_info(static_cast<pfm_pmu_t>(number), &pmu) == PFM_SUCCESS;
    if (found && pmu.is_present != 0) visit(pmu);
  }
}

// An event's masks, each with its event: "inst_retired:any_p".
void add_masks(const pfm_event_info_t& event, std::vector<std::string>& names) {
  for (int index = 0; index < event.nattrs; ++index) {
    pfm_event_attr_info_t mask{};
    mask.size = sizeof mask;
    if (pfm_get_event_attr_info(event.idx, index, PFM_OS_PERF_EVENT, &mask) != PFM_SUCCESS) {
      continue;
    }
    if (mask.type == PFM_ATTR_UMASK) {
      names.push_back(lower(std::string(event.name) + ":" + mask.name));
    }
  }
}

// All that could have been meant on this machine.
std::vector<std::string> known_names() {
  std::vector<std::string> names;
  visit_present_pmus([&](const pfm_pmu_info_t& pmu) {
    for (int index = pmu.first_event; index != -1; index = pfm_get_event_next(index)) {
      pfm_event_info_t event{};
      event.size = sizeof event;
      if (pfm_get_event_info(index, PFM_OS_NONE, &event) != PFM_SUCCESS) continue;
      names.push_back(lower(event.name));
      if (pmu.type == PFM_PMU_TYPE_CORE) add_masks(event, names);
    }
  });
  return names;
}

Error unknown_event(std::string_view name, int error) {
  // Without a PMU's name before it and modifiers of one letter behind.
  const std::size_t prefix = name.find("::");
  std::string_view word = prefix == std::string_view::npos ? name : name.substr(prefix + 2);
  while (word.size() > 2 && word[word.size() - 2] == ':') word.remove_suffix(2);
  const std::string shown = shown_event_name(name);
  const std::string nearest = text::did_you_mean(lower(word), known_names());
  const char* next = "libpfm4's names and perf's are known; raw codes are written r1a2";
  if (error == PFM_ERR_NOTFOUND) return {"no event is called '" + shown + "'" + nearest, next};
  return {"the event '" + shown + "' cannot be had: " + pfm_strerror(error) + nearest, next};
}

// libpfm4 leaves the code of a raw event out of its name.
std::string canonical_name(std::string_view name, const perf_event_attr& attributes) {
  std::string canonical = shorten_event_name(name);
  constexpr std::string_view raw = "perf_raw::";
  if (!canonical.starts_with(raw)) return canonical;
  std::string code;
  for (std::uint64_t rest = attributes.config; rest != 0 || code.empty(); rest >>= 4) {
    code.insert(code.begin(), "0123456789abcdef"[rest & 15]);
  }
  return std::string(raw) + "r" + code + canonical.substr(raw.size());
}

}  // namespace

Result<NamedEvent> find_event(std::string_view name) {
  const auto refused = [&](const char* why) {
    return Error{"'" + shown_event_name(name) + "' is no event's name: " + why, ""};
  };
  if (name.empty()) return refused("it is empty");
  if (name.size() > longest_name) return refused("it is too long");
  if (name.find_first_not_of(characters) != std::string_view::npos) {
    return refused("it holds more than letters, digits and _.:=+-");
  }
  if (!initialized()) return Error{"libpfm4, which knows events' names, does not start", ""};
  perf_event_attr attributes{};
  char* canonical = nullptr;
  pfm_perf_encode_arg_t request{};
  request.size = sizeof request;
  request.attr = &attributes;
  request.fstr = &canonical;
  const int error = pfm_get_os_event_encoding(spread_modifiers(name).c_str(), PFM_PLM0 | PFM_PLM3,
                                              PFM_OS_PERF_EVENT_EXT, &request);
  const std::unique_ptr<char, Free> owned(canonical);
  if (error != PFM_SUCCESS || canonical == nullptr) return unknown_event(name, error);
  NamedEvent event;
  event.name = canonical_name(canonical, attributes);
  event.code.type = attributes.type;
  event.code.config = attributes.config;
  event.code.config1 = attributes.config1;
  event.code.config2 = attributes.config2;
  event.code.exclude_user = attributes.exclude_user != 0;
  event.code.exclude_kernel = attributes.exclude_kernel != 0;
  event.code.exclude_hv = attributes.exclude_hv != 0;
  return event;
}

NamedEvent in_user_space(NamedEvent event) {
  event.code.exclude_kernel = true;
  constexpr std::string_view kernel = ":k=1";
  const std::size_t place = event.name.find(kernel);
  if (place != std::string::npos) event.name.replace(place, kernel.size(), ":k=0");
  return event;
}

std::string core_pmu() {
  std::string name;
  if (!initialized()) return name;
  visit_present_pmus([&](const pfm_pmu_info_t& pmu) {
    if (pmu.type == PFM_PMU_TYPE_CORE && name.empty()) name = pmu.name;
  });
  return name;
}

std::string shorten_event_name(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    // A PMU's name ends with two colons, of which the first is not followed by a part.
    const std::size_t end = std::min(name.find(':', 1), name.size());
    const std::string_view part = name.substr(0, end);
    name.remove_prefix(end);
    const bool is_off = part.ends_with("=0") && part != ":u=0" && part != ":k=0";
    // mh: not in a virtual machine's own time; libpfm4's default.
    if (!is_off && part != ":mh=1") out += part;
  }
  return out;
}

std::string spread_modifiers(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  const std::string_view word = colon == std::string_view::npos ? "" : name.substr(colon + 1);
  const bool is_joined = word.size() > 1 && word.find_first_not_of("ukhUKH") == std::string::npos;
  if (!is_joined) return std::string(name);
  std::string out(name.substr(0, colon));
  for (const char modifier : word) {
    out += ':';
    out += modifier;
  }
  return out;
}

std::string shown_event_name(std::string_view name) {
  std::string shown(name.substr(0, longest_shown));
  for (char& c : shown) {
    if (c < ' ' || c > '~') c = '?';
  }
  return name.size() > longest_shown ? shown + "..." : shown;
}

}  // namespace hone::collect
