// Huge pages for a pointer chase. The TLB remembers where a few thousand pages lie; with pages of
// 4 KiB that is some MiB, beyond which nearly every step of a chase also walks the page table, in
// series with the load itself. A page of 2 MiB covers 512 times as much. Only time and counters of
// TLB misses and page walks show it; instructions and simulated cache misses stay. It buys nothing
// while the TLB covers the data. And a huge page is zeroed as a whole when it is touched first:
// dense data gains once more (one fault instead of 512), sparse data pays for memory it never uses.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/mman.h>
#include <sys/resource.h>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

constexpr std::string_view sysfs = "/sys/kernel/mm/transparent_hugepage/";
constexpr std::size_t usual_huge_page = std::size_t{2} << 20;

// What madvise is told of the region. `none`: nothing, so the machine's own setting decides.
enum class Advice : std::uint8_t { base_pages, none, huge_pages };

std::size_t huge_page_bytes() {
  std::size_t bytes = 0;
  std::ifstream(std::string(sysfs) + "hpage_pmd_size") >> bytes;
  return bytes == 0 ? usual_huge_page : bytes;
}

void advise(void* memory, std::size_t bytes, Advice advice) {
  if (advice == Advice::none) return;
  // Refused by a kernel without huge pages: base pages are then what there is, and the variant
  // with huge ones is not run.
  madvise(memory, bytes, advice == Advice::huge_pages ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
}

// Anonymous memory of whole huge pages, aligned to one, untouched.
class Region {
 public:
  Region(std::size_t bytes, std::size_t huge_page, Advice advice)
      : mapped_((bytes + huge_page - 1) / huge_page * huge_page + huge_page),
        mapping_(mmap(nullptr, mapped_, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
    if (mapping_ == MAP_FAILED) throw std::bad_alloc();
    void* start = mapping_;
    std::size_t space = mapped_;
    start_ = static_cast<std::byte*>(std::align(huge_page, mapped_ - huge_page, start, space));
    advise(start_, mapped_ - huge_page, advice);
  }
  ~Region() { munmap(mapping_, mapped_); }
  Region(const Region&) = delete;
  Region& operator=(const Region&) = delete;

  [[nodiscard]] std::byte* start() const { return start_; }

 private:
  std::size_t mapped_;
  void* mapping_;
  std::byte* start_ = nullptr;
};

// --- The chase: one node a line, `nodes` of them spread evenly over the region.

struct Node {
  const Node* next;
  std::uint64_t value;
};

constexpr std::int64_t line = 64;

// Steps of one iteration, at least, where nothing but the chase is timed.
constexpr std::int64_t fewest_steps = 1 << 14;

constexpr std::int64_t touched_before = 0;
constexpr std::int64_t touched_within = 1;

std::int64_t region_bytes(const Parameters& parameters) { return parameters["region"] * 1024; }

std::int64_t node_count(const Parameters& parameters) {
  return std::min(parameters["nodes"], region_bytes(parameters) / line);
}

std::int64_t steps(const Parameters& parameters) {
  const std::int64_t nodes = node_count(parameters);
  if (parameters["first_touch"] == touched_within) return nodes;
  return (fewest_steps + nodes - 1) / nodes * nodes;
}

struct Chase {
  std::vector<std::uint32_t> lines;  // where each node lies, in the order of the chase
  std::size_t region = 0;            // bytes
  std::size_t huge_page = 0;
  std::size_t steps = 0;
  Advice advice = Advice::none;
};

Chase make_chase(const Parameters& parameters, Advice advice) {
  Chase chase{.lines = std::vector<std::uint32_t>(static_cast<std::size_t>(node_count(parameters))),
              .region = static_cast<std::size_t>(region_bytes(parameters)),
              .huge_page = huge_page_bytes(),
              .steps = static_cast<std::size_t>(steps(parameters)),
              .advice = advice};
  const auto stretch = chase.region / line / chase.lines.size();  // lines a node
  Random random(41);
  std::size_t first = 0;
  // A random line of its stretch for each: the same line of every page would share few cache sets.
  for (std::uint32_t& at : chase.lines) {
    at = static_cast<std::uint32_t>(first + random.below(stretch));
    first += stretch;
  }
  shuffle(std::span(chase.lines), random);
  return chase;
}

std::byte* place(const Chase& chase, const Region& region, std::size_t i) {
  return region.start() + chase.lines[i] * std::size_t{line};
}

// Links the nodes to a ring, which touches their pages; returns the first.
const Node* link(const Chase& chase, const Region& region) {
  const std::size_t last = chase.lines.size() - 1;
  const auto* const first = new (place(chase, region, 0)) Node{nullptr, 1};
  const Node* next = first;
  for (std::size_t i = last; i > 0; --i) {
    next = new (place(chase, region, i)) Node{next, i + 1};
  }
  return new (place(chase, region, 0)) Node{next, 1};
}

std::uint64_t walk(const Node* node, std::size_t steps) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < steps; ++i) {
    sum = sum * 3 + node->value;
    node = node->next;
  }
  return sum;
}

