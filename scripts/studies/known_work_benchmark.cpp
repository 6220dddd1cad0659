// The work of hone-known-work as Google Benchmark measures it: within one process, an iteration
// being what the program does in a run. One benchmark a kind, the amount being its argument:
//
//   known_work_benchmark cpu 1000000 --benchmark_repetitions=9
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <benchmark/benchmark.h>

#include "analyzers/measure/known_work/work.hpp"

namespace {

template <std::uint64_t (*Work)(std::uint64_t)>
void measure(benchmark::State& state) {
  auto amount = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(amount);
    benchmark::DoNotOptimize(Work(amount));
  }
}

// Null: there is no such kind.
benchmark::internal::Benchmark* add(const std::string& kind) {
  using namespace hone::measure;
  if (kind == "cpu") return benchmark::RegisterBenchmark("cpu", measure<work_on_cpu>);
  if (kind == "memory") return benchmark::RegisterBenchmark("memory", measure<work_in_memory>);
  if (kind == "syscall") return benchmark::RegisterBenchmark("syscall", measure<work_in_kernel>);
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);  // takes its own options out of argv
  benchmark::internal::Benchmark* added = argc == 3 ? add(argv[1]) : nullptr;
  if (added == nullptr) {
    std::fputs("usage: known_work_benchmark cpu|memory|syscall AMOUNT [--benchmark_...]\n", stderr);
    return 2;
  }
  added->Arg(std::strtoll(argv[2], nullptr, 10));
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
