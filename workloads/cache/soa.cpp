// Array of structs against structure of arrays, on records of a ledger (80 bytes).
// A scan for one field drags whole records through the cache; layouts that keep a field's
// values together fetch a tenth of the lines (simulated L1 misses show it). They lose where
// whole records are read in random order: each field is then a line of its own.
// Every kernel is scalar, so what differs is the layout and not what the vectoriser made of it.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <numeric>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Hash = std::array<std::uint8_t, 32>;
using Address = std::array<std::uint8_t, 20>;

struct Record {
  Hash hash;
  Address from;
  Address to;
  std::uint64_t value;
};
static_assert(sizeof(Record) == 80);

// Where one record's fields lie in some layout. Layouts are read through a `View` of plain
// pointers, passed by value: Clang takes `opaque` to write any memory, so it would load a
// vector's own pointer anew for each field of each record.
struct RecordView {
  const std::uint64_t& value;
  const Address& from;
  const Address& to;
  const Hash& hash;
};

class ArrayOfStructs {
 public:
  explicit ArrayOfStructs(std::size_t records) : records_(records) {}

  void store(std::size_t i, const Record& record) { records_[i] = record; }

  struct View {
    const Record* records;

    [[gnu::always_inline]] RecordView operator[](std::size_t i) const {
      const Record& record = records[i];
      return {record.value, record.from, record.to, record.hash};
    }
  };
  [[nodiscard]] View view() const { return {records_.data()}; }

 private:
  std::vector<Record> records_;
};

class StructOfArrays {
 public:
  explicit StructOfArrays(std::size_t records)
      : values_(records), froms_(records), tos_(records), hashes_(records) {}

  void store(std::size_t i, const Record& record) {
    values_[i] = record.value;
    froms_[i] = record.from;
    tos_[i] = record.to;
    hashes_[i] = record.hash;
  }

  struct View {
    const std::uint64_t* values;
    const Address* froms;
    const Address* tos;
    const Hash* hashes;

    [[gnu::always_inline]] RecordView operator[](std::size_t i) const {
      return {values[i], froms[i], tos[i], hashes[i]};
    }
  };
  [[nodiscard]] View view() const {
    return {values_.data(), froms_.data(), tos_.data(), hashes_.data()};
  }

 private:
  std::vector<std::uint64_t> values_;
  std::vector<Address> froms_;
  std::vector<Address> tos_;
  std::vector<Hash> hashes_;
};

// Blocks of eight records, each a small structure of arrays: the eight values share a line,
// and all of a record lies within 640 bytes, so mostly in one page.
class BlockedArrays {
 public:
  static constexpr std::size_t lanes = 8;  // eight values of 8 bytes fill a line of 64

  struct alignas(64) Block {
    std::array<std::uint64_t, lanes> values;
    std::array<Address, lanes> froms;
    std::array<Address, lanes> tos;
    std::array<Hash, lanes> hashes;

    [[gnu::always_inline]] RecordView operator[](std::size_t lane) const {
      return {values[lane], froms[lane], tos[lane], hashes[lane]};
    }
  };

  explicit BlockedArrays(std::size_t records) : blocks_((records + lanes - 1) / lanes) {}

  void store(std::size_t i, const Record& record) {
    Block& block = blocks_[i / lanes];
    block.values[i % lanes] = record.value;
    block.froms[i % lanes] = record.from;
    block.tos[i % lanes] = record.to;
    block.hashes[i % lanes] = record.hash;
  }

  struct View {
    const Block* blocks;

    [[gnu::always_inline]] RecordView operator[](std::size_t i) const {
      return blocks[i / lanes][i % lanes];
    }
  };
  [[nodiscard]] View view() const { return {blocks_.data()}; }

 private:
  std::vector<Block> blocks_;
};

// The fields of the frequent query (value and sender, 32 bytes with padding) in one array,
// the rest in another.
class HotColdSplit {
 public:
  explicit HotColdSplit(std::size_t records) : hot_(records), cold_(records) {}

  void store(std::size_t i, const Record& record) {
    hot_[i] = {record.value, record.from};
    cold_[i] = {record.to, record.hash};
  }

  struct Hot {
    std::uint64_t value;
    Address from;
  };
  struct Cold {
    Address to;
    Hash hash;
  };

  struct View {
    const Hot* hot;
    const Cold* cold;

    [[gnu::always_inline]] RecordView operator[](std::size_t i) const {
      return {hot[i].value, hot[i].from, cold[i].to, cold[i].hash};
    }
  };
  [[nodiscard]] View view() const { return {hot_.data(), cold_.data()}; }

 private:
  std::vector<Hot> hot_;
  std::vector<Cold> cold_;
};

