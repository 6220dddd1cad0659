// A test program that can be its own worker: hone starts workers by running
// itself, and so does the worker's client under test.
#include <string_view>

#include <gtest/gtest.h>

#include "analyzers/collect/worker/worker.hpp"

int main(int argc, char** argv) {
  if (argc > 3 && std::string_view(argv[1]) == "worker") {
    return hone::collect::serve_worker(std::stoi(argv[3]));
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
