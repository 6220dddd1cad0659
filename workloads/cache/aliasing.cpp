// Column sums of a matrix whose rows are a power of two apart. A cache finds a line by some bits
// of its address: rows 4096 bytes apart have these bits in common, so a whole column falls on the
// few lines of one or two sets and evicts itself, while the rest of the cache stays empty. A pad
// at the end of each row spreads the column over all sets; L1 misses show it, simulated ones too.
// It buys nothing where the column has no more rows than a set has lines, and nothing when the
// loops are exchanged, which needs no memory where the algorithm allows it.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

constexpr std::size_t line_words = 8;

struct Matrix {
  std::size_t rows;
  std::size_t columns;
  std::size_t stride;  // words from one row to the next
  std::vector<std::uint64_t> storage;
  std::uint64_t* words;  // in `storage`, at a page's start: the rows' place within lines is fixed
  std::vector<std::uint64_t> sums;  // one a column
};

constexpr std::size_t page_words = 512;

std::shared_ptr<Matrix> make_matrix(const Parameters& parameters, std::size_t pad_words) {
  const auto rows = static_cast<std::size_t>(parameters["rows"]);
  const std::size_t columns = std::size_t{1} << parameters["log2_stride"] >> 3;
  auto matrix = std::make_shared<Matrix>(Matrix{.rows = rows,
                                                .columns = columns,
                                                .stride = columns + pad_words,
                                                .storage = {},
                                                .words = nullptr,
                                                .sums = std::vector<std::uint64_t>(columns)});
  matrix->storage.resize(rows * matrix->stride + page_words);
  const auto address = reinterpret_cast<std::uintptr_t>(matrix->storage.data());
  const std::size_t past = address / sizeof(std::uint64_t) % page_words;
  matrix->words = matrix->storage.data() + (past == 0 ? 0 : page_words - past);
  Random random(51);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      matrix->words[row * matrix->stride + column] = random.next();
    }
  }
  return matrix;
}

// `opaque` in both: scalar additions under every compiler, so that only the order of the memory
// accesses differs.
void sum_by_columns(const std::uint64_t* words, std::size_t rows, std::size_t columns,
                    std::size_t stride, std::uint64_t* sums) {
  for (std::size_t column = 0; column < columns; ++column) {
    std::uint64_t sum = 0;
    const std::uint64_t* at = words + column;
    for (std::size_t row = 0; row < rows; ++row, at += stride) sum += opaque(*at);
    sums[column] = sum;
  }
}

void sum_by_rows(const std::uint64_t* words, std::size_t rows, std::size_t columns,
                 std::size_t stride, std::uint64_t* sums) {
  for (std::size_t column = 0; column < columns; ++column) sums[column] = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint64_t* const at = words + row * stride;
    for (std::size_t column = 0; column < columns; ++column) sums[column] += opaque(at[column]);
  }
}

using Sum = void (*)(const std::uint64_t*, std::size_t, std::size_t, std::size_t, std::uint64_t*);

// Additions of one iteration, at least: keeps small matrices measurable.
constexpr std::int64_t fewest_additions = 1 << 18;

std::int64_t elements(const Parameters& parameters) {
  return parameters["rows"] << parameters["log2_stride"] >> 3;
}

std::int64_t passes(const Parameters& parameters) {
  return (fewest_additions + elements(parameters) - 1) / elements(parameters);
}

double additions(const Parameters& parameters) {
  return static_cast<double>(passes(parameters)) * static_cast<double>(elements(parameters));
}

template <Sum sum, std::size_t PadWords>
Kernel prepare(const Parameters& parameters) {
  return [matrix = make_matrix(parameters, PadWords), repeats = passes(parameters)] {
    std::uint64_t checksum = 0;
    for (std::int64_t pass = 0; pass < repeats; ++pass) {
      sum(opaque(matrix->words), opaque(matrix->rows), matrix->columns, matrix->stride,
          matrix->sums.data());
      sink(matrix->sums);
    }
    for (const std::uint64_t column : matrix->sums) checksum = checksum * 3 + column;
    return checksum;
  };
}

constexpr std::size_t widest_pad = 128;  // bytes

double memory_bytes(const Parameters& parameters) {
  const double stride = static_cast<double>(std::int64_t{1} << parameters["log2_stride"]);
  return static_cast<double>(parameters["rows"]) * (stride + widest_pad) + stride +
         page_words * sizeof(std::uint64_t);
}

