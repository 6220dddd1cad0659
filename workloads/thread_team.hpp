// Threads that outlive the iterations: a concurrent workload must never time
// spawn and join. run() hands all threads one task, lets none begin before all
// are awake, and returns when the last is done; between runs they sleep in the
// kernel, so that the other variants of the unit have the machine for themselves.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <pthread.h>
#include <sched.h>

#include "workloads/workload.hpp"

namespace hone::workloads {

// The CPUs that this process may use: one of each core first, their hyperthread siblings after.
// Empty: the kernel does not say.
inline std::vector<std::size_t> cpus_cores_first() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return {};
  std::map<std::string, std::size_t> used;  // by core, named by its list of siblings
  std::vector<std::pair<std::size_t, std::size_t>> ranked;
  for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    std::string siblings;
    std::ifstream("/sys/devices/system/cpu/cpu" + std::to_string(cpu) +
                  "/topology/thread_siblings_list") >>
        siblings;
    ranked.emplace_back(used[siblings.empty() ? std::to_string(cpu) : siblings]++, cpu);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::size_t> cpus;
  cpus.reserve(ranked.size());
  for (const auto& [rank, cpu] : ranked) cpus.push_back(cpu);
  return cpus;
}

// The reason why threads can neither contend nor share their work here: they take turns on one CPU.
// nullopt: they can.
inline std::optional<std::string> needs_two_cpus(const Parameters& parameters) {
  if (parameters["threads"] < 2 || cpus_cores_first().size() != 1) return std::nullopt;
  return "threads need two CPUs to work at the same time; this process may use one (threads=1 "
         "needs no second)";
}

class ThreadTeam {
 public:
  using Task = std::function<void(std::size_t index)>;  // index: 0 .. size-1; must not throw

  explicit ThreadTeam(std::size_t size) {
    const std::vector<std::size_t> cpus = cpus_cores_first();
    threads_.reserve(size);
    try {
      for (std::size_t index = 0; index < size; ++index) {
        threads_.emplace_back([this, index] { serve(index); });
        if (!cpus.empty()) pin(threads_.back(), cpus[index % cpus.size()]);
      }
    } catch (...) {  // the system's thread limit: those already started must still be joined
      close();
      throw;
    }
  }

  ~ThreadTeam() { close(); }

  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;

  [[nodiscard]] std::size_t size() const { return threads_.size(); }

  // Must not be called from a task, nor by two threads at once.
  void run(const Task& task) {
    std::unique_lock lock(mutex_);
    task_ = &task;
    running_ = threads_.size();
    asleep_.store(threads_.size(), std::memory_order_relaxed);
    ++generation_;
    start_.notify_all();
    done_.wait(lock, [this] { return running_ == 0; });
  }

 private:
  // Keeps a thread on its CPU. The scheduler, left to itself, often wakes a team on one core and
  // needs longer to spread it than an iteration lasts: nothing would contend. A refusal is
  // harmless, hence ignored.
  static void pin(std::thread& thread, std::size_t cpu) {
    cpu_set_t only;
    CPU_ZERO(&only);
    CPU_SET(cpu, &only);
    pthread_setaffinity_np(thread.native_handle(), sizeof(only), &only);
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    start_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void serve(std::size_t index) {
    std::uint64_t seen = 0;
    while (true) {
      const Task* task = nullptr;
      {
        std::unique_lock lock(mutex_);
        start_.wait(lock, [&] { return closing_ || generation_ != seen; });
        if (closing_) return;
        seen = generation_;
        task = task_;
      }
      await_the_others();
      (*task)(index);
      const std::lock_guard lock(mutex_);
      if (--running_ == 0) done_.notify_one();
    }
  }

  // Waits until all threads are awake. A wake-up takes tens of microseconds: without this wait the
  // first thread could finish a short task alone, and the contention to be measured would not
  // happen. The wait yields, because there may be fewer cores than threads.
  void await_the_others() {
    asleep_.fetch_sub(1, std::memory_order_acq_rel);
    while (asleep_.load(std::memory_order_acquire) != 0) std::this_thread::yield();
  }

  std::mutex mutex_;
  std::condition_variable start_;
  std::condition_variable done_;
  const Task* task_ = nullptr;
  std::uint64_t generation_ = 0;
  std::size_t running_ = 0;
  bool closing_ = false;
  std::atomic<std::size_t> asleep_{0};
  std::vector<std::thread> threads_;
};

}  // namespace hone::workloads
