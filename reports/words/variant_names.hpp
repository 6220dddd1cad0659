// What a subject's variants are called in tables and sentences. A command is called by its own
// text, which may be longer than a line: a format that cuts such names must keep them different.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/model/report.hpp"
#include "reports/document/text.hpp"

namespace hone::reports {

class VariantNames {
 public:
  explicit VariantNames(const SubjectReport& subject);

  // The name of a variant as a span. Names of commands may be cut, those of workloads never.
  [[nodiscard]] Span of(std::string_view variant) const;

  // The name of a variant as one of a list, where it has less room.
  [[nodiscard]] Span in_list(std::string_view variant) const;

 private:
  std::shared_ptr<const std::vector<std::string>> commands_;  // null: the variants are no commands
};

}  // namespace hone::reports
