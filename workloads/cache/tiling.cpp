// Loop order and tiling of a matrix product. The textbook's order (i, j, k) walks down a column of
// B in its inner loop: one element of each line that it fetches, and by the next column the lines
// are gone. Exchanging two loops (i, k, j) walks along rows; tiling works on a block of B that
// stays in cache while all rows of A pass over it. L1 misses show it. Small matrices gain nothing
// from the cache, and narrow ones lose: the textbook's order alone keeps its sum in a register.
// Integers, so that the sums are the same in any order and no chain of slow floating-point
// additions slows the baseline; all inner loops scalar, so that their order is all that differs
// (compilers can vectorise i-k-j, which is a gain on top).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

using Words = std::vector<std::uint64_t>;

// C = A B: A is rows x depth, B is depth x columns, each row by row.
struct Shape {
  std::size_t rows;
  std::size_t depth;
  std::size_t columns;
};

// Plain pointers, passed by value: `opaque` makes Clang load a vector's own pointer anew.
struct Operands {
  const std::uint64_t* a;
  const std::uint64_t* b;
  std::uint64_t* c;
  std::uint64_t* scratch;  // depth x columns words, for who wants them
};

void multiply_ijk(Shape shape, Operands m) {
  for (std::size_t i = 0; i < shape.rows; ++i) {
    for (std::size_t j = 0; j < shape.columns; ++j) {
      std::uint64_t sum = 0;
      for (std::size_t k = 0; k < shape.depth; ++k) {
        sum += opaque(m.a[i * shape.depth + k] * m.b[k * shape.columns + j]);
      }
      m.c[i * shape.columns + j] = sum;
    }
  }
}

void clear(Shape shape, Operands m) { std::fill_n(m.c, shape.rows * shape.columns, 0); }

// Rows of C from columns `j` to `j_end`, adding the share of B's rows from `k` to `k_end`.
void add_block(Shape shape, Operands m, std::size_t k, std::size_t k_end, std::size_t j,
               std::size_t j_end) {
  for (std::size_t i = 0; i < shape.rows; ++i) {
    std::uint64_t* const c = m.c + i * shape.columns;
    for (std::size_t row = k; row < k_end; ++row) {
      const std::uint64_t factor = m.a[i * shape.depth + row];
      const std::uint64_t* const b = m.b + row * shape.columns;
      for (std::size_t column = j; column < j_end; ++column) {
        c[column] += opaque(factor * b[column]);
      }
    }
  }
}

void multiply_ikj(Shape shape, Operands m) {
  clear(shape, m);
  add_block(shape, m, 0, shape.depth, 0, shape.columns);
}

template <std::size_t Tile>
void multiply_tiled(Shape shape, Operands m) {
  clear(shape, m);
  for (std::size_t k = 0; k < shape.depth; k += Tile) {
    const std::size_t k_end = std::min(k + Tile, shape.depth);
    for (std::size_t j = 0; j < shape.columns; j += Tile) {
      add_block(shape, m, k, k_end, j, std::min(j + Tile, shape.columns));
    }
  }
}

// B turned first, in each product, so that the textbook's inner loop walks along rows.
void multiply_transposed(Shape shape, Operands m) {
  for (std::size_t k = 0; k < shape.depth; ++k) {
    for (std::size_t j = 0; j < shape.columns; ++j) {
      m.scratch[j * shape.depth + k] = m.b[k * shape.columns + j];
    }
  }
  for (std::size_t i = 0; i < shape.rows; ++i) {
    for (std::size_t j = 0; j < shape.columns; ++j) {
      std::uint64_t sum = 0;
      for (std::size_t k = 0; k < shape.depth; ++k) {
        sum += opaque(m.a[i * shape.depth + k] * m.scratch[j * shape.depth + k]);
      }
      m.c[i * shape.columns + j] = sum;
    }
  }
}

Shape shape_of(const Parameters& parameters) {
  return {.rows = static_cast<std::size_t>(parameters["rows"]),
          .depth = static_cast<std::size_t>(parameters["depth"]),
          .columns = static_cast<std::size_t>(parameters["columns"])};
}

// Multiplications of one iteration, at least: keeps small products measurable.
constexpr std::int64_t fewest_multiplications = 1 << 18;

std::int64_t in_one_product(const Parameters& parameters) {
  return parameters["rows"] * parameters["depth"] * parameters["columns"];
}

std::int64_t products(const Parameters& parameters) {
  const std::int64_t one = in_one_product(parameters);
  return (fewest_multiplications + one - 1) / one;
}

double multiplications(const Parameters& parameters) {
  return static_cast<double>(products(parameters)) *
         static_cast<double>(in_one_product(parameters));
}

Words random_words(std::size_t count, std::uint64_t seed) {
  Words words(count);
  Random random(seed);
  for (std::uint64_t& word : words) word = random.next();
  return words;
}

using Multiply = void (*)(Shape, Operands);

