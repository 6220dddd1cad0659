// Loop order and tiling of a matrix product. The textbook's order (i, j, k) walks down a column of
// B in its inner loop: one element of each line that it fetches, and by the next column the lines
// are gone. Exchanging two loops (i, k, j) walks along rows; tiling works on a block of B that
// stays in cache while all rows of A pass over it. L1 misses show it. Small matrices gain nothing
// from the cache, and narrow ones lose: the textbook's order alone keeps its sum in a register.
// The first four variants are scalar, so that the order of their loops is all that differs: on
// integers, so that no chain of slow floating-point additions slows the textbook's. One scalar
// multiplication takes so long that the next cache delivers B meanwhile, and i-k-j leaves tiles
// nothing to gain. So there is a second pair, i-k-j and tiles with vectors of doubles, whose i-k-j
// waits for B. All elements are whole numbers below 1024: sums are exact in doubles, too.
// This file is compiled once for each of Highway's targets: the parts under HWY_ONCE only once.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>

#include "workloads/inputs.hpp"
#include "workloads/workload.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "workloads/cache/tiling.cpp"
#include <hwy/foreach_target.h>  // must precede highway.h
#include <hwy/highway.h>

// Shared by all targets.
#ifndef HONE_TILING_OPERANDS
#define HONE_TILING_OPERANDS
namespace hone::workloads::tiling {

// C = A B: A is rows x depth, B is depth x columns, each row by row.
struct Shape {
  std::size_t rows;
  std::size_t depth;
  std::size_t columns;
};

// Plain pointers, passed by value: `opaque` makes Clang load a vector's own pointer anew.
template <class Element>
struct Operands {
  const Element* a;
  const Element* b;
  Element* c;
  Element* scratch;  // depth x columns elements, for who wants them
};

}  // namespace hone::workloads::tiling
#endif

