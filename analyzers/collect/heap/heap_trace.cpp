// Each line is a letter and hexadecimal numbers; tables grow as they are first needed:
//   v VERSION FORMAT     X COMMAND            I PAGE_BYTES PAGES
//   s LENGTH TEXT        a string, numbered from 1; formats before 3 have no LENGTH
//   i ADDRESS OBJECT [FUNCTION FILE LINE]...   the innermost inlined function first
//   t I PARENT           a stack: an i, and the t of its caller; 0: none
//   a BYTES T            an allocation info: a size at a stack, numbered from 0
//   + A, - A             one more, one less of it
//   c MILLISECONDS       R RSS_PAGES          # a comment
//
// The bytes of each site at the peak are found in the same pass. Each info remembers how many of
// it were live when it last changed before the newest peak; peaks are numbered, and an info that
// is about to change after a newer peak than the one it knows of first saves its live count. So
// a peak costs one addition, however many sites there are, and an event one comparison.
#include "analyzers/collect/heap/heap_trace.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzers/text/numbers.hpp"
#include "analyzers/text/parts.hpp"

namespace hone::collect {
namespace {

constexpr std::uint64_t newest_format = 3;
constexpr std::size_t longest_line = std::size_t{1} << 20;  // of C++ names, 100 KiB have been seen
// heaptrack records 64 calls of a stack, into each of which some tens may be inlined. The bounds
// keep what a hostile trace can make of a few bytes in bounds.
constexpr std::uint32_t deepest_stack = 4096;
constexpr std::size_t most_inlined = 256;
constexpr std::size_t most_nodes = std::size_t{1} << 23;

// Takes a hexadecimal number and the blank after it off `rest`.
std::optional<std::uint64_t> take_hex(std::string_view& rest) {
  return text::parse_hexadecimal<std::uint64_t>(text::take_until(rest, ' '));
}

// `count` numbers and nothing else.
template <std::size_t count>
std::optional<std::array<std::uint64_t, count>> take_all_hex(std::string_view text) {
  std::array<std::uint64_t, count> numbers{};
  for (std::uint64_t& number : numbers) {
    const std::optional<std::uint64_t> taken = take_hex(text);
    if (!taken) return std::nullopt;
    number = *taken;
  }
  if (!text.empty()) return std::nullopt;
  return numbers;
}

// A size at a stack.
struct Info {
  std::uint64_t bytes = 0;
  std::size_t node = 0;
  std::uint64_t allocations = 0;
  std::uint64_t temporary = 0;
  std::uint64_t live = 0;
  std::uint64_t live_at_peak = 0;  // right unless the info has not changed since that peak
  std::uint64_t known_peak = 0;    // the number of the peak that live_at_peak belongs to
};

struct FrameKey {
  std::uint64_t function = 0;
  std::uint64_t file = 0;
  std::uint64_t line = 0;
  std::uint64_t object = 0;
  friend bool operator==(const FrameKey&, const FrameKey&) = default;
};

std::size_t mixed(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 0x9E3779B97F4A7C15U + (hash >> 29);
}

struct FrameHash {
  std::size_t operator()(const FrameKey& key) const {
    return mixed(mixed(mixed(mixed(0, key.function), key.file), key.line), key.object);
  }
};

struct PairHash {
  std::size_t operator()(const std::pair<std::size_t, std::size_t>& key) const {
    return mixed(mixed(0, key.first), key.second);
  }
};

SizeClass class_of(std::uint64_t bytes) {
  constexpr std::uint64_t smallest = 8;
  const std::uint64_t largest_power = std::uint64_t{1} << 63;
  if (bytes > largest_power) return {std::numeric_limits<std::uint64_t>::max(), 0, 0};
  return {std::bit_ceil(std::max(bytes, smallest)), 0, 0};
}

}  // namespace

class HeapTraceParser::State {
 public:
  bool feed(std::string_view bytes) {
    if (stopped_) return false;
    if (!pending_.empty()) {
      const std::size_t end = bytes.find('\n');
      pending_.append(bytes.substr(0, end));
      if (end == std::string_view::npos) return check_length(pending_.size());
      bytes.remove_prefix(end + 1);
      if (!line(std::exchange(pending_, {}))) return false;
    }
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while (at != end) {
      const void* const found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
      if (found == nullptr) break;
      const char* const newline = static_cast<const char*>(found);
      if (!line({at, static_cast<std::size_t>(newline - at)})) return false;
      at = newline + 1;
    }
    pending_.assign(at, end);
    return check_length(pending_.size());
  }

