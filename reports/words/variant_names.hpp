// What a subject's variants are called in tables and sentences. A command is called by its own
// text, which may be longer than the terminal: it is cut, and the cut names stay different.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "analyzers/model/report.hpp"

namespace hone::reports {

// So wide that a sentence still holds two of them; tables have less room.
inline constexpr std::size_t name_in_sentence = 40;
inline constexpr std::size_t name_in_table = 24;

class VariantNames {
 public:
  // Names of commands take at most `columns`; those of workloads are never cut.
  VariantNames(const SubjectReport& subject, std::size_t columns);

  // Escaped.
  [[nodiscard]] std::string of(std::string_view variant) const;

 private:
  std::map<std::string, std::string, std::less<>> cut_;
};

}  // namespace hone::reports