// 64 lines in the few sets that are 4096 bytes apart (one of 64 sets, four of 256): more than they
// hold (at most 32 lines in the caches known), and less than a first-level cache of 16 KiB.
bool column_fits_l1_but_not_its_sets(const Parameters& parameters) {
  return parameters["rows"] >= 64 && parameters["rows"] <= 128 && parameters["log2_stride"] >= 12 &&
         parameters["log2_stride"] <= 14;
}

Workload describe() {
  return {
      .id = "cache/aliasing",
      .technique = "padding a power-of-two stride",
      .leaf = Leaf::data_layout,
      .summary = "column sums of a matrix with rows 4096 bytes apart, and a little more",
      .problem =
          "A set-associative cache chooses a line's set by address bits, and keeps only 8 to 16 "
          "lines of a set. Addresses 4096 bytes apart mostly share one set. A walk down a column "
          "of such a matrix evicts a line before the next column would use it again, with the "
          "cache nearly empty: every access is a miss, although a column takes a few KiB.",
      .signature_text =
          "L1 misses fall eightfold with a pad of one line or more (eight columns share a line), "
          "at the same instructions. Callgrind's cache has sets too and shows it.",
      .does_not_pay =
          "Columns of fewer rows than a set has lines, and strides of less than a page: no "
          "conflict to avoid. A pad of two lines reaches half of the sets only, which suffices "
          "here; "
          "yet on one processor (an L1 of 48 KiB with twelve ways) it took 1.7 times as long as a "
          "pad of one line, at the same simulated misses, for a reason that we do not know: pad by "
          "an odd number of lines. Columns with more lines than the cache holds: the pad gains "
          "less, as "
          "lines are evicted wherever they lie. Loops in the order of the memory (row_order): no "
          "conflict arises, without a pad's memory and with one dense block; here that is about as "
          "fast as the pads, with few rows slower, for every addition also loads and stores a sum. "
          "Vectors are off in all variants, which favours the pads: only row_order could use them. "
          "Where a column's additions depend on each other in more than a sum, or only some "
          "columns are wanted, the loops cannot be exchanged or gain nothing by it, and the pad "
          "remains.",
      .iteration = "sums each column of the matrix; repeated until at least 262,144 additions",
      .operation = "addition",
      .operations = additions,
      .memory_bytes = memory_bytes,
      .footprint =
          [](const Parameters& p) {
            return static_cast<double>(p["rows"]) *
                   static_cast<double>(std::int64_t{1} << p["log2_stride"]);
          },
      .parameters =
          {
              {.name = "rows",
               .meaning = "rows of the matrix: lines that a column touches",
               .initial = 64,
               .small = 8,
               .medium = 64,
               .large = 4096,
               .min = 1,
               .max = 1 << 16},
              {.name = "log2_stride",
               .meaning = "bytes from one row to the next, unpadded, as a power of two",
               .initial = 12,
               .small = 9,
               .medium = 12,
               .large = 15,
               .min = 6,
               .max = 16},
          },
      .variants =
          {
              {.name = "power_of_two",
               .summary = "columns down a matrix whose rows are a power of two apart",
               .prepare = prepare<sum_by_columns, 0>},
              {.name = "padded_8",
               .summary = "8 bytes more a row: eight rows still share a set",
               .prepare = prepare<sum_by_columns, 1>},
              {.name = "padded_64",
               .summary = "a line more a row: each row in the next set",
               .prepare = prepare<sum_by_columns, line_words>},
              {.name = "padded_128",
               .summary = "two lines more a row: half of the sets",
               .prepare = prepare<sum_by_columns, widest_pad / sizeof(std::uint64_t)>},
              {.name = "row_order",
               .summary = "the loops exchanged, unpadded: row by row into all sums",
               .prepare = prepare<sum_by_rows, 0>},
          },
      .signature =
          {
              {"padded_64", "l1d_misses", Trend::falls, 4, "the column spreads over all sets",
               column_fits_l1_but_not_its_sets},
              {"padded_64", "instructions", Trend::unchanged, 1.05, "the same additions"},
              {"padded_128", "l1d_misses", Trend::falls, 4, "the column spreads over half the sets",
               column_fits_l1_but_not_its_sets},
              {"row_order", "l1d_misses", Trend::falls, 4, "each line is used up at once",
               column_fits_l1_but_not_its_sets},
          },
      .no_gain =
          {
              {.assignments = {{"rows", 8}}, .text = "eight rows: a set holds them"},
              {.assignments = {{"rows", 64}, {"log2_stride", 7}},
               .text = "rows of 128 bytes: the column is spread over many sets already"},
          },
      .pay_off = {.variant = "padded_64", .parameter = "rows", .values = {4, 8, 16, 32, 64}},
      .small = {.assignments = {{"rows", 64}}, .text = "256 KiB in 64 rows: quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
