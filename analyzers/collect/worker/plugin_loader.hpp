// A plug-in's workloads, copied out of its shared object and checked: workloads/plugin.h is the
// contract. Loading runs the plug-in's own code, so only a worker process does it; what hone itself
// knows of a plug-in is what a worker told it, held to the same rules (check_workloads).
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analyzers/model/result.hpp"
#include "workloads/plugin.h"
#include "workloads/workload.hpp"

namespace hone::workloads {

// Bounds on what is read, so that a wrong count cannot fill the memory.
struct PluginLimits {
  static constexpr std::size_t workloads = 256;
  static constexpr std::size_t variants = 64;
  static constexpr std::size_t parameters = 16;
  static constexpr std::size_t choices = 32;
  static constexpr std::size_t pay_off_values = 32;
  static constexpr std::size_t name_bytes = 64;
  static constexpr std::size_t text_bytes = 2000;
};

// Workloads that were not there when hone was compiled, with the texts that they point to. Moving
// the object leaves the texts where they are.
class PluginWorkloads {
 public:
  PluginWorkloads() = default;
  PluginWorkloads(PluginWorkloads&&) = default;
  PluginWorkloads& operator=(PluginWorkloads&&) = default;
  PluginWorkloads(const PluginWorkloads&) = delete;
  PluginWorkloads& operator=(const PluginWorkloads&) = delete;
  ~PluginWorkloads() = default;

  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::vector<Workload> workloads{};

 private:
  std::deque<std::string> texts_;
};

// Sizes in bytes of the structs in HONE_PLUGIN_ABI's first version: what every plug-in of this ABI
// has at least. They are frozen: they do not grow with workloads/plugin.h.
struct FirstSizes {
  static constexpr std::uint32_t plugin = 40;
  static constexpr std::uint32_t workload = 112;
  static constexpr std::uint32_t variant = 48;
  static constexpr std::uint32_t parameter = 56;
};

// The item at `index` of an array whose items have `size` bytes in the plug-in. Fields that the
// plug-in does not have are 0; fields that this hone does not know are left out.
template <class T>
T plugin_item(const void* items, std::size_t size, std::size_t index) {
  static_assert(std::is_trivially_copyable_v<T>);
  T item{};
  std::memcpy(&item, static_cast<const char*>(items) + size * index, std::min(size, sizeof(T)));
  return item;
}

// Thrown when a variant's prepare() reports that it failed; the text is what it reported.
struct PrepareFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Checks what cannot be seen from one pointer alone: names, numbers of things, ranges, duplicates.
// The error names the workload and what is wrong with it.
Result<void> check_workloads(const std::vector<Workload>& workloads);

// Reads what a plug-in's entry point answered; NULL too. The plug-in's callbacks become the
// workloads' functions.
Result<PluginWorkloads> read_plugin(const hone_plugin_t* answer);

struct OpenPlugin {
  hone_plugin_entry_t entry = nullptr;
};

// Loads the shared object at `path`, which has a slash, so that no folder is searched. The object
// stays loaded, since its threads may still run.
Result<OpenPlugin> open_plugin(const std::string& path);

}  // namespace hone::workloads
