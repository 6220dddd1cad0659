#include "reports/profiles/flame_graph.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/layout/escape.hpp"
#include "reports/layout/utf8.hpp"
#include "reports/words/format.hpp"

namespace hone::reports {

namespace {

constexpr double width = 1200;
constexpr double margin = 10;
constexpr double graph_width = width - 2 * margin;
constexpr double head = 44;  // title and buttons
constexpr double foot = 26;  // what the pointer is on
constexpr double row = 17;
constexpr double narrowest = 0.3;        // pixels; less cannot be seen
constexpr double character_width = 7.3;  // of the 12 px monospace font
constexpr std::size_t deepest = 1000;    // rows; what is above is part of its caller

// Of the merged stacks: all calls of one function from one place.
struct Block {
  std::map<std::string, std::size_t> children;  // by name, so in that order
  std::uint64_t weight = 0;                     // with its children's; it is as wide
  std::uint64_t before = 0;                     // of a difference: the older profile's,
  std::uint64_t after = 0;                      // and the newer one's
};

// A block where it is drawn.
struct Placed {
  std::string_view name;
  std::size_t block = 0;
  std::size_t depth = 0;
  std::uint64_t start = 0;  // weight to the left of it
};

std::vector<Block> merged(const StackProfile& profile) {
  std::vector<Block> blocks(1);
  for (const WeightedStack& stack : profile.stacks) {
    // Of a difference what vanished is as wide as it was.
    const std::uint64_t weight =
        profile.is_difference ? std::max(stack.before, stack.weight) : stack.weight;
    if (weight == 0) continue;
    std::size_t at = 0;
    const auto add = [&](Block& block) {
      block.weight += weight;
      block.before += stack.before;
      block.after += stack.weight;
    };
    add(blocks[0]);
    for (std::size_t i = 0; i < std::min(stack.frames.size(), deepest); ++i) {
      const std::string& name = profile.frames[stack.frames[i]].name;
      const auto [child, is_new] = blocks[at].children.try_emplace(name, blocks.size());
      at = child->second;
      if (is_new) blocks.emplace_back();
      add(blocks[at]);
    }
  }
  return blocks;
}

double pixels(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : graph_width * static_cast<double>(part) / static_cast<double>(whole);
}

// Those wide enough, callers before their callees. `hidden`: the weight of the others, but for
// what lies above them.
std::vector<Placed> placed(const std::vector<Block>& blocks, std::uint64_t& hidden) {
  std::vector<Placed> result{{"all", 0, 0, 0}};
  for (std::size_t i = 0; i < result.size(); ++i) {
    const Placed parent = result[i];
    std::uint64_t start = parent.start;
    for (const auto& [name, child] : blocks[parent.block].children) {
      if (pixels(blocks[child].weight, blocks[0].weight) >= narrowest) {
        result.push_back({name, child, parent.depth + 1, start});
      } else {
        hidden += blocks[child].weight;
      }
      start += blocks[child].weight;
    }
  }
  return result;
}

// A warm colour of the name's own (FNV-1a), the same in every graph.
std::string color_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char character : name) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 16777619U;
  }
  return fmt::format("rgb({},{},{})", 215 + hash % 40, 110 + (hash >> 8) % 110,
                     50 + (hash >> 20) % 60);
}

// Red for more than before, blue for less, the stronger the larger the change is of the block.
std::string color_of_change(const Block& block) {
  const auto before = static_cast<double>(block.before);
  const auto after = static_cast<double>(block.after);
  const double most = std::max({before, after, 1.0});
  const auto faded = static_cast<int>(225 - 165 * std::abs(after - before) / most);
  if (block.after > block.before) return fmt::format("rgb(245,{0},{0})", faded);
  if (block.after < block.before) return fmt::format("rgb({0},{1},245)", faded, (faded + 225) / 2);
  return "rgb(225,225,225)";
}

std::string amount_of(const StackProfile& profile, std::uint64_t weight) {
  const auto number = static_cast<double>(weight);
  if (profile.unit == "bytes") return format_bytes(number);
  return fmt::format("{} {}", format_count(number), profile.unit);
}

