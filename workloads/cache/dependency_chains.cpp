// Linked lists walked one after another against several at a time. Within a list each address
// comes out of the load before, so a walk waits for one whole latency a node, whatever the
// processor could have in flight besides. The lists do not depend on each other: a loop that
// steps through several keeps as many loads going. Time per node shows it, and a low IPC: the
// instructions and the misses stay. It buys little where lists are so short that the processor
// reaches the next one by itself, nothing with one list, nor where an index names the nodes: those
// loads are independent from the start, and no interleaving comes near them.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

struct alignas(64) Node {
  std::uint32_t next;
  std::uint64_t value;
};

// Ends each list and follows itself, so that a list which ended may be stepped on.
constexpr std::uint32_t last = 0;

// The heads are filled up with ended lists to a multiple of this.
constexpr std::size_t most_ways = 16;

struct Lists {
  std::vector<Node> nodes;           // [last], then the lists' nodes in random places
  std::vector<std::uint32_t> heads;  // one a list, then some that have ended
  std::size_t count = 0;             // lists
  std::vector<std::uint32_t> index;  // all nodes, list by list
};

// Plain pointers, passed by value: `opaque` makes Clang load a vector's own pointer anew.
struct View {
  const Node* nodes;
  const std::uint32_t* heads;
  std::size_t lists;
  const std::uint32_t* index;
  std::size_t indexed;
};

std::shared_ptr<const Lists> make_lists(const Parameters& parameters) {
  const auto count = static_cast<std::size_t>(parameters["nodes"]);
  const auto length = static_cast<std::size_t>(parameters["length"]);
  auto lists = std::make_shared<Lists>();
  Random random(71);
  lists->nodes.resize(count + 1);
  for (Node& node : lists->nodes) node.value = random.next();
  lists->nodes[last] = {last, 0};
  lists->index.resize(count);
  std::iota(lists->index.begin(), lists->index.end(), 1U);
  shuffle(std::span(lists->index), random);
  for (std::size_t i = 0; i < count; ++i) {
    const bool ends = (i + 1) % length == 0 || i + 1 == count;
    lists->nodes[lists->index[i]].next = ends ? last : lists->index[i + 1];
  }
  lists->heads.reserve(count / length + most_ways);
  for (std::size_t i = 0; i < count; i += length) lists->heads.push_back(lists->index[i]);
  lists->count = lists->heads.size();
  lists->heads.resize((lists->count + most_ways - 1) / most_ways * most_ways, last);
  return lists;
}

std::uint64_t visit(const Node& node) { return node.value ^ (node.value >> 7); }

std::uint64_t walk_one_by_one(View view) {
  std::uint64_t sum = 0;
  for (std::size_t list = 0; list < view.lists; ++list) {
    for (std::uint32_t at = view.heads[list]; at != last; at = view.nodes[at].next) {
      sum += opaque(visit(view.nodes[at]));
    }
  }
  return sum;
}

// One step of one list; returns where that led.
std::uint32_t step(const Node* nodes, std::uint32_t& at, std::uint64_t& sum) {
  const Node& node = nodes[at];
  sum += opaque(visit(node));
  at = node.next;
  return at;
}

// As many lists at a time as `way` counts, until the longest of them has ended. Written out by
// the pack: a loop over an array leaves the array in memory, and each step then waits for a store.
template <std::size_t... way>
std::uint64_t walk_at_once(View view, std::index_sequence<way...> ways) {
  std::uint64_t sum = 0;
  for (std::size_t list = 0; list < view.lists; list += ways.size()) {
    std::array<std::uint32_t, sizeof...(way)> at{view.heads[list + way]...};
    while ((step(view.nodes, at[way], sum) | ...) != last) continue;
  }
  return sum;
}

template <std::size_t Ways>
std::uint64_t walk_interleaved(View view) {
  static_assert(most_ways % Ways == 0);
  return walk_at_once(view, std::make_index_sequence<Ways>());
}

std::uint64_t look_up_indexed(View view) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < view.indexed; ++i) {
    sum += opaque(visit(view.nodes[view.index[i]]));
  }
  return sum;
}

// Visits of one iteration, at least: keeps an iteration over few nodes measurable.
constexpr std::int64_t fewest_visits = 1 << 16;

std::int64_t passes(const Parameters& parameters) {
  return (fewest_visits + parameters["nodes"] - 1) / parameters["nodes"];
}

double visits(const Parameters& parameters) {
  return static_cast<double>(passes(parameters)) * static_cast<double>(parameters["nodes"]);
}

