#include "tests/unit/reports/sample_heap.hpp"

namespace hone::reports {

HeapProfile sample_heap() {
  const HeapCosts parse{.allocations = 1'200'000,
                        .temporary = 900'000,
                        .bytes = 48'000'000,
                        .peak_bytes = 6'000'000,
                        .leaked_allocations = 0,
                        .leaked_bytes = 0};
  const HeapCosts table{.allocations = 12,
                        .temporary = 0,
                        .bytes = 16'777'216,
                        .peak_bytes = 12'582'912,
                        .leaked_allocations = 1,
                        .leaked_bytes = 4096};
  HeapProfile profile;
  profile.command = "./parser --input big.json";
  profile.run_seconds = 2.41;
  profile.peak_seconds = 1.37;
  profile.peak_rss = 25'165'824;
  profile.names = {
      "",
      "main",
      "std::vector<Token, std::allocator<Token> > app::parse<char>(std::string const&)",
      "app::(anonymous namespace)::Table::grow(unsigned long)",
      "/home/user/src/parser.cpp",
      "/home/user/src/table.hpp",
      "/home/user/parser"};
  profile.frames = {{1, 4, 12, 6}, {2, 4, 88, 6}, {3, 5, 31, 6}};
  profile.nodes.push_back({0, 0, {}});
  profile.nodes.push_back({1, 1, parse});
  profile.nodes.push_back({1, 2, table});
  profile.totals += parse;
  profile.totals += table;
  profile.sizes = {
      {32, 800'000, 16'000'000}, {64, 400'000, 32'000'000}, {2'097'152, 12, 16'777'216}};
  return profile;
}

std::vector<HeapSite> sample_sites() {
  const HeapProfile profile = sample_heap();
  HeapCosts some = profile.nodes[2].costs;
  some.allocations /= 4;
  HeapCosts others = profile.nodes[2].costs;
  others.allocations -= some.allocations;
  return {{1, profile.nodes[2].costs, {{2, some}, {0, others}}},
          {2, profile.nodes[3].costs, {{0, profile.nodes[3].costs}}}};
}

}  // namespace hone::reports
