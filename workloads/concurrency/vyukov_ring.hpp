// A bounded queue for many producers and many consumers: Dmitry Vyukov's ring.
// Each cell carries a turn number that says whose turn it is: `position` means
// free for the producer of that position, `position + 1` filled for its consumer.
// So a push or a pop costs one compare-exchange, and the two ends share no counter.
// A thread that is stopped between its claim and its publication holds up those
// behind it: no thread waits inside a call, but the queue as a whole is not lock-free.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace hone::workloads {

template <class T>
class VyukovRing {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  // Rounds up to a power of two, 2 at least: with one cell, "filled in this lap" and "free for
  // the next lap" would be the same turn.
  explicit VyukovRing(std::size_t capacity)
      : mask_(std::bit_ceil(std::max<std::size_t>(capacity, 2)) - 1),
        cells_(std::make_unique<Cell[]>(mask_ + 1)) {
    for (std::size_t i = 0; i <= mask_; ++i) cells_[i].turn.store(i, std::memory_order_relaxed);
  }

  [[nodiscard]] std::size_t capacity() const { return mask_ + 1; }

  // False when full.
  [[nodiscard]] bool try_push(const T& value) {
    std::size_t position = tail_.load(std::memory_order_relaxed);
    Cell* const cell = claim(tail_, position, 0);
    if (cell == nullptr) return false;
    cell->value = value;
    cell->turn.store(position + 1, std::memory_order_release);
    return true;
  }

  // False when empty.
  [[nodiscard]] bool try_pop(T& value) {
    std::size_t position = head_.load(std::memory_order_relaxed);
    Cell* const cell = claim(head_, position, 1);
    if (cell == nullptr) return false;
    value = cell->value;
    cell->turn.store(position + mask_ + 1, std::memory_order_release);
    return true;
  }

 private:
  struct Cell {
    std::atomic<std::size_t> turn{0};
    T value{};
  };

  // Takes the next position of one end whose cell has reached turn `position + offset`, and
  // leaves it in `position`; nullptr when that cell is still a lap behind. The position's own
  // order can be relaxed: the cell's turn carries the value across.
  Cell* claim(std::atomic<std::size_t>& end, std::size_t& position, std::size_t offset) {
    while (true) {
      Cell& cell = cells_[position & mask_];
      const auto ahead = static_cast<std::ptrdiff_t>(cell.turn.load(std::memory_order_acquire) -
                                                     (position + offset));
      if (ahead < 0) return nullptr;
      if (ahead > 0) {  // somebody else took this position
        position = end.load(std::memory_order_relaxed);
      } else if (end.compare_exchange_weak(position, position + 1, std::memory_order_relaxed)) {
        return &cell;
      }
    }
  }

  // Each end on lines of its own; 128 bytes because the adjacent-line prefetcher of x86 moves
  // lines in pairs.
  alignas(128) std::atomic<std::size_t> tail_{0};
  alignas(128) std::atomic<std::size_t> head_{0};
  alignas(128) const std::size_t mask_;
  const std::unique_ptr<Cell[]> cells_;
};

}  // namespace hone::workloads
