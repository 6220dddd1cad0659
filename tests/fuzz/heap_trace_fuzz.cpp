// Any bytes at all, fed in pieces: the parser must neither crash nor hang, and what it reads must
// hold together, since the readers of a profile index by what it says.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "analyzers/collect/heap/heap_trace.hpp"
#include "analyzers/derive/heap_sites.hpp"
#include "reports/formats/terminal.hpp"
#include "reports/json/heap_json.hpp"
#include "reports/profiles/flame_graph.hpp"
#include "reports/profiles/stack_text.hpp"
#include "reports/sections/heap_section.hpp"
#include "tests/fuzz/fuzz_target.hpp"

using hone::fuzz::require;

namespace {

using namespace hone;

Result<HeapProfile> parse(std::string_view text, std::size_t piece) {
  collect::HeapTraceParser parser;
  while (!text.empty() && parser.feed(text.substr(0, piece))) {
    text.remove_prefix(std::min(text.size(), piece));
  }
  return parser.finish();
}

void check(const HeapProfile& profile) {
  HeapCosts sum;
  for (std::size_t i = 0; i < profile.nodes.size(); ++i) {
    const HeapNode& node = profile.nodes[i];
    require(i == 0 || (node.parent < i && node.frame < profile.frames.size()));
    require(node.costs.temporary <= node.costs.allocations);
    require(node.costs.leaked_allocations <= node.costs.allocations);
    require(node.costs.peak_bytes <= node.costs.bytes);
    sum += node.costs;
  }
  require(sum == profile.totals);
  for (const HeapFrame& frame : profile.frames) {
    require(std::max({frame.function, frame.file, frame.object}) < profile.names.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<HeapProfile> profile = parse(text, 1 << 16);
  const Result<HeapProfile> in_pieces = parse(text, 5);
  require(profile.ok() == in_pieces.ok());
  if (!profile.ok()) {
    require(!profile.error().what.empty() && profile.error().what == in_pieces.error().what);
    return 0;
  }
  require(profile->totals == in_pieces->totals && profile->incomplete == in_pieces->incomplete);
  check(*profile);

  const std::vector<HeapSite> sites = derive::heap_sites(*profile);
  HeapCosts sum;
  for (const HeapSite& site : sites) sum += site.costs;
  require(sum == profile->totals);
  const HeapDifference none = derive::compare_heaps(*profile, *in_pieces, HeapCost::peak);
  require(none.sites.empty() && none.callers.empty());
  require(!reports::render_terminal(reports::heap_section(*profile, sites, 5), {}).empty());
  const StackProfile stacks = derive::heap_stacks(*profile, HeapCost::bytes);
  reports::render_folded(stacks);
  require(reports::render_flame_graph(stacks).ends_with("</svg>\n"));
  const Result<HeapProfile> again =
      reports::parse_heap_json(reports::render_heap_json(*profile, {"hone", "1", ""}, ""));
  require(again.ok() && again->totals == profile->totals);
  check(*again);
  return 0;
}
