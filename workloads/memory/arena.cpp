// memory/arena: a batch of small nodes that live and die together, from the general-purpose
// allocator or from an arena that is emptied at once. Slow is not the single malloc but one
// malloc and one free a node; `allocations` and `instructions` show it. See `describe` for the
// cases in which an arena does not pay.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

// Followed in memory by its payload: node_bytes - sizeof(Node) bytes, in whole words.
struct Node {
  Node* next;
  std::uint64_t key;

  [[nodiscard]] std::uint64_t* payload() { return reinterpret_cast<std::uint64_t*>(this + 1); }
};

struct Shape {
  std::size_t nodes;
  std::size_t words;      // of the payload of a node
  std::size_t batch;      // nodes alive together
  std::size_t survivors;  // of each hundred nodes of a batch, how many outlive it
  bool vector;            // a batch is one growing vector instead of a list

  [[nodiscard]] std::size_t node_bytes() const { return sizeof(Node) + words * 8; }
};

Shape shape_of(const Parameters& p) {
  const auto size = [&p](std::string_view name) { return static_cast<std::size_t>(p[name]); };
  return {.nodes = size("nodes"),
          .words = (size("node_bytes") - sizeof(Node)) / 8,
          .batch = std::min(size("batch"), size("nodes")),
          .survivors = size("survivors"),
          .vector = p.choice("container") == "vector"};
}

// What a batch asks of its memory in total. A vector that doubles asks for 1 + 2 + 4 + ... nodes
// and an arena gets none of it back.
std::size_t bytes_per_batch(const Shape& shape) {
  const std::size_t nodes = shape.vector ? 2 * std::bit_ceil(shape.batch) : shape.batch;
  return nodes * shape.node_bytes();
}

// --- The memories. Each is told when a batch begins and ends; only the heap is given back single
// --- blocks, an arena ignores that.

class Heap {
 public:
  static constexpr bool frees_singly = true;

  explicit Heap(const Shape&) {}
  void begin_batch() {}
  void* allocate(std::size_t bytes) { return ::operator new(bytes); }
  void release(void* block) { ::operator delete(block); }
  void end_batch() {}
};

// The standard's arena as one would first write it: made anew for each batch, with the library's
// initial size (about 1 KiB in libstdc++, growing by half).
class FreshMonotonic {
 public:
  static constexpr bool frees_singly = false;

  explicit FreshMonotonic(const Shape&) {}
  void begin_batch() { resource_.emplace(); }
  void* allocate(std::size_t bytes) { return resource_->allocate(bytes, alignof(Node)); }
  void release(void*) {}
  void end_batch() { resource_.reset(); }

 private:
  std::optional<std::pmr::monotonic_buffer_resource> resource_;
};

// The same arena over a buffer that holds a whole batch and that `release` rewinds.
class ReusedMonotonic {
 public:
  static constexpr bool frees_singly = false;

  explicit ReusedMonotonic(const Shape& shape)
      : buffer_(std::make_unique_for_overwrite<std::byte[]>(bytes_per_batch(shape))),
        resource_(buffer_.get(), bytes_per_batch(shape)) {}
  void begin_batch() {}
  void* allocate(std::size_t bytes) { return resource_.allocate(bytes, alignof(Node)); }
  void release(void*) {}
  void end_batch() { resource_.release(); }

 private:
  std::unique_ptr<std::byte[]> buffer_;
  std::pmr::monotonic_buffer_resource resource_;
};

// An arena of our own: chunks that are kept by `end_batch`, so that its memory grows to the
// largest batch seen and the allocator is not asked again.
class Bump {
 public:
  static constexpr bool frees_singly = false;

  explicit Bump(const Shape&) {}
  void begin_batch() {}
  void* allocate(std::size_t bytes) {
    const std::size_t aligned = (bytes + alignof(Node) - 1) & ~(alignof(Node) - 1);
    if (static_cast<std::size_t>(end_ - next_) < aligned) next_chunk(aligned);
    return std::exchange(next_, next_ + aligned);
  }
  void release(void*) {}
  void end_batch() {
    current_ = 0;
    if (!chunks_.empty()) enter(chunks_.front());
  }

 private:
  static constexpr std::size_t first_chunk = 65'536;

  struct Chunk {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };

  void enter(const Chunk& chunk) {
    next_ = chunk.bytes.get();
    end_ = next_ + chunk.size;
  }

  // Out of line, so that the common case stays an add and a compare.
  [[gnu::noinline]] void next_chunk(std::size_t at_least) {
    while (current_ + 1 < chunks_.size()) {
      if (chunks_[++current_].size >= at_least) return enter(chunks_[current_]);
    }
    const std::size_t doubled = chunks_.empty() ? first_chunk : 2 * chunks_.back().size;
    const std::size_t size = std::max(doubled, at_least);
    chunks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    current_ = chunks_.size() - 1;
    enter(chunks_.back());
  }