template <Multiply multiply>
Kernel prepare(const Parameters& parameters) {
  struct Matrices {
    Words a;
    Words b;
    Words c;
    Words scratch;
  };
  const Shape shape = shape_of(parameters);
  auto matrices = std::make_shared<Matrices>();
  matrices->a = random_words(shape.rows * shape.depth, 61);
  matrices->b = random_words(shape.depth * shape.columns, 62);
  matrices->c.resize(shape.rows * shape.columns);
  if (multiply == multiply_transposed) matrices->scratch.resize(shape.depth * shape.columns);
  return [shape, matrices, repeats = products(parameters)] {
    for (std::int64_t product = 0; product < repeats; ++product) {
      multiply(
          {opaque(shape.rows), opaque(shape.depth), opaque(shape.columns)},
          {matrices->a.data(), matrices->b.data(), matrices->c.data(), matrices->scratch.data()});
      sink(matrices->c);
    }
    std::uint64_t checksum = 0;
    for (const std::uint64_t word : matrices->c) checksum = checksum * 3 + word;
    return checksum;
  };
}

double memory_bytes(const Parameters& parameters) {
  const auto rows = static_cast<double>(parameters["rows"]);
  const auto depth = static_cast<double>(parameters["depth"]);
  const auto columns = static_cast<double>(parameters["columns"]);
  return sizeof(std::uint64_t) * (rows * depth + 2 * depth * columns + rows * columns);
}

// A column of B is then at least 128 KiB of lines, more than any L1 holds, and a row of it and
// one of C fit easily.
bool column_exceeds_l1(const Parameters& parameters) {
  return parameters["depth"] >= 2'000 && parameters["columns"] >= 64 &&
         parameters["columns"] <= 512;
}

bool tiles_are_used_again(const Parameters& parameters) {
  return column_exceeds_l1(parameters) && parameters["rows"] >= 4;
}

Workload describe() {
  return {
      .id = "cache/tiling",
      .technique = "loop order and tiling",
      .leaf = Leaf::data_layout,
      .summary = "a matrix product in the textbook's order, with loops exchanged, in tiles",
      .problem =
          "The textbook's product reads B by columns. Each step down a column fetches a new line "
          "for one of its eight elements; when the next column asks for the neighbours, a long "
          "column has pushed the lines out of the cache again. Nearly every multiplication waits "
          "for the second-level cache or worse.",
      .signature_text =
          "L1 misses fall eightfold with i-k-j (each line is used up at once), further with tiles "
          "that all rows of A use again. Instructions hardly tell: an element of C is loaded and "
          "stored each time, where the textbook's order walks two indices.",
      .does_not_pay =
          "A narrow B, a matrix by a few vectors: the textbook's order then uses up its lines at "
          "once, and a loop along a row is over before it is warm. Matrices that fit the "
          "first-level cache: no misses to save; what still differs is arithmetic, not memory, and "
          "tiles add loops on top of it. To transpose B first is a walk by columns by itself: one "
          "row of A does not pay it back.",
      .iteration =
          "multiplies A (rows x depth) by B (depth x columns), 64-bit integers; repeated until at "
          "least 262,144 multiplications",
      .operation = "multiplication",
      .operations = multiplications,
      .memory_bytes = memory_bytes,
      .parameters =
          {
              {.name = "rows",
               .meaning = "rows of A and C",
               .initial = 8,
               .small = 1,
               .medium = 8,
               .large = 256,
               .min = 1,
               .max = 256},
              {.name = "depth",
               .meaning = "columns of A and rows of B",
               .initial = 2'000,
               .small = 16,
               .medium = 250,
               .large = 2'000,
               .min = 1,
               .max = 2048},
              {.name = "columns",
               .meaning = "columns of B and C",
               .initial = 250,
               .small = 16,
               .medium = 250,
               .large = 2'000,
               .min = 1,
               .max = 2048},
          },
      .variants =
          {
              {.name = "ijk",
               .summary = "the textbook's order: a row of A by a column of B",
               .prepare = prepare<multiply_ijk>},
              {.name = "ikj",
               .summary = "two loops exchanged: along rows of B and C",
               .prepare = prepare<multiply_ikj>},
              {.name = "tiled_32",
               .summary = "i-k-j on tiles of B of 32 x 32 (8 KiB)",
               .prepare = prepare<multiply_tiled<32>>},
              {.name = "tiled_64",
               .summary = "i-k-j on tiles of B of 64 x 64 (32 KiB)",
               .prepare = prepare<multiply_tiled<64>>},
              {.name = "transposed",
               .summary = "B transposed in each product, then the textbook's order",
               .prepare = prepare<multiply_transposed>},
          },
      .signature =
          {
              {"ikj", "l1d_misses", Trend::falls, 4, "each line of B is used up at once",
               column_exceeds_l1},
              {"tiled_32", "l1d_misses", Trend::falls, 8, "all rows of A use a tile in cache",
               tiles_are_used_again},
          },
      .no_gain =
          {
              {.assignments = {{"columns", 2}},
               .text = "a matrix by two vectors: the column's lines are used up at once anyway"},
              {.assignments = {{"rows", 1}},
               .text = "one row of A: transposing first loses; i-k-j and tiles still gain, the "
                       "tiles no more than i-k-j, as none is used again",
               .variant = "transposed"},
          },
      .pay_off = {.variant = "ikj", .parameter = "columns", .values = {1, 2, 4, 16, 64, 250}},
      .small = {.assignments = {{"rows", 4}, {"columns", 100}},
                .text = "four rows, B of 2,000 x 100: quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
