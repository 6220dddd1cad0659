// Threads of hone's own, which a limit may refuse.
#pragma once

#include <functional>
#include <thread>

#include "analyzers/model/result.hpp"

namespace hone::collect {

// The error says why there is none, and names the limit.
Result<std::thread> start_thread(std::function<void()> work);

}  // namespace hone::collect
