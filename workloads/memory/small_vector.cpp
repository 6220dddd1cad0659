// memory/small_vector: many short sequences, in vectors that keep their elements on the heap or
// that hold the first few within themselves. Slow is the allocation that each short sequence
// costs and the pointer to follow afterwards; `allocations` shows it. The price is the size of
// the container itself: see `does_not_pay`.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/container/inlined_vector.h>

// Sorting moves a small_vector to std::sort's local variables, where GCC 12 knows the size of the
// inline buffer but not that what exceeds it lies on the heap.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstringop-overread"
#endif
#include <boost/container/small_vector.hpp>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

template <std::size_t Bytes>
struct Element {
  std::array<std::uint64_t, Bytes / 8> words;
};

template <std::size_t Bytes>
Element<Bytes> make_element(std::uint64_t value) {
  Element<Bytes> element{};
  element.words.fill(value);
  return element;
}

template <class Container>
std::uint64_t sum_of(const Container& container) {
  std::uint64_t sum = 0;
  for (const auto& element : container) sum += element.words.front() ^ element.words.back() >> 1;
  return sum;
}

// What tells a container from the others, wherever it was moved.
template <class Container>
std::uint64_t key_of(const Container& container) {
  return container.front().words.front();
}

// How many elements each container holds. `longest` is the parameter `length`.
std::vector<std::size_t> draw_lengths(const Parameters& p) {
  constexpr std::uint64_t seed = 0x5ec70125;
  constexpr double exponent = 1;            // of the Zipf law: half as many of twice the length
  constexpr std::size_t short_part = 8;     // bimodal: the short mode is an eighth of the long one
  constexpr std::uint64_t long_share = 10;  // bimodal: one in ten is long
  const auto longest = static_cast<std::size_t>(p["length"]);
  const std::string_view distribution = p.choice("distribution");
  Random random(seed);
  const Zipf zipf(longest, exponent);
  std::vector<std::size_t> lengths(static_cast<std::size_t>(p["containers"]), longest);
  for (std::size_t& length : lengths) {
    if (distribution == "zipf") length = zipf.draw(random) + 1;
    if (distribution == "bimodal" && random.below(long_share) != 0) {
      length = std::max<std::size_t>(1, longest / short_part);
    }
  }
  return lengths;
}

template <class Container, bool Reserve>
void fill(Container& container, std::size_t length, std::uint64_t first) {
  using Item = typename Container::value_type;
  if constexpr (Reserve) container.reserve(length);
  for (std::size_t i = 0; i < length; ++i) {
    container.push_back(make_element<sizeof(Item)>(first + i));
  }
}

// --- The modes. `fill` makes containers and drops them; the others work on containers that live.

template <class Container, bool Reserve>
Kernel prepare_fill(const Parameters& p) {
  return [lengths = draw_lengths(p)] {
    std::uint64_t sum = 0;
    for (const std::size_t length : lengths) {
      Container container;
      fill<Container, Reserve>(container, opaque(length), length);
      sink(container);
      sum += sum_of(container);
    }
    return sum;
  };
}

