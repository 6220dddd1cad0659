// A plug-in for hone: the sum of a matrix, down its columns and along its rows. Both add the same
// numbers; the first walks through memory in strides, and fetches a cache line for each of them.
//
//   g++ -std=c++20 -O2 -shared -fPIC -I HONE docs/plugin_example/column_sum.cpp -o column_sum.so
//   hone run --plugin ./column_sum.so
//   hone run --plugin ./column_sum.so --pay-off
//
// HONE is the root of hone's source tree. docs/plugins.md explains each part.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "workloads/plugin.h"

namespace {

struct Matrix {
  std::size_t side;
  std::vector<std::uint32_t> cells;  // row by row
};

// values[0] is the first parameter. No exception may leave a callback: a plug-in is C to hone.
void* prepare(const std::int64_t* values, const char** error) {
  try {
    const auto side = static_cast<std::size_t>(values[0]);
    auto* matrix = new Matrix{side, std::vector<std::uint32_t>(side * side)};
    std::uint32_t state = 1;
    for (std::uint32_t& cell : matrix->cells) cell = state = state * 1664525 + 1013904223;
    return matrix;
  } catch (...) {
    *error = "the matrix does not fit into memory";
    return nullptr;
  }
}

void destroy(void* state) { delete static_cast<Matrix*>(state); }

// One iteration; its result is the checksum, which must be the same for both variants.
template <bool down_columns>
std::uint64_t sum(void* state) {
  const Matrix& matrix = *static_cast<const Matrix*>(state);
  std::uint64_t sum = 0;
  for (std::size_t outer = 0; outer < matrix.side; ++outer) {
    for (std::size_t inner = 0; inner < matrix.side; ++inner) {
      sum += matrix.cells[down_columns ? inner * matrix.side + outer : outer * matrix.side + inner];
    }
  }
  return sum;
}

double cells(const std::int64_t* values) {
  return static_cast<double>(values[0]) * static_cast<double>(values[0]);
}

const hone_parameter_t parameters[] = {
    {.name = "side", .meaning = "rows and columns", .initial = 1024, .min = 1, .max = 16384}};

const hone_variant_t variants[] = {  // the first is the baseline
    {"columns", "down each column", prepare, sum<true>, destroy},
    {"rows", "along each row", prepare, sum<false>, destroy}};

const std::int64_t sides[] = {16, 32, 128, 512, 2048};  // for hone run --pay-off

const hone_workload_t workloads[] = {
    {.id = "example/column_sum",
     .summary = "the sum of a matrix, down its columns or along its rows",
     .technique = "loop interchange",
     .problem = "Down a column, each number lies in another cache line than the one before.",
     .does_not_pay = "Where the whole matrix fits into the L1 cache: side=32.",
     .iteration = "add all cells once",
     .operation = "cell",
     .variants = variants,
     .variant_count = 2,
     .parameters = parameters,
     .parameter_count = 1,
     .operations = cells,
     .pay_off_parameter = "side",
     .pay_off_values = sides,
     .pay_off_value_count = 5}};

}  // namespace

HONE_PLUGIN(workloads)
