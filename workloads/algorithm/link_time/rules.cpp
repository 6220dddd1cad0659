// What is called for each order: so small that the call costs more than the work.
#include "workloads/algorithm/link_time/orders.hpp"

namespace hone::workloads::link_time::HONE_BUILD {

std::uint64_t price_of(const Order& order) {
  return static_cast<std::uint64_t>(order.quantity) * order.price;
}

std::uint64_t rebate_of(const Order& order, std::uint64_t price) {
  return (price * order.rebate) >> 10;
}

// As long as `rounds` says: the call's share of the time falls with it.
std::uint64_t seal(std::uint64_t amount, std::uint32_t rounds) {
  for (std::uint32_t round = 0; round < rounds; ++round) {
    amount = (amount ^ (amount >> 29)) * 0xbf58476d1ce4e5b9ULL;
  }
  return amount;
}

}  // namespace hone::workloads::link_time::HONE_BUILD