// "1,000 allocations, 33 %", "2,000 instead of 500 allocations, +1,500".
std::string weight_text(const StackProfile& profile, const Block& block, std::uint64_t whole) {
  if (!profile.is_difference) {
    const double share =
        whole == 0 ? 0 : static_cast<double>(block.weight) / static_cast<double>(whole);
    return fmt::format("{}, {}", amount_of(profile, block.weight), format_percent(share));
  }
  if (block.before == block.after) return amount_of(profile, block.after) + ", unchanged";
  const std::uint64_t distance =
      std::max(block.before, block.after) - std::min(block.before, block.after);
  return fmt::format("{} instead of {}, {}{}", amount_of(profile, block.after),
                     amount_of(profile, block.before), block.after < block.before ? "-" : "+",
                     amount_of(profile, distance));
}

// What fits into a block; the script does the same after a zoom.
std::string label(std::string_view name, double block_width) {
  const auto room = static_cast<std::size_t>(std::max(0.0, (block_width - 6) / character_width));
  if (room < 3) return "";
  const std::string text = escape_text(name);
  if (display_width(text) <= room) return escape_xml(text);
  return escape_xml(std::string(prefix_of_width(text, room - 2)) + "..");
}

std::string drawn(const StackProfile& profile, const std::vector<Block>& blocks, const Placed& one,
                  std::size_t rows) {
  const std::uint64_t whole = blocks[0].weight;
  const std::uint64_t weight = blocks[one.block].weight;
  const double x = margin + pixels(one.start, whole);
  const double block_width = std::max(whole == 0 ? graph_width : pixels(weight, whole), 0.1);
  const double y = head + row * static_cast<double>(rows - 1 - one.depth);
  const std::string name = one.name.empty() ? "[unknown]" : std::string(one.name);
  return fmt::format(
      "<g class=\"f\" data-d=\"{}\"><title>{} ({})</title>"
      "<rect x=\"{:.2f}\" y=\"{:.0f}\" width=\"{:.2f}\" height=\"{:.0f}\" fill=\"{}\"/>"
      "<text x=\"{:.2f}\" y=\"{:.0f}\">{}</text></g>\n",
      one.depth, escape_xml(name), escape_xml(weight_text(profile, blocks[one.block], whole)), x, y,
      block_width, row - 1,
      profile.is_difference ? color_of_change(blocks[one.block]) : color_of(name), x + 3, y + 12,
      label(name, block_width));
}

constexpr std::string_view style =
    "text{font:12px monospace;fill:#000;pointer-events:none}"
    "#title{font:bold 15px sans-serif}.button{pointer-events:all;cursor:pointer;fill:#235}"
    ".f{cursor:pointer}.f:hover rect{stroke:#000;stroke-width:.7}"
    ".parent rect{opacity:.45}.hit rect{fill:#d3f}.gone{display:none}";