  Result<HeapProfile> finish() {
    if (!error_.what.empty()) return error_;
    if (format_ == 0) {
      return Error{
          lines_ == 0 && pending_.empty() ? "it is empty" : "it is no trace of heaptrack's",
          "heaptrack -o FILE PROGRAM writes one"};
    }
    if (profile_.incomplete.empty() && !pending_.empty()) {
      profile_.incomplete = fmt::format("it is cut off in the middle of line {}", lines_ + 1);
    } else if (profile_.incomplete.empty() && !(ended_ && has_trailer_)) {
      profile_.incomplete = "heaptrack's record of the program's end is missing";
    }
    gather();
    return std::move(profile_);
  }

 private:
  bool check_length(std::size_t length) {
    return length <= longest_line || damaged("is longer than any that heaptrack writes");
  }

  // Remembered: what came before still counts.
  bool damaged(std::string_view what) {
    stopped_ = true;
    pending_.clear();
    if (format_ == 0) return false;
    profile_.incomplete = fmt::format("line {} {}", lines_, what);
    return false;
  }

  bool refuse(std::string what, std::string next) {
    stopped_ = true;
    error_ = {std::move(what), std::move(next)};
    return false;
  }

  bool line(std::string_view text) {
    ++lines_;
    if (text.empty()) return true;
    if (format_ == 0) return version(text);
    const char kind = text.front();
    std::string_view rest = text.substr(std::min<std::size_t>(text.size(), 2));
    if (kind == '#') return has_trailer_ = true;
    if (text.size() < 2 || text[1] != ' ') return kind == 'A' || damaged("is not heaptrack's");
    ended_ = kind == 'R' && last_kind_ == 'c';
    last_kind_ = kind;
    if (kind == '+') return allocation(rest);
    if (kind == '-') return deallocation(rest);
    return record(kind, rest) || damaged("is damaged");
  }

  bool record(char kind, std::string_view rest) {
    switch (kind) {
      case 's': return string(rest);
      case 'i': return address(rest);
      case 't': return stack(rest);
      case 'a': return info(rest);
      case 'c': return time(rest);
      case 'R': return rss(rest);
      case 'I': return system(rest);
      case 'X': profile_.command = rest; return true;
      case 'x':
      case 'm':
        return refuse("it is heaptrack's raw trace, which names no functions",
                      "heaptrack_interpret turns it into one that does");
      default: return kind == 'S';  // suppressions: of heaptrack_print's own leaks, not ours
    }
  }

  bool version(std::string_view text) {
    if (!text.starts_with("v ")) return damaged("");
    const auto numbers = take_all_hex<2>(text.substr(2));
    if (!numbers) return damaged("");
    const auto [heaptrack, format] = *numbers;
    if (format > newest_format) {
      return refuse(fmt::format("it was written by heaptrack {}.{}.{}, in format {}; hone knows "
                                "formats up to {}",
                                heaptrack >> 16, heaptrack >> 8 & 0xFF, heaptrack & 0xFF, format,
                                newest_format),
                    "is there a newer hone?");
    }
    format_ = std::max<std::uint64_t>(format, 1);
    return true;
  }

  bool string(std::string_view rest) {
    if (format_ >= 3) {
      const std::optional<std::uint64_t> length = take_hex(rest);
      if (!length || *length != rest.size()) return false;
    }
    profile_.names.emplace_back(rest);
    return true;
  }

  [[nodiscard]] bool is_string(std::uint64_t index) const { return index < profile_.names.size(); }