// Sum of the bytes taken as words, which reads each of them.
template <std::size_t Size>
[[gnu::always_inline]] inline std::uint64_t fold(const std::array<std::uint8_t, Size>& bytes) {
  std::uint64_t sum = 0;
  std::size_t at = 0;
  for (; at + 8 <= Size; at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, &bytes[at], sizeof word);
    sum += word;
  }
  if constexpr (Size % 8 != 0) {
    static_assert(Size % 8 == 4);
    std::uint32_t word = 0;
    std::memcpy(&word, &bytes[at], sizeof word);
    sum += word;
  }
  return sum;
}

// Reads the first `Fields` of value, from, to, hash. `opaque` keeps the loop around it scalar
// under every compiler and level, and leaves one addition a record to depend on the last. Inlining
// is forced: left to it, GCC calls from three fields on, with four references through the stack.
template <int Fields>
[[gnu::always_inline]] inline std::uint64_t read_record(const RecordView& record) {
  std::uint64_t sum = record.value;
  if constexpr (Fields >= 2) sum += fold(record.from);
  if constexpr (Fields >= 3) sum += fold(record.to);
  if constexpr (Fields >= 4) sum += fold(record.hash);
  return opaque(sum);
}

constexpr std::size_t unrolled = 8;

template <int Fields, class Records, std::size_t... offset>
[[gnu::always_inline]] inline std::uint64_t read_eight(const Records& records, std::size_t first,
                                                       std::index_sequence<offset...>) {
  return (read_record<Fields>(records[first + offset]) + ...);
}

// Eight records at a time in every layout: a block of BlockedArrays is best read so (finding
// block and lane anew for each record costs as much as reading it), and to unroll that one
// alone would credit the layout with what the unrolling gains.
// Machine code: scalar, no call, aligned.
template <int Fields, class View>
[[gnu::noinline]] std::uint64_t scan(View view, std::size_t records) {
  constexpr std::make_index_sequence<unrolled> offsets;
  std::uint64_t sum = 0;
  std::size_t i = 0;
  for (; records - i >= unrolled; i += unrolled) {
    if constexpr (std::is_same_v<View, BlockedArrays::View>) {
      static_assert(BlockedArrays::lanes == unrolled);
      sum += read_eight<Fields>(view.blocks[i / unrolled], 0, offsets);
    } else {
      sum += read_eight<Fields>(view, i, offsets);
    }
  }
  for (; i < records; ++i) sum += read_record<Fields>(view[i]);
  return sum;
}

// Machine code: scalar, no call, aligned.
template <int Fields, class View>
[[gnu::noinline]] std::uint64_t visit(View view, std::span<const std::uint32_t> order) {
  std::uint64_t sum = 0;
  for (const std::uint32_t i : order) sum += read_record<Fields>(view[i]);
  return sum;
}

// Visits of one iteration, at least: keeps an iteration over few records measurable.
constexpr std::int64_t fewest_visits = 1 << 18;

std::int64_t passes(const Parameters& parameters) {
  const std::int64_t records = parameters["records"];
  return (fewest_visits + records - 1) / records;
}

double visits(const Parameters& parameters) {
  return static_cast<double>(passes(parameters)) * static_cast<double>(parameters["records"]);
}

template <class Layout>
std::shared_ptr<const Layout> make_records(std::size_t records) {
  Random random(20);
  auto layout = std::make_shared<Layout>(records);
  for (std::size_t i = 0; i < records; ++i) {
    std::array<std::uint64_t, sizeof(Record) / 8> words{};
    for (std::uint64_t& word : words) word = random.next();
    Record record{};
    std::memcpy(&record, words.data(), sizeof record);
    layout->store(i, record);
  }
  return layout;
}

// Each record once, so that both kinds of access read the same bytes.
std::vector<std::uint32_t> random_order(std::size_t records) {
  std::vector<std::uint32_t> order(records);
  std::iota(order.begin(), order.end(), 0U);
  Random random(21);
  shuffle(std::span(order), random);
  return order;
}

template <int Fields, class Layout>
Kernel make_kernel(const Parameters& parameters) {
  const auto records = static_cast<std::size_t>(parameters["records"]);
  const std::int64_t repeats = passes(parameters);
  auto layout = make_records<Layout>(records);
  if (parameters.choice("access") == "scan") {
    return [layout, records, repeats] {
      std::uint64_t sum = 0;
      for (std::int64_t pass = 0; pass < repeats; ++pass) {
        sum += scan<Fields>(layout->view(), opaque(records));
      }
      return sum;
    };
  }
  return [layout, order = random_order(records), repeats] {
    std::uint64_t sum = 0;
    for (std::int64_t pass = 0; pass < repeats; ++pass) {
      sum += visit<Fields>(layout->view(), {opaque(order.data()), order.size()});
    }
    return sum;
  };
}

template <class Layout>
Kernel prepare(const Parameters& parameters) {
  switch (parameters["fields"]) {
    case 1: return make_kernel<1, Layout>(parameters);
    case 2: return make_kernel<2, Layout>(parameters);
    case 3: return make_kernel<3, Layout>(parameters);
    default: return make_kernel<4, Layout>(parameters);
  }
}