  std::vector<Chunk> chunks_;
  std::size_t current_ = 0;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
};

// --- What is done with the memory, the same for all.

Node* construct(void* memory, Node* next, std::uint64_t key, std::size_t words) {
  auto* node = new (memory) Node{next, key};
  std::fill_n(node->payload(), words, key);
  return node;
}

// Two of a payload's words, those at a place of `key`'s choice from its front and from its back:
// over some consecutive keys, all of them. Reading a node whole would hide what allocating it
// takes.
std::uint64_t read_back(const std::uint64_t* payload, std::uint64_t key, std::size_t words) {
  if (words == 0) return 0;
  const std::size_t at = key & (std::bit_floor(words) - 1);
  return payload[at] + 3 * payload[words - 1 - at];
}

std::uint64_t walk(Node* node, std::size_t words) {
  std::uint64_t sum = 0;
  for (; node != nullptr; node = node->next) {
    sum += node->key ^ read_back(node->payload(), node->key, words);
  }
  return sum;
}

template <class Memory>
void release_list(Memory& memory, Node* node) {
  while (node != nullptr) memory.release(std::exchange(node, node->next));
}

// Moves the surviving share of `batch` to `survivors`. A node of the heap is relinked; one of an
// arena has to be copied out before the arena is emptied. Returns what is left of the batch.
template <class Memory>
Node* keep_survivors(const Shape& shape, Node* batch, Node*& survivors) {
  Node* rest = nullptr;
  for (Node* node = batch; node != nullptr;) {
    Node* const next = node->next;
    Node** list = node->key % 100 < shape.survivors ? &survivors : &rest;
    if (!Memory::frees_singly && list == &survivors) {
      void* const copy = ::operator new(shape.node_bytes());
      node = static_cast<Node*>(std::memcpy(copy, node, shape.node_bytes()));
    }
    // The analyzer takes node_bytes() for 0, which sizeof(Node) rules out.
    node->next = std::exchange(*list, node);  // NOLINT(clang-analyzer-cplusplus.NewDelete)
    node = next;
  }
  return rest;
}

template <class Memory>
std::uint64_t run_list(Memory& memory, const Shape& shape, std::size_t first, std::size_t count,
                       Node*& survivors) {
  Node* head = nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    head = construct(memory.allocate(shape.node_bytes()), head, first + i, shape.words);
  }
  sink(head);
  const std::uint64_t sum = walk(head, shape.words);
  if (shape.survivors > 0) head = keep_survivors<Memory>(shape, head, survivors);
  if (Memory::frees_singly) release_list(memory, head);
  return sum;
}

// A vector without reserve(): what it outgrows is dead, and an arena keeps it until the batch
// ends.
template <class Memory>
std::uint64_t run_vector(Memory& memory, const Shape& shape, std::size_t first, std::size_t count) {
  const std::size_t stride = shape.words + 2;
  std::size_t capacity = 1;
  auto* data = static_cast<std::uint64_t*>(memory.allocate(capacity * stride * 8));
  for (std::size_t i = 0; i < count; ++i) {
    if (i == capacity) {
      auto* larger = static_cast<std::uint64_t*>(memory.allocate(2 * capacity * stride * 8));
      std::memcpy(larger, data, capacity * stride * 8);
      memory.release(data);
      data = larger;
      capacity *= 2;
    }
    std::fill_n(data + i * stride, stride, static_cast<std::uint64_t>(first + i));
  }
  sink(data);
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += first + i + read_back(data + i * stride, first + i, stride);
  }
  memory.release(data);
  return sum;
}

template <class Memory>
std::uint64_t run(Memory& memory, const Shape& shape) {
  std::uint64_t sum = 0;
  Node* survivors = nullptr;
  for (std::size_t first = 0; first < shape.nodes; first += shape.batch) {
    const std::size_t count = std::min(shape.batch, shape.nodes - first);
    memory.begin_batch();
    sum += shape.vector ? run_vector(memory, shape, first, count)
                        : run_list(memory, shape, first, count, survivors);
    memory.end_batch();
  }
  sum += walk(survivors, shape.words);
  Heap heap(shape);
  release_list(heap, survivors);
  return sum;
}

template <class Memory>
Kernel prepare(const Parameters& p) {
  const Shape shape = shape_of(p);
  return [shape, memory = std::make_shared<Memory>(shape)] {
    Shape hidden = shape;
    hidden.nodes = opaque(hidden.nodes);
    hidden.words = opaque(hidden.words);
    return run(*memory, hidden);
  };
}