  bool address(std::string_view rest) {
    const std::optional<std::uint64_t> value = take_hex(rest);
    const std::optional<std::uint64_t> object = take_hex(rest);
    if (!value || !object || !is_string(*object)) return false;
    std::vector<std::size_t> frames;
    while (!rest.empty()) {
      FrameKey key{.function = 0, .file = 0, .line = 0, .object = *object};
      const std::optional<std::uint64_t> function = take_hex(rest);
      if (!function || !is_string(*function)) return false;
      key.function = *function;
      if (!rest.empty()) {  // a symbol without a source line has nothing more
        const std::optional<std::uint64_t> file = take_hex(rest);
        const std::optional<std::uint64_t> line_number = take_hex(rest);
        if (!file || !line_number || !is_string(*file)) return false;
        key.file = *file;
        key.line = *line_number;
      }
      frames.push_back(frame(key));
      if (frames.size() > most_inlined) return false;
    }
    if (frames.empty()) frames.push_back(frame({0, 0, 0, *object}));
    addresses_.push_back(std::move(frames));
    return true;
  }

  std::size_t frame(const FrameKey& key) {
    const auto [found, is_new] = frames_.try_emplace(key, profile_.frames.size());
    if (is_new) profile_.frames.push_back({key.function, key.file, key.line, key.object});
    return found->second;
  }

  // Stacks that differ in nothing but addresses become one.
  bool stack(std::string_view rest) {
    const auto numbers = take_all_hex<2>(rest);
    if (!numbers) return false;
    const auto [address, parent] = *numbers;
    if (address == 0 || address > addresses_.size() || parent > stacks_.size()) return false;
    std::size_t node = parent == 0 ? 0 : stacks_[parent - 1];
    const std::vector<std::size_t>& frames = addresses_[address - 1];
    for (auto outer = frames.rbegin(); outer != frames.rend(); ++outer) node = child(node, *outer);
    stacks_.push_back(node);
    return depths_[node] <= deepest_stack && profile_.nodes.size() <= most_nodes;
  }

  std::size_t child(std::size_t parent, std::size_t frame) {
    const auto [found, is_new] = children_.try_emplace({parent, frame}, profile_.nodes.size());
    if (is_new) {
      profile_.nodes.push_back({.parent = parent, .frame = frame, .costs = {}});
      depths_.push_back(depths_[parent] + 1);
    }
    return found->second;
  }

  bool info(std::string_view rest) {
    const auto numbers = take_all_hex<2>(rest);
    if (!numbers) return false;
    const auto [bytes, stack] = *numbers;
    if (stack > stacks_.size()) return false;
    Info info;
    info.bytes = bytes;
    info.node = stack == 0 ? 0 : stacks_[stack - 1];
    info.known_peak = peak_number_;
    infos_.push_back(info);
    return true;
  }

  // nullptr: there is none of that number. `index` is set.
  Info* about_to_change(std::string_view rest, std::size_t& index) {
    const std::optional<std::uint64_t> number = take_hex(rest);
    if (!number || *number >= infos_.size() || !rest.empty()) return nullptr;
    index = *number;
    Info& info = infos_[index];
    if (info.known_peak != peak_number_) {
      info.live_at_peak = info.live;
      info.known_peak = peak_number_;
    }
    return &info;
  }

  bool allocation(std::string_view rest) {
    std::size_t index = none;
    Info* const info = about_to_change(rest, index);
    if (info == nullptr) return damaged("names no allocation");
    if (info->bytes > std::numeric_limits<std::uint64_t>::max() - requested_) {
      return damaged("makes more bytes than there can be");
    }
    requested_ += info->bytes;
    ++info->allocations;
    ++info->live;
    live_ += info->bytes;
    if (live_ > peak_) {
      peak_ = live_;
      peak_at_ = now_;
      ++peak_number_;
    }
    newest_ = index;
    return true;
  }

  bool deallocation(std::string_view rest) {
    std::size_t index = none;
    Info* const info = about_to_change(rest, index);
    if (info == nullptr) return damaged("names no allocation");
    if (info->live == 0) return damaged("frees what was not allocated");
    --info->live;
    live_ -= info->bytes;
    if (newest_ == index) ++info->temporary;
    newest_ = none;
    return true;
  }