// Containers that have lived for a while: made in a shuffled order, so that what they hold on the
// heap does not lie in the order in which it is visited. Keys are distinct and shuffled too.
template <class Container, bool Reserve>
std::vector<Container> make_population(const Parameters& p) {
  constexpr std::uint64_t seed = 0x90911a7e;
  const std::vector<std::size_t> lengths = draw_lengths(p);
  std::vector<std::size_t> order(lengths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(seed);
  shuffle(std::span(order), random);
  std::vector<std::size_t> keys = order;
  shuffle(std::span(keys), random);
  std::vector<Container> population(lengths.size());
  for (const std::size_t i : order) fill<Container, Reserve>(population[i], lengths[i], keys[i]);
  return population;
}

template <class Container, bool Reserve>
Kernel prepare_iterate(const Parameters& p) {
  return [population = std::make_shared<const std::vector<Container>>(
              make_population<Container, Reserve>(p))] {
    std::uint64_t sum = 0;
    for (const Container& container : *population) sum += sum_of(container);
    return sum;
  };
}

// Depends on every element and its place: of what was moved or sorted once, before the timing.
template <class Container>
std::uint64_t sum_of_all(const std::vector<Container>& containers) {
  std::uint64_t sum = 0;
  for (const Container& container : containers) sum = 31 * sum + sum_of(container);
  return sum;
}

// Depends on every container and reads the elements of one in 16: to read each would follow the
// pointers that moving a std::vector leaves alone.
template <class Container>
std::uint64_t sum_after_move(const std::vector<Container>& containers) {
  constexpr std::size_t each = 16;
  std::uint64_t sum = 0;
  for (const Container& container : containers) sum = 31 * sum + container.size();
  for (std::size_t i = 0; i < containers.size(); i += each) sum += sum_of(containers[i]);
  return sum;
}

// Moves every container into another outer vector and back, as growth or erase() of the outer
// vector would.
template <class Container, bool Reserve>
Kernel prepare_move(const Parameters& p) {
  struct Rooms {
    std::vector<Container> from;
    std::vector<Container> to;
  };
  auto population = make_population<Container, Reserve>(p);
  const std::size_t size = population.size();
  auto rooms = std::make_shared<Rooms>(Rooms{std::move(population), std::vector<Container>(size)});
  std::move(rooms->from.begin(), rooms->from.end(), rooms->to.begin());
  std::move(rooms->to.begin(), rooms->to.end(), rooms->from.begin());
  return [rooms, all = sum_of_all(rooms->from)] {
    auto& [from, to] = *rooms;
    std::move(from.begin(), from.end(), to.begin());
    sink(to);
    const std::uint64_t sum = sum_after_move(to);
    std::move(to.begin(), to.end(), from.begin());
    sink(from);
    return sum + 3 * sum_after_move(from) + all;
  };
}

// Orders containers by a multiple of their keys; a factor that is odd keeps distinct keys distinct.
struct ByKeyTimes {
  std::uint64_t factor;

  template <class Container>
  bool operator()(const Container& a, const Container& b) const {
    return key_of(a) * factor < key_of(b) * factor;
  }
};

// Sorts the containers by their keys, then back into the order in which they were found, which is
// as good as random to the first sort.
template <class Container, bool Reserve>
Kernel prepare_sort(const Parameters& p) {
  const auto sort = [](std::vector<Container>& population, std::uint64_t factor) {
    std::sort(population.begin(), population.end(), ByKeyTimes{factor});
    sink(population);
    std::uint64_t sum = 0;
    for (const Container& container : population) sum = 31 * sum + key_of(container);
    return sum;
  };
  constexpr std::uint64_t scatter = 0x9e3779b97f4a7c15ULL;
  auto population =
      std::make_shared<std::vector<Container>>(make_population<Container, Reserve>(p));
  sort(*population, scatter);
  return [population, sort, all = sum_of_all(*population)] {
    return sort(*population, 1) + 5 * sort(*population, scatter) + all;
  };
}

// --- From parameters to types: the inline capacity and the element are template parameters.

template <class Container, bool Reserve>
Kernel prepare_mode(const Parameters& p) {
  const std::string_view mode = p.choice("mode");
  if (mode == "fill") return prepare_fill<Container, Reserve>(p);
  if (mode == "iterate") return prepare_iterate<Container, Reserve>(p);
  if (mode == "sort") return prepare_sort<Container, Reserve>(p);
  return prepare_move<Container, Reserve>(p);
}

struct StdVector {
  static constexpr bool reserve = true;
  template <class Item, std::size_t Inline>
  using Container = std::vector<Item>;
};

struct StdVectorGrown : StdVector {
  static constexpr bool reserve = false;
};

struct AbslInlined {
  static constexpr bool reserve = true;
  template <class Item, std::size_t Inline>
  using Container = absl::InlinedVector<Item, Inline>;
};

struct BoostSmall {
  static constexpr bool reserve = true;
  template <class Item, std::size_t Inline>
  using Container = boost::container::small_vector<Item, Inline>;
};

constexpr std::array<std::int64_t, 6> inline_capacities{2, 4, 8, 16, 32, 64};
constexpr std::array<std::int64_t, 3> element_sizes{8, 32, 64};

using Prepare = Kernel (*)(const Parameters&);

template <class Family, std::size_t Bytes, std::size_t... I>
constexpr std::array<Prepare, sizeof...(I)> by_capacity(std::index_sequence<I...>) {
  return {prepare_mode<typename Family::template Container<
                           Element<Bytes>, static_cast<std::size_t>(inline_capacities[I])>,
                       Family::reserve>...};
}

template <class Family, std::size_t... I>
constexpr auto by_element(std::index_sequence<I...>) {
  using Capacities = std::make_index_sequence<inline_capacities.size()>;
  return std::array{
      by_capacity<Family, static_cast<std::size_t>(element_sizes[I])>(Capacities{})...};
}

template <class Family>
Kernel prepare(const Parameters& p) {
  static constexpr auto table =
      by_element<Family>(std::make_index_sequence<element_sizes.size()>{});
  return table.at(static_cast<std::size_t>(p["element_bytes"]))
      .at(static_cast<std::size_t>(p["inline"]))(p);
}

// --- Where the signature holds.

std::int64_t inline_capacity(const Parameters& p) {
  return inline_capacities.at(static_cast<std::size_t>(p["inline"]));
}

double memory_bytes(const Parameters& p) {
  const auto containers = static_cast<double>(p["containers"]);
  const auto element =
      static_cast<double>(element_sizes.at(static_cast<std::size_t>(p["element_bytes"])));
  const double inside = static_cast<double>(inline_capacity(p)) * element + 32;
  // vector_grown's capacity is a power of two.
  const auto capacity = std::bit_ceil(static_cast<std::uint64_t>(p["length"]));
  const double outside = static_cast<double>(capacity) * element + 16;
  // `move` has a second, empty outer vector; fill a container at a time. Lengths and orders.
  return containers * (2 * inside + outside + 24) + 1e6;
}

bool fills(const Parameters& p) { return p.choice("mode") == "fill"; }

bool fills_inline(const Parameters& p) { return fills(p) && p["length"] <= inline_capacity(p); }

// Short enough that the allocation outweighs the writing of the elements.
bool fills_few_words_inline(const Parameters& p) {
  return fills_inline(p) && p["length"] <= 4 && p.choice("element_bytes") == "8";
}

// Of Zipf's lengths up to twice the capacity at least 72 % fit.
bool fills_mostly_inline(const Parameters& p) {
  return fills(p) && !fills_inline(p) && p.choice("distribution") == "zipf" &&
         p["length"] <= 2 * inline_capacity(p) && p["containers"] >= 500;
}

bool fills_spilled(const Parameters& p) {
  return fills(p) && !fills_inline(p) && p.choice("distribution") == "fixed";
}

bool fills_equal_lengths(const Parameters& p) {
  return fills(p) && p.choice("distribution") == "fixed" && p["length"] >= 3;
}

bool moves_large(const Parameters& p) {
  constexpr std::int64_t eight_lines = 512;
  const std::int64_t bytes = element_sizes.at(static_cast<std::size_t>(p["element_bytes"]));
  return p.choice("mode") == "move" && inline_capacity(p) * bytes >= eight_lines &&
         p["containers"] >= 500;
}

const Registration registered{[] {
  return Workload{
      .id = "memory/small_vector",
      .technique = "SmallVec for small collections",
      .leaf = Leaf::small_vector,
      .summary = "short vectors whose first elements live inside the container",
      .problem =
          "A vector of three elements costs an allocation and a free, and reading it follows a "
          "pointer to wherever the heap put them. A small vector has room for a fixed number of "
          "elements within itself and goes to the heap only beyond that.",
      .signature_text =
          "In fill, allocations fall from one a container to one for each that spills, and "
          "instructions with them for short lengths. In move and sort, L1 misses rise with the "
          "inline capacity.",
      .does_not_pay =
          "Beyond the inline capacity the allocation is back, and each access still asks where the "
          "elements are: choose the capacity from the lengths that occur. Moving a std::vector "
          "swaps three pointers; moving a small vector copies its elements, in absl's case the "
          "whole inline buffer. A large inline buffer that stays mostly empty spreads the outer "
          "vector over more cache lines, so that reading it loses too. Long lengths dwarf the one "
          "allocation that could be saved. (Against a vector that forgot reserve() everything "
          "wins; that is not the technique's merit.)",
      .iteration =
          "fill: makes, reads and drops each container. iterate: reads every container of an outer "
          "vector. move: moves all of them to another outer vector and back. sort: sorts the outer "
          "vector by their first elements, and back",
      .operation = "container",
      .operations = [](const Parameters& p) { return static_cast<double>(p["containers"]); },
      .memory_bytes = memory_bytes,
      // A vector and a block of the heap each, were all as long as the longest.
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["containers"]) *
                   (24 + static_cast<double>(p["length"]) *
                             static_cast<double>(
                                 element_sizes.at(static_cast<std::size_t>(p["element_bytes"]))));
          },
      .parameters =
          {{.name = "containers",
            .meaning = "containers in one iteration",
            .initial = 10'000,
            .small = 100,
            .medium = 10'000,
            .large = 50'000,
            .min = 1,
            .max = 50'000},
           {.name = "length",
            .meaning = "elements in the longest container",
            .initial = 12,
            .small = 4,
            .medium = 12,
            .large = 128,
            .min = 1,
            .max = 128},
           {.name = "distribution",
            .meaning = "of the lengths: all the longest; Zipf, mostly short; or bimodal, nine in "
                       "ten an eighth as long",
            .initial = 1,
            .choices = {"fixed", "zipf", "bimodal"}},
           {.name = "inline",
            .meaning = "elements that a small vector holds within itself",
            .initial = 2,
            .choices = {"2", "4", "8", "16", "32", "64"}},
           {.name = "element_bytes",
            .meaning = "bytes an element",
            .initial = 0,
            .choices = {"8", "32", "64"}},
           {.name = "mode",
            .meaning = "what is done with the containers",
            .initial = 0,
            .choices = {"fill", "iterate", "move", "sort"}}},
      .variants = {{.name = "vector_reserve",
                    .summary = "std::vector with reserve(): one allocation each",
                    .prepare = prepare<StdVector>},
                   {.name = "vector_grown",
                    .summary = "std::vector without reserve(), which no fair comparison uses",
                    .prepare = prepare<StdVectorGrown>},
                   {.name = "absl_inlined",
                    .summary = "absl::InlinedVector with reserve()",
                    .prepare = prepare<AbslInlined>},
                   {.name = "boost_small",
                    .summary = "boost::container::small_vector with reserve()",
                    .prepare = prepare<BoostSmall>}},
      .signature = {{.variant = "absl_inlined",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 100,
                     .because = "every container fits within itself",
                     .where = fills_inline},
                    {.variant = "absl_inlined",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 2,
                     .because = "most containers fit within themselves",
                     .where = fills_mostly_inline},
                    {.variant = "absl_inlined",
                     .metric = "allocations",
                     .trend = Trend::unchanged,
                     .factor = 1,
                     .because = "each container spills, once",
                     .where = fills_spilled},
                    {.variant = "absl_inlined",
                     .metric = "instructions",
                     .trend = Trend::falls,
                     .factor = 1.2,
                     .because = "no malloc and free",
                     .where = fills_few_words_inline},
                    {.variant = "boost_small",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 100,
                     .because = "every container fits within itself",
                     .where = fills_inline},
                    {.variant = "boost_small",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 2,
                     .because = "most containers fit within themselves",
                     .where = fills_mostly_inline},
                    {.variant = "boost_small",
                     .metric = "allocations",
                     .trend = Trend::unchanged,
                     .factor = 1,
                     .because = "each container spills, once",
                     .where = fills_spilled},
                    {.variant = "boost_small",
                     .metric = "instructions",
                     .trend = Trend::falls,
                     .factor = 1.2,
                     .because = "no malloc and free",
                     .where = fills_few_words_inline},
                    {.variant = "vector_grown",
                     .metric = "allocations",
                     .trend = Trend::rises,
                     .factor = 2,
                     .because = "one for each doubling",
                     .where = fills_equal_lengths},
                    {.variant = "absl_inlined",
                     .metric = "l1d_misses",
                     .trend = Trend::rises,
                     .factor = 2,
                     .because = "a move copies the whole inline buffer",
                     .where = moves_large}},
      .no_gain = {{.assignments = {{"length", 64}, {"distribution", 0}},
                   .text = "every container spills: the allocation is back"},
                  {.assignments =
                       {{"length", 64}, {"distribution", 0}, {"inline", 5}, {"element_bytes", 2}},
                   .text = "everything fits, but 4 KiB of elements dwarf one allocation"},
                  {.assignments = {{"mode", 2}, {"inline", 5}},
                   .text = "a move copies elements where std::vector hands over a pointer"},
                  {.assignments = {{"mode", 3}},
                   .text = "a sort moves each container a dozen times"},
                  {.assignments = {{"mode", 1}, {"inline", 5}, {"containers", 50'000}},
                   .text = "mostly empty inline buffers: more cache lines to read"}},
      .pay_off = {.variant = "absl_inlined",
                  .parameter = "length",
                  .values = {1, 2, 4, 8, 16, 32, 64, 128},
                  .assignments = {{"distribution", 0}, {"inline", 2}}},
      .small = {.assignments = {{"containers", 500}, {"length", 4}},
                .text = "lengths that all fit"}};
}};

}  // namespace
}  // namespace hone::workloads
