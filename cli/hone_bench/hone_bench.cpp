// hone-bench: the catalogue as a standard Google Benchmark program, for those whose tools read
// that, and as a second opinion on hone's own ratios (docs/hone-bench.md). One benchmark a variant,
// at the workload's default point unless --hone_parameter says otherwise; all other flags are the
// library's.
#include <algorithm>
#include <cstdint>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <unistd.h>

#include "analyzers/collect/machine/available_memory.hpp"
#include "analyzers/collect/machine/caches.hpp"
#include "analyzers/collect/process/write_whole.hpp"
#include "fmt/format.h"
#include "reports/words/format.hpp"
#include "workloads/cache_levels.hpp"
#include "workloads/catalogue.hpp"

namespace hone::cli {
namespace {

using workloads::Kernel;
using workloads::Parameter;
using workloads::Parameters;
using workloads::Variant;
using workloads::Workload;

constexpr int exit_bad_usage = 2;  // as cli/exit_code.hpp
constexpr int exit_subject_failed = 4;
constexpr std::string_view parameter_flag = "--hone_parameter=";

// A stream of the library's, until this goes out of scope: what is written to it arrives whole,
// which its own buffer sees to only where the descriptor blocks.
class WholeStream : public std::streambuf {
 public:
  WholeStream(std::ostream& stream, int descriptor)
      : stream_(stream), descriptor_(descriptor), replaced_(stream.rdbuf(this)) {}
  ~WholeStream() override { stream_.rdbuf(replaced_); }
  WholeStream(const WholeStream&) = delete;
  WholeStream& operator=(const WholeStream&) = delete;

 protected:
  std::streamsize xsputn(const char* bytes, std::streamsize size) override {
    const std::string_view all(bytes, static_cast<std::size_t>(size));
    return collect::write_whole(descriptor_, all, collect::OnInterrupt::go_on) == 0 ? size : 0;
  }

  int_type overflow(int_type byte) override {
    if (traits_type::eq_int_type(byte, traits_type::eof())) return traits_type::not_eof(byte);
    const char character = traits_type::to_char_type(byte);
    return xsputn(&character, 1) == 1 ? byte : traits_type::eof();
  }

 private:
  std::ostream& stream_;
  int descriptor_;
  std::streambuf* replaced_;
};

using Assignments = std::vector<std::pair<std::string, std::string>>;  // name, value

// One workload at one point, with what all its variants are held to.
struct Subject {
  const Workload* workload;
  Parameters parameters;
  std::optional<std::uint64_t> baseline_checksum{};  // once it was needed
};

// The library calls a benchmark again and again with more iterations: its inputs are built once,
// and dropped when another has its turn.
class PreparedKernel {
 public:
  [[nodiscard]] bool is_of(const Variant& variant) const { return variant_ == &variant; }

  const Kernel& get(const Variant& variant, const Subject& subject) {
    if (!is_of(variant)) {
      drop();  // first: two sets of inputs may not fit
      kernel_ = variant.prepare(subject.parameters);
      variant_ = &variant;  // if prepare() throws, there is none
    }
    return kernel_;
  }

  void drop() {
    variant_ = nullptr;
    kernel_ = {};
    malloc_trim(0);  // or what was dropped would count as used when it is asked what is left
  }