// Split arrays may pad a block or a half; random access also holds the order.
double memory_bytes(const Parameters& parameters) {
  constexpr double padded_record = 96;
  return static_cast<double>(parameters["records"]) * (padded_record + sizeof(std::uint32_t));
}

constexpr std::int64_t scan_access = 0;
constexpr std::int64_t random_record_access = 1;

// From here on even one field of all records (20,000 x 8 bytes) exceeds an L1 of 128 KiB, so
// each pass fetches every line that it reads.
constexpr std::int64_t beyond_l1 = 20'000;

bool scans_one_field(const Parameters& parameters) {
  return parameters["access"] == scan_access && parameters["fields"] == 1 &&
         parameters["records"] >= beyond_l1;
}

bool reads_whole_records_at_random(const Parameters& parameters) {
  return parameters["access"] == random_record_access && parameters["fields"] == 4 &&
         parameters["records"] >= beyond_l1;
}

Workload describe() {
  return {
      .id = "cache/soa",
      .technique = "structure of arrays",
      .leaf = Leaf::data_layout,
      .summary = "scan a few fields of many records: array of structs against split layouts",
      .problem =
          "Memory moves in lines of 64 bytes. A scan that sums one 8-byte field of an 80-byte "
          "record still fetches a line for each record and throws most of it away, so it pays for "
          "ten times the data it uses, in cache misses and in bandwidth.",
      .signature_text =
          "L1 misses fall with the lines read: eightfold for one field in a structure of arrays or "
          "in blocks of eight, twofold in the hot half of a split. Instructions hardly move.",
      .does_not_pay =
          "Records that fit L1: nothing is fetched twice, and more arrays mean more addresses. "
          "Scans that use all fields: every layout reads the same bytes, so times differ by a few "
          "percent either way, by how well a machine prefetches several streams at once. Whole "
          "records in random order: two lines of one page become four or five lines of four pages. "
          "A processor with many loads in flight hides much of that while the caches and the TLB "
          "reach, and pays for it beyond.",
      .iteration =
          "reads the first `fields` of value, from, to, hash of every record, in storage order or "
          "in one random order; repeated until at least 262,144 records were read",
      .operation = "record",
      .operations = visits,
      .memory_bytes = memory_bytes,
      .footprint = [](const Parameters& p) { return 80 * static_cast<double>(p["records"]); },
      .footprint_grows_with = "records",
      .parameters =
          {
              {.name = "records",
               .meaning = "number of records of 80 bytes",
               .initial = 100'000,
               .small = 1'000,
               .medium = 100'000,
               .large = 8'000'000,
               .min = 1,
               .max = 16'000'000},
              {.name = "fields",
               .meaning = "fields read: value, then also from, to, hash",
               .initial = 1,
               .small = 1,
               .medium = 2,
               .large = 4,
               .min = 1,
               .max = 4},
              {.name = "access",
               .meaning = "order in which the records are read",
               .initial = scan_access,
               .choices = {"scan", "random_record"}},
          },
      .variants =
          {
              {.name = "aos",
               .summary = "one array of records",
               .prepare = prepare<ArrayOfStructs>},
              {.name = "soa",
               .summary = "one array for each field",
               .prepare = prepare<StructOfArrays>},
              {.name = "aosoa",
               .summary = "blocks of eight records, one array for each field in a block",
               .prepare = prepare<BlockedArrays>},
              {.name = "hot_cold",
               .summary = "value and from in one array, to and hash in another",
               .prepare = prepare<HotColdSplit>},
          },
      .signature =
          {
              {"soa", "l1d_misses", Trend::falls, 4, "eight values share a line", scans_one_field},
              {"aosoa", "l1d_misses", Trend::falls, 4, "eight values share a line",
               scans_one_field},
              {"hot_cold", "l1d_misses", Trend::falls, 1.6, "two hot parts share a line",
               scans_one_field},
              {"soa", "l1d_misses", Trend::rises, 1.5, "each field is a line of its own",
               reads_whole_records_at_random},
          },
      .no_gain =
          {
              {.assignments = {{"records", 250}},
               .text = "records that stay in L1: no layout has anything to fetch",
               .at_level = {"records", CacheLevel::first, 0.6, 20'000}},
              {.assignments = {{"records", 250}, {"fields", 4}},
               .text = "the same with all fields: as many loads from more places",
               .no_less = "instructions",
               .at_level = {"records", CacheLevel::first, 0.6, 20'000}},
              {.assignments = {{"records", 1'000'000},
                               {"fields", 4},
                               {"access", random_record_access}},
               .text =
                   "whole records at random, beyond the last level: split layouts touch twice the "
                   "lines",
               .at_level = {"records", CacheLevel::last, 2, 640.0 * 1024 * 1024}},
          },
      .pay_off = {.variant = "soa",
                  .parameter = "records",
                  .values = {100, 250, 1'000, 4'000, 20'000, 100'000}},
      .small = {.assignments = {{"records", 20'000}},
                .text = "1.6 MB of records: no field fits L1, quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