template <Advice advice>
Kernel prepare(const Parameters& parameters) {
  Chase chase = make_chase(parameters, advice);
  if (parameters["first_touch"] == touched_within) {
    return [chase = std::move(chase)] {
      const Region region(chase.region, chase.huge_page, chase.advice);
      return walk(link(chase, region), opaque(chase.steps));
    };
  }
  auto region = std::make_shared<const Region>(chase.region, chase.huge_page, advice);
  const Node* const first = link(chase, *region);
  return [region, first, steps = chase.steps] { return walk(first, opaque(steps)); };
}

// --- Whether this kernel gives huge pages.

std::string read_line(const std::string& path) {
  std::string text;
  std::getline(std::ifstream(path) >> std::ws, text);
  return text;
}

// Faults of touching each page of a huge page's worth: one when it is a huge page indeed.
bool is_given_a_huge_page(std::size_t huge_page) {
  const auto faults = [] {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_minflt;
  };
  constexpr long few = 8;
  constexpr std::size_t smallest_page = 4096;
  const Region region(huge_page, huge_page, Advice::huge_pages);
  const long earlier = faults();
  for (std::size_t at = 0; at < huge_page; at += smallest_page) {
    new (region.start() + at) std::uint64_t{at};
  }
  sink(*region.start());
  return faults() - earlier <= few;
}

std::optional<std::string> no_huge_pages(const Parameters& /*parameters*/) {
  constexpr std::size_t largest = std::size_t{32} << 20;
  const std::size_t huge_page = huge_page_bytes();
  const std::string folder(sysfs);
  const std::string enabled = read_line(folder + "enabled");
  if (enabled.empty()) return "this kernel has no transparent huge pages: no " + folder + "enabled";
  // Since Linux 6.8 each size has a switch of its own, which usually inherits that one.
  const std::string of_size =
      read_line(folder + "hugepages-" + std::to_string(huge_page / 1024) + "kB/enabled");
  const bool inherits = of_size.empty() || of_size.find("[inherit]") != std::string::npos;
  if ((inherits ? enabled : of_size).find("[never]") != std::string::npos) {
    return "transparent huge pages are off: write madvise to " + folder + "enabled";
  }
  if (huge_page > largest) {
    return "a huge page is " + std::to_string(huge_page >> 20) +
           " MiB here: boot a kernel with pages of 4 KiB";
  }
  if (!is_given_a_huge_page(huge_page)) {
    return "the kernel gave no huge page when asked: its memory may be too fragmented";
  }
  return std::nullopt;
}

// The region in whole huge pages, and one more to try whether one is given: 2 MiB each, but 512 MiB
// on Arm with base pages of 64 KiB.
double memory_bytes(const Parameters& parameters) {
  return static_cast<double>(region_bytes(parameters)) +
         2.0 * static_cast<double>(huge_page_bytes()) +
         static_cast<double>(node_count(parameters)) * sizeof(std::uint32_t);
}