 private:
  const Variant* variant_ = nullptr;
  Kernel kernel_;
};

// What all benchmarks of a run share.
struct Shared {
  PreparedKernel prepared{};
  bool has_failed = false;  // one was wrong or threw; that one cannot run here is no failure
};

std::uint64_t baseline_checksum(Subject& subject) {
  if (!subject.baseline_checksum) {
    subject.baseline_checksum = subject.workload->variants.front().prepare(subject.parameters)();
  }
  return *subject.baseline_checksum;
}

// nullopt: its inputs have room, or it does not say what they need. To be asked while there are
// none.
std::optional<std::string> shortage(const Subject& subject) {
  if (!subject.workload->memory_bytes) return std::nullopt;
  const double needed = subject.workload->memory_bytes(subject.parameters);
  const auto found = collect::find_shortage(collect::read_memory_limits(), needed, needed);
  if (!found) return std::nullopt;
  return fmt::format("needs about {} of memory, and {} {}", reports::format_bytes(needed),
                     found->whose, reports::format_bytes(found->available));
}

// Why there is nothing to time; nullopt: there is.
std::optional<std::string> skipped(const Variant& variant, const Subject& subject) {
  if (!variant.preload.empty()) {
    return fmt::format("needs {} preloaded: hone run {} does that", variant.preload,
                       subject.workload->id);
  }
  return variant.unavailable ? variant.unavailable(subject.parameters) : std::nullopt;
}

void fail(benchmark::State& state, Shared& shared, const std::string& reason) {
  shared.has_failed = true;
  state.SkipWithError(reason.c_str());
}

void time_variant(benchmark::State& state, const Variant& variant, Subject& subject,
                  Shared& shared) {
  if (const std::optional<std::string> reason = skipped(variant, subject)) {
    state.SkipWithError(reason->c_str());
    return;
  }
  if (!shared.prepared.is_of(variant)) {
    shared.prepared.drop();
    if (const std::optional<std::string> reason = shortage(subject)) {
      state.SkipWithError(reason->c_str());
      return;
    }
  }
  const std::uint64_t expected = baseline_checksum(subject);
  const Kernel& kernel = shared.prepared.get(variant, subject);
  if (kernel() != expected) {
    fail(state, shared, "its checksum is not the one that the baseline had");
    return;
  }
  std::uint64_t sum = 0;
  for ([[maybe_unused]] auto iteration : state) sum += kernel();
  const auto iterations = static_cast<std::uint64_t>(state.iterations());
  if (sum != iterations * expected) {
    fail(state, shared, "its checksum changed from one iteration to the next");
    return;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(
      static_cast<double>(iterations) * subject.workload->operations(subject.parameters)));
}

std::string benchmark_name(const Subject& subject, const Variant& variant) {
  std::string name = fmt::format("{}/{}", subject.workload->id, variant.name);
  for (const Parameter& parameter : subject.workload->parameters) {
    name += fmt::format("/{}:{}", parameter.name,
                        workloads::value_text(parameter, subject.parameters[parameter.name]));
  }
  return name;
}

class VariantBenchmark : public benchmark::internal::Benchmark {
 public:
  VariantBenchmark(const Variant& variant, std::shared_ptr<Subject> subject,
                   std::shared_ptr<Shared> shared)
      : Benchmark(benchmark_name(*subject, variant).c_str()),
        variant_(&variant),
        subject_(std::move(subject)),
        shared_(std::move(shared)) {
    Unit(benchmark::kMicrosecond);
    // Threads and waiting are seen by the wall clock only; elsewhere the library's own CPU time is
    // that of the one thread that works.
    if (subject_->workload->metric == "wall_time") {
      MeasureProcessCPUTime();
      UseRealTime();
    }
  }

  void Run(benchmark::State& state) override {
    try {
      time_variant(state, *variant_, *subject_, *shared_);
    } catch (const std::exception& error) {
      fail(state, *shared_, fmt::format("threw an exception: {}", error.what()));
    }
  }