  bool time(std::string_view rest) {
    const auto numbers = take_all_hex<1>(rest);
    if (!numbers) return false;
    now_ = std::max(now_, (*numbers)[0]);
    return true;
  }

  bool rss(std::string_view rest) {
    const auto numbers = take_all_hex<1>(rest);
    if (!numbers) return false;
    rss_pages_ = std::max(rss_pages_, (*numbers)[0]);
    return true;
  }

  bool system(std::string_view rest) {
    const auto numbers = take_all_hex<2>(rest);
    if (!numbers) return false;
    page_bytes_ = (*numbers)[0];
    return true;
  }

  // From infos to nodes, totals and sizes.
  void gather() {
    for (const Info& info : infos_) {
      if (info.allocations == 0) continue;
      const std::uint64_t at_peak = info.known_peak == peak_number_ ? info.live_at_peak : info.live;
      const HeapCosts costs{.allocations = info.allocations,
                            .temporary = info.temporary,
                            .bytes = info.allocations * info.bytes,
                            .peak_bytes = at_peak * info.bytes,
                            .leaked_allocations = info.live,
                            .leaked_bytes = info.live * info.bytes};
      profile_.nodes[info.node].costs += costs;
      profile_.totals += costs;
      add_size(info);
    }
    std::sort(profile_.sizes.begin(), profile_.sizes.end(),
              [](const SizeClass& a, const SizeClass& b) { return a.largest < b.largest; });
    profile_.run_seconds = 1e-3 * static_cast<double>(now_);
    profile_.peak_seconds = 1e-3 * static_cast<double>(peak_at_);
    const bool fits = page_bytes_ > 0 && rss_pages_ <= (std::uint64_t{1} << 62) / page_bytes_;
    if (rss_pages_ > 0 && fits) profile_.peak_rss = rss_pages_ * page_bytes_;
  }

  void add_size(const Info& info) {
    const SizeClass wanted = class_of(info.bytes);
    const auto same = [&](const SizeClass& one) { return one.largest == wanted.largest; };
    auto found = std::find_if(profile_.sizes.begin(), profile_.sizes.end(), same);
    if (found == profile_.sizes.end()) {
      found = profile_.sizes.insert(profile_.sizes.end(), wanted);
    }
    found->allocations += info.allocations;
    found->bytes += info.allocations * info.bytes;
  }

  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::string pending_;  // a line whose end has not come yet
  std::uint64_t lines_ = 0;
  bool stopped_ = false;
  Error error_;
  std::uint64_t format_ = 0;  // 0: the version line has not come yet
  char last_kind_ = ' ';
  bool has_trailer_ = false;  // comments, with which heaptrack_interpret ends
  bool ended_ = false;        // what was read last is what heaptrack writes as the program ends

  std::vector<std::vector<std::size_t>> addresses_;  // frames, the innermost first
  std::vector<std::size_t> stacks_;                  // nodes
  std::vector<Info> infos_;
  std::unordered_map<FrameKey, std::size_t, FrameHash> frames_;
  std::unordered_map<std::pair<std::size_t, std::size_t>, std::size_t, PairHash> children_;
  std::vector<std::uint32_t> depths_{0};  // of nodes

  std::uint64_t requested_ = 0;
  std::uint64_t live_ = 0;
  std::uint64_t peak_ = 0;
  std::uint64_t peak_number_ = 0;
  std::size_t newest_ = none;  // the info of the last event, if that was an allocation
  std::uint64_t now_ = 0;      // ms
  std::uint64_t peak_at_ = 0;
  std::uint64_t rss_pages_ = 0;
  std::uint64_t page_bytes_ = 0;
  HeapProfile profile_;
};

HeapTraceParser::HeapTraceParser() : state_(std::make_unique<State>()) {}
HeapTraceParser::HeapTraceParser(HeapTraceParser&&) noexcept = default;
HeapTraceParser& HeapTraceParser::operator=(HeapTraceParser&&) noexcept = default;
HeapTraceParser::~HeapTraceParser() = default;

bool HeapTraceParser::feed(std::string_view bytes) { return state_->feed(bytes); }
Result<HeapProfile> HeapTraceParser::finish() { return state_->finish(); }

}  // namespace hone::collect
