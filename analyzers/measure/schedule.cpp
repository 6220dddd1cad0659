#include "analyzers/measure/schedule.hpp"

#include <span>

#include "workloads/inputs.hpp"

namespace hone::measure {
namespace {

using workloads::Random;

constexpr std::size_t largest_padding =
    4096;  // a page: the stack's offset within it is what matters

// FNV-1a, 64 bits: stable across runs and platforms, unlike std::hash.
std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return hash;
}

std::vector<std::size_t> shuffled(std::vector<std::size_t> items, Random& random) {
  workloads::shuffle(std::span(items), random);
  return items;
}

}  // namespace

UnitOrder draw_unit(std::uint64_t seed, std::string_view subject_key, int unit,
                    const std::vector<std::size_t>& variants, int rounds) {
  Random seeds(seed ^ stable_hash(subject_key));
  Random random(seeds.next() + static_cast<std::uint64_t>(unit));
  UnitOrder order;
  order.padding = random.below(largest_padding);
  order.launches = shuffled(variants, random);
  for (int round = 0; round < rounds; ++round) order.rounds.push_back(shuffled(variants, random));
  order.cpu = random.next() >> 32;  // of the better bits
  return order;
}

}  // namespace hone::measure
