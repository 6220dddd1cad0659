#include "analyzers/collect/heap/heaptrack.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace hone::collect {
namespace {

TEST(RecordHeap, EndsItsThreadWhenAnExceptionPasses) {
  const Result<HeaptrackFiles> heaptrack = find_heaptrack();
  if (!heaptrack) GTEST_SKIP() << heaptrack.error().what;
  const auto throws = [](const Launch& /*traced*/, const ExecObserver& /*executed*/) -> bool {
    throw std::runtime_error("no room");
  };
  EXPECT_THROW(static_cast<void>(record_heap(*heaptrack, {{"true"}, {}, ""}, throws)),
               std::runtime_error);
}

}  // namespace
}  // namespace hone::collect