// Zooming maps the clicked block's interval onto the whole width. Names are taken from titles and
// set as text, never as markup.
constexpr std::string_view script = R"js(
(function () {
  "use strict";
  var svg = document.documentElement, left = 10, span = 1180, chars = 7.3;
  var find = function (id) { return document.getElementById(id); };
  var blocks = Array.prototype.map.call(document.querySelectorAll(".f"), function (g) {
    var rect = g.querySelector("rect"), title = g.querySelector("title").textContent;
    return { g: g, rect: rect, text: g.querySelector("text"), title: title,
             name: title.slice(0, title.lastIndexOf(" (")), d: +g.getAttribute("data-d"),
             x: +rect.getAttribute("x") - left, w: +rect.getAttribute("width") };
  });
  function show(block, x, w) {
    block.rect.setAttribute("x", (left + x).toFixed(2));
    block.rect.setAttribute("width", Math.max(w, 0.1).toFixed(2));
    block.text.setAttribute("x", (left + x + 3).toFixed(2));
    var room = Math.floor((w - 6) / chars), name = block.name;
    block.text.textContent =
      room < 3 ? "" : name.length <= room ? name : name.slice(0, room - 2) + "..";
  }
  function zoom(to) {
    var end = to.x + to.w, slack = 0.01;
    blocks.forEach(function (block) {
      var inside = block.x >= to.x - slack && block.x + block.w <= end + slack;
      var around = block.x <= to.x + slack && block.x + block.w >= end - slack;
      var parent = block.d < to.d && around;
      block.g.classList.toggle("parent", parent);
      block.g.classList.toggle("gone", !parent && !(block.d >= to.d && inside));
      if (parent) show(block, 0, span);
      else if (inside) show(block, (block.x - to.x) / to.w * span, block.w / to.w * span);
    });
    find("reset").classList.toggle("gone", to === blocks[0]);
  }
  function search(word) {
    var hits = [], sum = 0, end = -1;
    blocks.forEach(function (block) {
      var hit = word !== "" && block.d > 0 &&
        block.name.toLowerCase().indexOf(word.toLowerCase()) >= 0;
      block.g.classList.toggle("hit", hit);
      if (hit) hits.push(block);
    });
    // A block above another one that was found is part of it.
    hits.sort(function (a, b) { return a.x - b.x || a.d - b.d; });
    hits.forEach(function (block) {
      if (block.x + 0.005 < end) return;
      sum += block.w;
      end = block.x + block.w;
    });
    find("found").textContent =
      word === "" ? "" : "found: " + (100 * sum / span).toFixed(1) + " %";
  }
  function ask() {
    var word = window.prompt("Search for functions whose name holds:", "");
    if (word !== null) search(word);
  }
  blocks.forEach(function (block) {
    block.g.addEventListener("click", function () { zoom(block); });
    block.g.addEventListener("mouseover", function () {
      find("details").textContent = block.title;
    });
  });
  find("reset").addEventListener("click", function () { zoom(blocks[0]); });
  find("search").addEventListener("click", ask);
  window.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { zoom(blocks[0]); search(""); }
    if ((event.ctrlKey || event.metaKey) && event.key === "f") { event.preventDefault(); ask(); }
  });
  svg.zoomTo = function (i) { zoom(blocks[i]); };
  svg.searchFor = search;
})();
)js";

std::string frame_of_graph(const StackProfile& profile, double height, const Block& whole,
                           std::uint64_t hidden) {
  std::string note;
  if (hidden > 0) {
    note = fmt::format("{} in frames too narrow to show", amount_of(profile, hidden));
  }
  const std::string amount =
      profile.is_difference ? weight_text(profile, whole, whole.weight) + " (red: more, blue: less)"
                            : amount_of(profile, whole.weight);
  const std::string title = fmt::format("{}: {}", profile.title, amount);
  return fmt::format(
      "<text id=\"title\" x=\"{0:.0f}\" y=\"20\">{1}</text>\n"
      "<text id=\"search\" class=\"button\" x=\"{0:.0f}\" y=\"37\">search</text>\n"
      "<text id=\"reset\" class=\"button gone\" x=\"75\" y=\"37\">zoom out</text>\n"
      "<text id=\"found\" x=\"155\" y=\"37\"></text>\n"
      "<text id=\"details\" x=\"{0:.0f}\" y=\"{2:.0f}\">{3}</text>\n",
      margin, escape_xml(shorten_to_width(escape_text(title), 130)), height - 9, escape_xml(note));
}

}  // namespace

std::string render_flame_graph(const StackProfile& profile) {
  const std::vector<Block> blocks = merged(profile);
  std::uint64_t hidden = 0;
  const std::vector<Placed> visible = placed(blocks, hidden);
  std::size_t rows = 1;
  for (const Placed& one : visible) rows = std::max(rows, one.depth + 1);
  const double height = head + row * static_cast<double>(rows) + foot;

  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\">\n<style>{2}</style>\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#f8f6f0\"/>\n",
      width, height, style);
  out += frame_of_graph(profile, height, blocks[0], hidden);
  for (const Placed& one : visible) out += drawn(profile, blocks, one, rows);
  out += fmt::format("<script><![CDATA[{}]]></script>\n</svg>\n", script);
  return out;
}

}  // namespace hone::reports