double memory_bytes(const Parameters& p) {
  const Shape shape = shape_of(p);
  // Chunks double, so that up to as much again is unused; survivors are copied to the heap, with
  // the allocator's own 16 bytes.
  const double survivors =
      static_cast<double>(shape.nodes) * static_cast<double>(shape.survivors) / 100;
  const auto node = static_cast<double>(shape.node_bytes());
  return 3 * static_cast<double>(bytes_per_batch(shape)) + survivors * (node + 16) + 1e6;
}

bool large_batches(const Parameters& p) {
  return p.choice("container") == "list" && p["survivors"] == 0 &&
         std::min(p["batch"], p["nodes"]) >= 100;
}

// Above this size the writing of a node outweighs its allocation.
bool large_batches_of_small_nodes(const Parameters& p) {
  return large_batches(p) && p["node_bytes"] <= 64;
}

bool all_survive(const Parameters& p) {
  return p.choice("container") == "list" && p["survivors"] == 100 &&
         std::min(p["batch"], p["nodes"]) >= 100;
}

// From here on a batch outweighs what else is on the heap.
constexpr double large_batch_bytes = 4e6;

bool all_survive_a_large_batch(const Parameters& p) {
  const Shape shape = shape_of(p);
  return all_survive(p) && shape.batch == shape.nodes &&
         static_cast<double>(shape.nodes * shape.node_bytes()) >= large_batch_bytes;
}

bool grows_large(const Parameters& p) {
  const Shape shape = shape_of(p);
  return shape.vector && static_cast<double>(shape.batch * shape.node_bytes()) >= large_batch_bytes;
}

