#include "analyzers/collect/process/start_thread.hpp"

#include <system_error>
#include <utility>

#include "analyzers/collect/process/resource_limits.hpp"
#include "fmt/format.h"

namespace hone::collect {

Result<std::thread> start_thread(std::function<void()> work) {
  try {
    return std::thread(std::move(work));
  } catch (const std::system_error& error) {
    return Error{fmt::format("cannot start a thread: {}", error.code().message()),
                 remedy_for_starting(error.code().value())};
  }
}

}  // namespace hone::collect
