// The kernel of algorithm/link_time: a loop over orders in one translation unit (totals.cpp), the
// small functions that it calls in another (rules.cpp). Both are compiled once for each way of
// building; HONE_BUILD names the way, so that one program can hold them all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace hone::workloads::link_time {

struct Order {
  std::uint32_t quantity;
  std::uint32_t price;
  std::uint32_t rebate;  // in 1/1024 of the price
  std::uint32_t number;
};

#ifdef HONE_BUILD
namespace HONE_BUILD {

std::uint64_t price_of(const Order& order);
std::uint64_t rebate_of(const Order& order, std::uint64_t price);
std::uint64_t seal(std::uint64_t amount, std::uint32_t rounds);

std::uint64_t total(std::span<const Order> orders, std::uint32_t rounds);

}  // namespace HONE_BUILD
#else
namespace separate {
std::uint64_t total(std::span<const Order> orders, std::uint32_t rounds);
}
namespace unity {
std::uint64_t total(std::span<const Order> orders, std::uint32_t rounds);
}
namespace lto {
std::uint64_t total(std::span<const Order> orders, std::uint32_t rounds);
}
#endif

// Why `lto` is built like `separate` here; nullopt when it was linked with optimisation.
std::optional<std::string> lto_problem();

}  // namespace hone::workloads::link_time
