// Workloads whose page faults are known, for the tests of counters: 100 in each iteration, in the
// calling thread or in another.
#include <memory>
#include <semaphore>
#include <thread>

#include <sys/mman.h>

#include "workloads/workload.hpp"

namespace hone::workloads {
namespace {

constexpr std::uint64_t right_answer = 42;

// So many page faults, whichever thread has them.
void touch_fresh_pages() {
  constexpr std::size_t bytes = std::size_t{100} * 4096;
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  madvise(memory, bytes, MADV_NOHUGEPAGE);
  for (std::size_t i = 0; i < bytes; i += 4096) static_cast<volatile char*>(memory)[i] = 1;
  munmap(memory, bytes);
}

Kernel fault_alone(const Parameters& /*parameters*/) {
  return [] {
    touch_fresh_pages();
    return right_answer;
  };
}

// A thread that stays, made in the `made`th iteration, or before the first.
Kernel fault_in_thread(int made) {
  struct Helper {
    std::counting_semaphore<> asked{0};
    std::counting_semaphore<> done{0};
    std::jthread thread{};
    void start() {
      thread = std::jthread([this](const std::stop_token& end) {
        while (asked.acquire(), !end.stop_requested()) {
          touch_fresh_pages();
          done.release();
        }
      });
    }
    ~Helper() {
      thread.request_stop();
      asked.release();
    }
  };
  auto helper = std::make_shared<Helper>();
  if (made == 0) helper->start();
  return [helper, made, calls = 0]() mutable {
    if (++calls == made) helper->start();
    if (calls < made) return right_answer;
    helper->asked.release();
    helper->done.acquire();
    return right_answer;
  };
}

Kernel fault_in_own_thread(const Parameters& /*parameters*/) { return fault_in_thread(0); }
Kernel fault_in_late_thread(const Parameters& /*parameters*/) { return fault_in_thread(3); }

const Registration faults{[] {
  Workload workload;
  workload.id = "test/faults";
  workload.technique = "test";
  workload.summary = "for the tests of hone";
  workload.problem = "none";
  workload.signature_text = "none";
  workload.does_not_pay = "never";
  workload.iteration = "touch 100 pages";
  workload.operation = "page";
  workload.operations = [](const Parameters& /*parameters*/) { return 100.0; };
  workload.variants = {{"alone", "", fault_alone},
                       {"thread", "", fault_in_own_thread},
                       {"late_thread", "", fault_in_late_thread}};
  return workload;
}};

}  // namespace
}  // namespace hone::workloads