const Registration registered{[] {
  return Workload{
      .id = "memory/arena",
      .technique = "Arena allocators",
      .leaf = Leaf::arena,
      .summary = "nodes of one batch from an arena that is emptied at once",
      .problem =
          "A general-purpose allocator finds a free block for each node and files it again when "
          "the node dies: two calls, a search and some bookkeeping a node, although all nodes of a "
          "batch die together. An arena hands out consecutive bytes by moving a pointer, and "
          "empties by moving it back.",
      .signature_text =
          "Allocations fall from one a node to one a chunk, or to none when the arena keeps its "
          "memory; instructions fall with them. Peak heap does not fall: an arena keeps its "
          "largest batch; it rises where survivors are copied out beside it, or where a vector "
          "outgrows its buffers.",
      .does_not_pay =
          "An arena made anew for a handful of nodes buys a kilobyte for them and loses to malloc. "
          "Nodes that outlive their batch must be copied out, so the allocation comes back and a "
          "copy with it. A vector that grows inside an arena leaves every outgrown buffer behind: "
          "a third more memory at least, and few allocations to save. A better general-purpose "
          "allocator (the mimalloc variant) gives part of the gain for no change of code.",
      .iteration =
          "builds, walks and drops `nodes` nodes, `batch` of them at a time; then drops the "
          "survivors",
      .operation = "node",
      .operations = [](const Parameters& p) { return static_cast<double>(p["nodes"]); },
      .memory_bytes = memory_bytes,
      .footprint =
          [](const Parameters& p) { return static_cast<double>(bytes_per_batch(shape_of(p))); },
      .parameters =
          {{.name = "nodes",
            .meaning = "nodes in one iteration",
            .initial = 20'000,
            .small = 1'000,
            .medium = 100'000,
            .large = 2'000'000,
            .min = 1,
            .max = 4'000'000},
           {.name = "node_bytes",
            .meaning = "bytes a node, rounded down to words of 8",
            .initial = 64,
            .small = 16,
            .medium = 64,
            .large = 256,
            .min = 16,
            .max = 256},
           {.name = "batch",
            .meaning = "nodes alive together",
            .initial = 1'000,
            .small = 4,
            .medium = 1'000,
            .large = 100'000,
            .min = 1,
            .max = 4'000'000},
           {.name = "survivors",
            .meaning =
                "share of a list's nodes that outlive their batch, in percent; a vector has none",
            .initial = 0,
            .small = 0,
            .medium = 10,
            .large = 100,
            .min = 0,
            .max = 100},
           {.name = "container",
            .meaning = "what a batch is: a linked list, or one vector that grows without reserve()",
            .initial = 0,
            .choices = {"list", "vector"}}},
      .variants = {{.name = "new_delete",
                    .summary = "operator new and delete for each node",
                    .prepare = prepare<Heap>},
                   {.name = "mimalloc",
                    .summary = "the same calls, answered by mimalloc",
                    .prepare = prepare<Heap>,
                    .preload = HONE_MIMALLOC},
                   {.name = "monotonic_fresh",
                    .summary = "a new std::pmr::monotonic_buffer_resource for each batch",
                    .prepare = prepare<FreshMonotonic>},
                   {.name = "monotonic_reused",
                    .summary =
                        "one monotonic_buffer_resource over a kept buffer, released for each batch",
                    .prepare = prepare<ReusedMonotonic>},
                   {.name = "bump_reset",
                    .summary =
                        "an own bump allocator that keeps its chunks and is reset for each batch",
                    .prepare = prepare<Bump>}},
      .signature = {{.variant = "monotonic_fresh",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 10,
                     .because = "one a chunk instead of one a node",
                     .where = large_batches},
                    {.variant = "monotonic_reused",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 100,
                     .because = "the buffer is kept",
                     .where = large_batches},
                    {.variant = "bump_reset",
                     .metric = "allocations",
                     .trend = Trend::falls,
                     .factor = 100,
                     .because = "the chunks are kept",
                     .where = large_batches},
                    {.variant = "monotonic_fresh",
                     .metric = "allocations",
                     .trend = Trend::unchanged,
                     .factor = 1.1,
                     .because = "each survivor is copied to the heap",
                     .where = all_survive},
                    {.variant = "monotonic_reused",
                     .metric = "allocations",
                     .trend = Trend::unchanged,
                     .factor = 1.1,
                     .because = "each survivor is copied to the heap",
                     .where = all_survive},
                    {.variant = "bump_reset",
                     .metric = "allocations",
                     .trend = Trend::unchanged,
                     .factor = 1.1,
                     .because = "each survivor is copied to the heap",
                     .where = all_survive},
                    {.variant = "monotonic_fresh",
                     .metric = "peak_heap",
                     .trend = Trend::rises,
                     .factor = 1.5,
                     .because = "a copy of each survivor beside the arena",
                     .where = all_survive_a_large_batch},
                    {.variant = "monotonic_fresh",
                     .metric = "peak_heap",
                     .trend = Trend::rises,
                     .factor = 1.2,
                     .because = "outgrown buffers stay",
                     .where = grows_large},
                    {.variant = "monotonic_reused",
                     .metric = "peak_heap",
                     .trend = Trend::rises,
                     .factor = 1.5,
                     .because = "a copy of each survivor beside the arena",
                     .where = all_survive_a_large_batch},
                    {.variant = "monotonic_reused",
                     .metric = "peak_heap",
                     .trend = Trend::rises,
                     .factor = 1.2,
                     .because = "outgrown buffers stay",
                     .where = grows_large},
                    {.variant = "bump_reset",
                     .metric = "peak_heap",
                     .trend = Trend::rises,
                     .factor = 1.5,
                     .because = "a copy of each survivor beside the arena",
                     .where = all_survive_a_large_batch},
                    {.variant = "bump_reset",
                     .metric = "peak_heap",
                     .trend = Trend::rises,
                     .factor = 1.2,
                     .because = "outgrown buffers stay",
                     .where = grows_large},
                    {.variant = "monotonic_fresh",
                     .metric = "instructions",
                     .trend = Trend::falls,
                     .factor = 1.5,
                     .because = "a pointer moves instead of malloc and free",
                     .where = large_batches_of_small_nodes},
                    {.variant = "monotonic_reused",
                     .metric = "instructions",
                     .trend = Trend::falls,
                     .factor = 2,
                     .because = "a pointer moves instead of malloc and free",
                     .where = large_batches_of_small_nodes},
                    {.variant = "bump_reset",
                     .metric = "instructions",
                     .trend = Trend::falls,
                     .factor = 3,
                     .because = "a pointer moves instead of malloc and free",
                     .where = large_batches_of_small_nodes}},
      .no_gain = {{.assignments = {{"batch", 1}},
                   .text = "a fresh arena for each node buys a kilobyte at a time and loses; only "
                           "a kept arena still wins"},
                  {.assignments = {{"survivors", 100}},
                   .text = "every node is copied out of the arena: each allocation comes back, and "
                           "a copy with it"},
                  {.assignments = {{"container", 1}, {"batch", 20'000}},
                   .text =
                       "few allocations to save, each outgrown buffer stays, and pages are new "
                       "either way: a fresh arena gains nothing, only one that keeps its memory"}},
      .pay_off = {.variant = "monotonic_fresh",
                  .parameter = "batch",
                  .values = {1, 2, 4, 8, 16, 64, 1'000}},
      .small = {.assignments = {{"nodes", 2'000}, {"batch", 500}}, .text = "four batches of 500"}};
}};

}  // namespace
}  // namespace hone::workloads