Workload describe() {
  return {
      .id = "cache/huge_pages",
      .technique = "huge pages",
      .leaf = Leaf::data_layout,
      .summary = "a chase through a large region in pages of 4 KiB against pages of 2 MiB",
      .problem =
          "Each load needs the physical address of its page. The TLB remembers a few thousand; "
          "with pages of 4 KiB these cover some MiB. Random steps through more than that walk the "
          "page table at nearly every step, before the load itself can begin, and a chase cannot "
          "overlap one with the next. A virtual machine walks two tables.",
      .signature_text =
          "Time, and hardware counters of TLB misses and page walks. The simulation has no TLB: "
          "its instructions and cache misses stay. With first_touch=within page faults fall 512 "
          "times for dense data.",
      .does_not_pay =
          "Data that the TLB covers with small pages: up to a few MiB. Sparse data that is touched "
          "for the first time (first_touch=within with few nodes): each touch zeroes 2 MiB where 4 "
          "KiB would do, and keeps them resident. A machine whose setting is `always` gives huge "
          "pages unasked, see the variant as_configured.",
      .iteration =
          "goes round a ring of `nodes` nodes in random order, at least 16,384 steps; with "
          "first_touch=within it maps the region, links the ring, goes round once and unmaps",
      .operation = "step",
      .operations = [](const Parameters& p) { return static_cast<double>(steps(p)); },
      .memory_bytes = memory_bytes,
      // A line a node; the pages that they lie on are the whole region.
      .footprint = [](const Parameters& p) { return static_cast<double>(node_count(p) * line); },
      .parameters =
          {
              {.name = "region",
               .meaning = "size of the region, KiB",
               .initial = 65'536,
               .small = 256,
               .medium = 65'536,
               .large = 1 << 20,
               .min = 64,
               .max = 1 << 24},
              {.name = "nodes",
               .meaning = "nodes of the ring, spread evenly; at most one a line of 64 bytes",
               .initial = 8192,
               .small = 64,
               .medium = 8192,
               .large = 1 << 20,
               .min = 1,
               .max = 1 << 22},
              {.name = "first_touch",
               .meaning = "whether the iteration maps the region and touches it first",
               .initial = touched_before,
               .choices = {"before", "within"}},
          },
      .variants =
          {
              {.name = "base_pages",
               .summary = "madvise(MADV_NOHUGEPAGE): the smallest pages",
               .prepare = prepare<Advice::base_pages>},
              {.name = "as_configured",
               .summary = "no advice: what this machine gives unasked",
               .prepare = prepare<Advice::none>},
              {.name = "huge_pages",
               .summary = "madvise(MADV_HUGEPAGE), aligned to a huge page",
               .prepare = prepare<Advice::huge_pages>,
               .unavailable = no_huge_pages},
          },
      .signature =
          {
              {"as_configured", "l1d_misses", Trend::unchanged, 1.1, "the same lines"},
              {"as_configured", "instructions", Trend::unchanged, 1.1, "the same steps"},
              {"huge_pages", "l1d_misses", Trend::unchanged, 1.1,
               "the same lines; the simulation has no TLB"},
              {"huge_pages", "instructions", Trend::unchanged, 1.1, "the same steps"},
          },
      .no_gain =
          {
              {.assignments = {{"region", 256}, {"nodes", 4096}},
               .text = "256 KiB: the TLB covers them in small pages"},
              {.assignments = {{"nodes", 64}, {"first_touch", touched_within}},
               .text = "64 nodes in 64 MiB, touched first: each zeroes a megabyte for its line"},
          },
      .pay_off = {.variant = "huge_pages",
                  .parameter = "region",
                  .values = {512, 2048, 8192, 16'384, 65'536, 262'144}},
      .small = {.assignments = {{"region", 4096}, {"nodes", 16'384}},
                .text = "16,384 nodes in 4 MiB: quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