template <std::uint64_t (*walk)(View)>
Kernel prepare(const Parameters& parameters) {
  return [lists = make_lists(parameters), repeats = passes(parameters)] {
    std::uint64_t sum = 0;
    for (std::int64_t pass = 0; pass < repeats; ++pass) {
      sum += walk({.nodes = lists->nodes.data(),
                   .heads = opaque(lists->heads.data()),
                   .lists = lists->count,
                   .index = opaque(lists->index.data()),
                   .indexed = lists->index.size()});
    }
    return sum;
  };
}

double memory_bytes(const Parameters& parameters) {
  const auto nodes = static_cast<double>(parameters["nodes"]);
  const auto lists = nodes / static_cast<double>(parameters["length"]) + most_ways;
  return (nodes + 1) * sizeof(Node) + (nodes + lists) * sizeof(std::uint32_t);
}

// Else an interleaved walk steps many times on lists that have ended.
bool has_many_long_lists(const Parameters& parameters) {
  return parameters["length"] >= 16 && parameters["nodes"] >= parameters["length"] * 64;
}

// From here on the nodes exceed an L1 of 128 KiB four times.
bool exceeds_l1(const Parameters& parameters) {
  return has_many_long_lists(parameters) && parameters["nodes"] >= 8192;
}

Workload describe() {
  return {
      .id = "cache/dependency_chains",
      .technique = "interleaving dependent loads",
      .leaf = Leaf::data_layout,
      .summary = "linked lists walked one after another, several at a time, or by an index",
      .problem =
          "A list's next address stands in the node itself, so each step waits for the load "
          "before. A processor can keep dozens of cache misses in flight, and such a walk uses one "
          "of them: the time is latency times nodes, the bandwidth lies idle.",
      .signature_text =
          "Time per node, and IPC: the instructions stay about the same and so do the misses, "
          "simulated or counted. Only how many of them overlap changes.",
      .does_not_pay =
          "Few lists: the ways without one step in place, and a list in the first-level cache has "
          "little latency to hide. Short lists gain little: the processor runs ahead into the next "
          "one by itself, as nothing there waits for this one. Where the nodes can be had from an "
          "index, in any order, that is better than any number of chains.",
      .iteration =
          "visits each node of all lists once, list by list; repeated until at least 65,536 visits",
      .operation = "visit",
      .operations = visits,
      .memory_bytes = memory_bytes,
      .footprint =
          [](const Parameters& p) { return static_cast<double>(p["nodes"]) * sizeof(Node); },
      .footprint_grows_with = "nodes",
      .parameters =
          {
              {.name = "nodes",
               .meaning = "nodes of 64 bytes, all lists together",
               .initial = 1 << 16,
               .small = 512,
               .medium = 1 << 16,
               .large = 1 << 20,
               .min = 1,
               .max = 1 << 24},
              {.name = "length",
               .meaning = "nodes of a list",
               .initial = 256,
               .small = 2,
               .medium = 256,
               .large = 4096,
               .min = 1,
               .max = 1 << 20},
          },
      .variants =
          {
              {.name = "one_by_one",
               .summary = "each list to its end, then the next",
               .prepare = prepare<walk_one_by_one>},
              {.name = "interleaved_2",
               .summary = "two lists at a time",
               .prepare = prepare<walk_interleaved<2>>},
              {.name = "interleaved_4",
               .summary = "four lists at a time",
               .prepare = prepare<walk_interleaved<4>>},
              {.name = "interleaved_8",
               .summary = "eight lists at a time",
               .prepare = prepare<walk_interleaved<8>>},
              {.name = "interleaved_16",
               .summary = "sixteen at a time: more than there are registers",
               .prepare = prepare<walk_interleaved<16>>},
              {.name = "indexed",
               .summary = "the same nodes by an index: no load depends on another",
               .prepare = prepare<look_up_indexed>},
          },
      .signature =
          {
              {"interleaved_8", "l1d_misses", Trend::unchanged, 1.2, "each line once, as before",
               exceeds_l1},
              {"indexed", "l1d_misses", Trend::unchanged, 1.2, "each line once, as before",
               exceeds_l1},
              {"interleaved_8", "instructions", Trend::unchanged, 1.5, "as many steps",
               has_many_long_lists},
          },
      .no_gain =
          {
              {.assignments = {{"nodes", 512}, {"length", 512}},
               .text = "one list in the first-level cache: the other ways step in place",
               .no_less = "instructions"},
          },
      .pay_off = {.variant = "interleaved_8",
                  .parameter = "length",
                  .values = {8, 32, 64, 128, 256, 512},
                  .assignments = {{"nodes", 512}}},
      .small = {.assignments = {{"nodes", 1 << 14}},
                .text = "64 lists of 256 nodes in 1 MiB: quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