HWY_BEFORE_NAMESPACE();
namespace hone::workloads {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Rows of C from columns `j` to `j_end`, adding the share of B's rows from `k` to `k_end`. Four
// rows of B at a time, in i-k-j and in tiles alike: C is then loaded and stored a quarter as often,
// and B is what is left to wait for.
template <class Tag>
HWY_ATTR HWY_INLINE void add_block_of_doubles(Tag tag, tiling::Shape shape,
                                              tiling::Operands<double> m, std::size_t k,
                                              std::size_t k_end, std::size_t j, std::size_t j_end) {
  const std::size_t width = hn::Lanes(tag);
  for (std::size_t i = 0; i < shape.rows; ++i) {
    double* const c = m.c + i * shape.columns;
    const double* const a = m.a + i * shape.depth;
    std::size_t row = k;
    for (; k_end - row >= 4; row += 4) {
      const double* const b0 = m.b + row * shape.columns;
      const double* const b1 = b0 + shape.columns;
      const double* const b2 = b1 + shape.columns;
      const double* const b3 = b2 + shape.columns;
      const auto a0 = hn::Set(tag, a[row]);
      const auto a1 = hn::Set(tag, a[row + 1]);
      const auto a2 = hn::Set(tag, a[row + 2]);
      const auto a3 = hn::Set(tag, a[row + 3]);
      std::size_t column = j;
      for (; j_end - column >= width; column += width) {
        auto sum = hn::MulAdd(a0, hn::LoadU(tag, b0 + column), hn::LoadU(tag, c + column));
        sum = hn::MulAdd(a1, hn::LoadU(tag, b1 + column), sum);
        sum = hn::MulAdd(a2, hn::LoadU(tag, b2 + column), sum);
        sum = hn::MulAdd(a3, hn::LoadU(tag, b3 + column), sum);
        hn::StoreU(sum, tag, c + column);
      }
      for (; column < j_end; ++column) {
        c[column] += a[row] * b0[column] + a[row + 1] * b1[column] + a[row + 2] * b2[column] +
                     a[row + 3] * b3[column];
      }
    }
    for (; row < k_end; ++row) {
      for (std::size_t column = j; column < j_end; ++column) {
        c[column] += a[row] * m.b[row * shape.columns + column];
      }
    }
  }
}

// Machine code: target's width, no stack, no call, aligned.
HWY_ATTR void multiply_ikj_of_doubles(tiling::Shape shape, tiling::Operands<double> m) {
  std::fill_n(m.c, shape.rows * shape.columns, 0.0);
  add_block_of_doubles(hn::ScalableTag<double>(), shape, m, 0, shape.depth, 0, shape.columns);
}

// Machine code: target's width, no stack, no call, aligned.
HWY_ATTR void multiply_tiled_of_doubles(tiling::Shape shape, tiling::Operands<double> m) {
  constexpr std::size_t tile_rows = 64;
  constexpr std::size_t tile_columns = 64;  // 32 KiB of doubles
  std::fill_n(m.c, shape.rows * shape.columns, 0.0);
  for (std::size_t k = 0; k < shape.depth; k += tile_rows) {
    const std::size_t k_end = std::min(k + tile_rows, shape.depth);
    for (std::size_t j = 0; j < shape.columns; j += tile_columns) {
      add_block_of_doubles(hn::ScalableTag<double>(), shape, m, k, k_end, j,
                           std::min(j + tile_columns, shape.columns));
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hone::workloads
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "workloads/highway_dispatch.hpp"

namespace hone::workloads {
namespace {

using tiling::Shape;
using Operands = tiling::Operands<std::uint64_t>;

// The kernels stand apart: inlined into what repeats them, GCC runs out of registers and keeps the
// sum on the stack.
// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] void multiply_ijk(Shape shape, Operands m) {
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

// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] void add_block(Shape shape, Operands m, std::size_t k, std::size_t k_end,
                                 std::size_t j, std::size_t j_end) {
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

[[gnu::noinline]] void multiply_ikj(Shape shape, Operands m) {
  clear(shape, m);
  add_block(shape, m, 0, shape.depth, 0, shape.columns);
}

template <std::size_t Tile>
[[gnu::noinline]] void multiply_tiled(Shape shape, Operands m) {
  clear(shape, m);
  for (std::size_t k = 0; k < shape.depth; k += Tile) {
    const std::size_t k_end = std::min(k + Tile, shape.depth);
    for (std::size_t j = 0; j < shape.columns; j += Tile) {
      add_block(shape, m, k, k_end, j, std::min(j + Tile, shape.columns));
    }
  }
}

// B turned first, in each product, so that the textbook's inner loop walks along rows.
// Machine code: scalar, no stack, no call, aligned.
[[gnu::noinline]] void multiply_transposed(Shape shape, Operands m) {
  for (std::size_t k = 0; k < shape.depth; ++k) {
    for (std::size_t j = 0; j < shape.columns; ++j) {
      m.scratch[j * shape.depth + k] = opaque(m.b[k * shape.columns + j]);
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

// Elements that begin at a line, so that no vector of them lies in two.
template <class Element>
class Matrix {
 public:
  explicit Matrix(std::size_t size)
      : size_(size), elements_(new (line_alignment) Element[size]()) {}

  // Whole numbers below 1024: sums of 2048 products are exact in a double.
  Matrix(std::size_t size, std::uint64_t seed) : Matrix(size) {
    Random random(seed);
    for (std::size_t i = 0; i < size; ++i) {
      elements_[i] = static_cast<Element>(random.below(1024));
    }
  }

  [[nodiscard]] Element* data() const { return elements_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  static constexpr std::align_val_t line_alignment{64};

  struct Free {
    void operator()(Element* elements) const { ::operator delete[](elements, line_alignment); }
  };

  std::size_t size_ = 0;
  std::unique_ptr<Element[], Free> elements_;
};

HONE_HIGHWAY_TABLE(multiply_ikj_of_doubles);
HONE_HIGHWAY_TABLE(multiply_tiled_of_doubles);

void multiply_ikj_vector(Shape shape, tiling::Operands<double> m) {
  HONE_HIGHWAY_CALL(multiply_ikj_of_doubles)(shape, m);
}

void multiply_tiled_vector(Shape shape, tiling::Operands<double> m) {
  HONE_HIGHWAY_CALL(multiply_tiled_of_doubles)(shape, m);
}

template <class Element, auto multiply>
Kernel prepare(const Parameters& parameters) {
  struct Matrices {
    explicit Matrices(Shape shape, bool turns)
        : a(shape.rows * shape.depth, 61),
          b(shape.depth * shape.columns, 62),
          c(shape.rows * shape.columns),
          scratch(turns ? shape.depth * shape.columns : 0) {}
    Matrix<Element> a;
    Matrix<Element> b;
    Matrix<Element> c;
    Matrix<Element> scratch;
  };
  const Shape shape = shape_of(parameters);
  bool turns = false;
  if constexpr (std::is_same_v<Element, std::uint64_t>) turns = multiply == multiply_transposed;
  return [shape, matrices = std::make_shared<Matrices>(shape, turns),
          repeats = products(parameters)] {
    for (std::int64_t product = 0; product < repeats; ++product) {
      multiply(
          {opaque(shape.rows), opaque(shape.depth), opaque(shape.columns)},
          {matrices->a.data(), matrices->b.data(), matrices->c.data(), matrices->scratch.data()});
      sink(*matrices->c.data());
    }
    std::uint64_t checksum = 0;
    for (std::size_t i = 0; i < matrices->c.size(); ++i) {
      checksum = checksum * 3 +
                 static_cast<std::uint64_t>(static_cast<std::int64_t>(matrices->c.data()[i]));
    }
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
          "column has pushed the lines out of the first-level cache again. Nearly every "
          "multiplication fetches a line from the second-level cache or beyond.",
      .signature_text =
          "L1 misses fall eightfold with i-k-j (each line is used up at once), further with tiles "
          "that all rows of A use again. In the scalar variants instructions hardly tell: an "
          "element of C is loaded and stored each time, where the textbook's order walks two "
          "indices. In the vector pair they fall with the vectors' width, and only the misses "
          "differ.",
      .does_not_pay =
          "Tiles of scalar loops, over i-k-j: a core finishes its multiplications no sooner than "
          "the next cache delivers a row of B in order, so fewer misses save no time, and the "
          "tiles' additional loops cost some. Vectors take B faster than a cache beyond the second "
          "level delivers it, and there tiles gain (tiled_vector against ikj_vector, where B, 4 MB "
          "by default, exceeds the second-level cache). A narrow B, a matrix by a few vectors: the "
          "textbook's order then uses up its lines at once, and a loop along a row is over before "
          "it is warm. Matrices that fit the first-level cache: no misses to save; what still "
          "differs is arithmetic, not memory, and tiles add loops on top of it. To transpose B "
          "first is a walk by columns by itself: one row of A does not pay it back.",
      .iteration =
          "multiplies A (rows x depth) by B (depth x columns), 64-bit integers or doubles; "
          "repeated until at least 262,144 multiplications",
      .operation = "multiplication",
      .operations = multiplications,
      .memory_bytes = memory_bytes,
      // The three matrices.
      .footprint =
          [](const Parameters& p) {
            return sizeof(std::uint64_t) *
                   (static_cast<double>(p["rows"]) * static_cast<double>(p["depth"]) +
                    static_cast<double>(p["depth"]) * static_cast<double>(p["columns"]) +
                    static_cast<double>(p["rows"]) * static_cast<double>(p["columns"]));
          },
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
               .initial = 248,
               .small = 16,
               .medium = 248,
               .large = 2'000,
               .min = 1,
               .max = 2048},
          },
      .variants =
          {
              {.name = "ijk",
               .summary = "the textbook's order: a row of A by a column of B",
               .prepare = prepare<std::uint64_t, multiply_ijk>},
              {.name = "ikj",
               .summary = "two loops exchanged: along rows of B and C",
               .prepare = prepare<std::uint64_t, multiply_ikj>},
              {.name = "tiled_32",
               .summary = "i-k-j on tiles of B of 32 x 32 (8 KiB)",
               .prepare = prepare<std::uint64_t, multiply_tiled<32>>},
              {.name = "tiled_64",
               .summary = "i-k-j on tiles of B of 64 x 64 (32 KiB)",
               .prepare = prepare<std::uint64_t, multiply_tiled<64>>},
              {.name = "transposed",
               .summary = "B transposed in each product, then the textbook's order",
               .prepare = prepare<std::uint64_t, multiply_transposed>},
              {.name = "ikj_vector",
               .summary = "i-k-j on doubles with Highway, four rows of B at a time",
               .prepare = prepare<double, multiply_ikj_vector>},
              {.name = "tiled_vector",
               .summary = "the same on tiles of B of 64 x 64 (32 KiB)",
               .prepare = prepare<double, multiply_tiled_vector>},
          },
      .signature =
          {
              {"ikj", "l1d_misses", Trend::falls, 4, "each line of B is used up at once",
               column_exceeds_l1},
              {"tiled_32", "l1d_misses", Trend::falls, 8, "all rows of A use a tile in cache",
               tiles_are_used_again},
              {"ikj_vector", "l1d_misses", Trend::falls, 4, "each line of B is used up at once",
               column_exceeds_l1},
              {"tiled_vector", "l1d_misses", Trend::falls, 8, "all rows of A use a tile in cache",
               tiles_are_used_again},
          },
      .no_gain =
          {
              {.assignments = {{"columns", 2}},
               .text = "a matrix by two vectors: the column's lines are used up at once anyway",
               .no_less = "instructions"},
              {.assignments = {{"rows", 1}},
               .text = "one row of A: transposing first loses; i-k-j still gains, tiles less or "
                       "nothing, as none is used again",
               .variant = "transposed",
               .no_less = "instructions"},
          },
      .pay_off = {.variant = "ikj", .parameter = "columns", .values = {1, 2, 4, 16, 64, 248}},
      .small = {.assignments = {{"rows", 4}, {"columns", 100}},
                .text = "four rows, B of 2,000 x 100: quick to simulate"},
  };
}

const Registration registered{describe};

}  // namespace
}  // namespace hone::workloads
#endif
