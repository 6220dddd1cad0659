#include "tests/subjects/one_more/word_pass.hpp"

#include <cstddef>

namespace hone::collect {
namespace {

PassResult counted(std::size_t words) {
  PassResult result;
  result.readings.emplace("words", Value{static_cast<double>(words), Provenance::counted});
  return result;
}

}  // namespace

Result<PassResult, Failure> count_parameters(const WorkerLaunch& launch) {
  return counted(launch.job.parameters.size());
}

Result<PassResult, Failure> count_words(const CommandTrial& trial) {
  return counted(trial.launch.argv.size());
}

}  // namespace hone::collect
