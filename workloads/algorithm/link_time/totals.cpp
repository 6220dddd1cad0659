// The hot loop. Compiled alone it sees three declarations and must emit three calls an order.
#include "workloads/algorithm/link_time/orders.hpp"

namespace hone::workloads::link_time::HONE_BUILD {

// In the builds that see all of it the innermost loop is the hashing of `seal`.
// Machine code of separate::total: scalar, three calls, no branch, no stack, aligned.
// Machine code of unity::total: scalar, no call, no branch, no stack, aligned.
// Machine code of lto::total: scalar, no call, no branch, no stack, aligned.
std::uint64_t total(std::span<const Order> orders, std::uint32_t rounds) {
  std::uint64_t sum = 0;
  for (const Order& order : orders) {
    const std::uint64_t price = price_of(order);
    sum += seal(price - rebate_of(order, price), rounds);
  }
  return sum;
}

}  // namespace hone::workloads::link_time::HONE_BUILD
