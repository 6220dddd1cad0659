// The CPUs that the runs of a comparison are drawn from, and what lies beside each of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

#include "analyzers/model/placement.hpp"

namespace hone::collect {

// `root`: the folder that /sys lies in.
class CpuPool {
 public:
  // `home`: those that hone may use; of the choice, those among them count.
  CpuPool(const CpuChoice& choice, std::vector<int> home, std::filesystem::path root = "/");

  // Of the fastest kind of core that there is among all().
  [[nodiscard]] const std::vector<int>& drawn_from() const { return drawn_from_; }
  [[nodiscard]] const std::vector<int>& other_kind() const { return other_kind_; }
  // What a program that needs more than one CPU is given.
  [[nodiscard]] const std::vector<int>& all() const { return all_; }
  [[nodiscard]] const std::vector<int>& home() const { return home_; }

  // `number`: any. Precondition: drawn_from() is not empty.
  [[nodiscard]] int draw(std::uint64_t number) const {
    return drawn_from_[number % drawn_from_.size()];
  }

  // Where hone may be while a program runs on `cpu`: not on its core; if that is the only one, not
  // on this very CPU; if that is the only one, on it.
  [[nodiscard]] const std::vector<int>& beside(int cpu) const;

  // Those of all() from which memory is as near as from `cpu`.
  [[nodiscard]] const std::vector<int>& near(int cpu) const;

 private:
  std::filesystem::path root_;
  std::vector<int> home_;
  std::vector<int> all_;
  std::vector<int> drawn_from_;
  std::vector<int> other_kind_;
  mutable std::map<int, std::vector<int>> beside_;  // as asked before
  mutable std::map<int, std::vector<int>> near_;
};

}  // namespace hone::collect
