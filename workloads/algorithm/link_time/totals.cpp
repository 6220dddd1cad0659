// The hot loop. Compiled alone it sees three declarations and must emit three calls an order.
#include "workloads/algorithm/link_time/orders.hpp"

namespace hone::workloads::link_time::HONE_BUILD {

std::uint64_t total(std::span<const Order> orders, std::uint32_t rounds) {
  std::uint64_t sum = 0;
  for (const Order& order : orders) {
    const std::uint64_t price = price_of(order);
    sum += seal(price - rebate_of(order, price), rounds);
  }
  return sum;
}

}  // namespace hone::workloads::link_time::HONE_BUILD
