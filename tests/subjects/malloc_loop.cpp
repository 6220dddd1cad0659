// Programs made of allocations, to see what counting them costs. Prints a checksum.
//   malloc_loop pairs COUNT [THREADS]     malloc and free of one small block, COUNT times
//   malloc_loop paced COUNT [THREADS]     the same with some 10 us of arithmetic in each turn
//   malloc_loop strings COUNT [THREADS]   COUNT strings put into a hash map that is emptied
//                                         now and then: a node and a text each, some megabytes
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

std::uint64_t pairs(std::uint64_t count) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    void* block = std::malloc(16 + (i & 63));
    asm volatile("" : "+r"(block) : : "memory");  // or the compiler drops the pair
    sum += block != nullptr;
    std::free(block);
  }
  return sum;
}

std::uint64_t paced(std::uint64_t count) {
  std::uint64_t sum = 1;
  for (std::uint64_t i = 0; i < count; ++i) {
    for (int turn = 0; turn < 10000; ++turn) sum = sum * 6364136223846793005U + 1;
    sum += pairs(1);
  }
  return sum;
}

std::uint64_t strings(std::uint64_t count) {
  constexpr std::size_t kept = 50000;  // more than the nearest caches hold, as in real programs
  std::unordered_map<std::uint64_t, std::string> map;
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    map.emplace(i, "a text too long for the small-string buffer");
    if (map.size() < kept) continue;
    for (const auto& [key, text] : map) sum += key + text.size();
    map.clear();
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t count = 0;
  std::uint64_t threads = 1;
  const auto number = [](const char* text, std::uint64_t& value) {
    return std::from_chars(text, text + std::strlen(text), value).ec == std::errc{};
  };
  if (argc < 3 || !number(argv[2], count) || (argc > 3 && !number(argv[3], threads))) return 2;
  const std::string_view mode = argv[1];
  if (mode != "pairs" && mode != "paced" && mode != "strings") return 2;

  std::vector<std::uint64_t> sums(threads);
  std::vector<std::thread> others;
  const auto work = [&](std::uint64_t index) {
    sums[index] = mode == "pairs" ? pairs(count) : mode == "paced" ? paced(count) : strings(count);
  };
  for (std::uint64_t index = 1; index < threads; ++index) others.emplace_back(work, index);
  work(0);
  for (std::thread& other : others) other.join();
  std::uint64_t sum = 0;
  for (const std::uint64_t part : sums) sum += part;
  std::printf("%llu\n", static_cast<unsigned long long>(sum));
}