 private:
  const Variant* variant_;
  std::shared_ptr<Subject> subject_;
  std::shared_ptr<Shared> shared_;
};

void register_variants(const std::shared_ptr<Subject>& subject,
                       const std::shared_ptr<Shared>& shared) {
  for (const Variant& variant : subject->workload->variants) {
    auto one = std::make_unique<VariantBenchmark>(variant, subject, shared);
    benchmark::internal::RegisterBenchmarkInternal(one.release());  // the library owns it
  }
}

// Sets the value in all subjects that take it; the others keep their default. The error says that
// there is none.
std::optional<std::string> assign(const std::string& name, const std::string& text,
                                  const std::vector<std::shared_ptr<Subject>>& subjects) {
  bool is_known = false;
  bool is_taken = false;
  for (const std::shared_ptr<Subject>& subject : subjects) {
    const Parameter* parameter = workloads::find_parameter(*subject->workload, name);
    if (parameter == nullptr) continue;
    is_known = true;
    const std::optional<std::int64_t> value = workloads::parse_value(*parameter, text);
    if (!value) continue;
    subject->parameters.set(parameter->name, *value);
    is_taken = true;
  }
  if (!is_known) return fmt::format("no workload has a parameter '{}'", name);
  if (!is_taken) return fmt::format("'{}' is no value for parameter '{}' anywhere", text, name);
  return std::nullopt;
}

// The catalogue's workloads at their points; their defaults are fitted to this machine's caches, as
// those of `hone run` are.
std::optional<std::string> register_catalogue(const Assignments& assignments,
                                              const std::shared_ptr<Shared>& shared) {
  std::vector<std::shared_ptr<Subject>> subjects;
  static const std::vector<Workload> here = workloads::fitted(
      workloads::catalogue(),
      workloads::cache_sizes(collect::read_caches("/"), collect::read_memory_total("/")));
  subjects.reserve(here.size());
  for (const Workload& workload : here) {
    subjects.push_back(
        std::make_shared<Subject>(Subject{&workload, Parameters(workload.parameters)}));
  }
  for (const auto& [name, text] : assignments) {
    if (auto wrong = assign(name, text, subjects)) return wrong;
  }
  for (const std::shared_ptr<Subject>& subject : subjects) register_variants(subject, shared);
  return std::nullopt;
}

// Takes our own flags out of the arguments.
std::optional<std::string> take_assignments(std::vector<char*>& arguments,
                                            Assignments& assignments) {
  for (auto argument = arguments.begin() + 1; argument != arguments.end();) {
    std::string_view text(*argument);
    if (!text.starts_with(parameter_flag)) {
      ++argument;
      continue;
    }
    text.remove_prefix(parameter_flag.size());
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string_view::npos) {
      return fmt::format("{}{} is not of the form {}name=value", parameter_flag, text,
                         parameter_flag);
    }
    assignments.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    argument = arguments.erase(argument);
  }
  return std::nullopt;
}

int refuse(std::string_view reason) {
  collect::write_whole(STDERR_FILENO, fmt::format("hone-bench: {}\n", reason),
                       collect::OnInterrupt::go_on);
  return exit_bad_usage;
}

int run_benchmarks(int argc, char** argv) {
  const WholeStream output(std::cout, STDOUT_FILENO);
  const WholeStream errors(std::cerr, STDERR_FILENO);
  std::vector<char*> arguments(argv, argv + argc);
  Assignments assignments;
  if (const auto wrong = take_assignments(arguments, assignments)) return refuse(*wrong);
  for (const char* argument : arguments) {
    if (std::string_view(argument) == "--help") {  // which the library ends with
      std::cout << "hone-bench [--hone_parameter=<name>=<value> ...]\n"
                   "  sets a parameter of every workload that takes the value (hone list), and:\n";
    }
  }
  int left = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  benchmark::Initialize(&left, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(left, arguments.data())) return exit_bad_usage;
  const auto shared = std::make_shared<Shared>();
  if (const auto wrong = register_catalogue(assignments, shared)) return refuse(*wrong);
  const std::size_t matched = benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  if (matched == 0) return exit_bad_usage;  // the library has said so
  return shared->has_failed ? exit_subject_failed : 0;
}

}  // namespace
}  // namespace hone::cli

int main(int argc, char** argv) {
  try {
    return hone::cli::run_benchmarks(argc, argv);
  } catch (const std::exception& error) {
    return hone::cli::refuse(error.what());
  }
}
