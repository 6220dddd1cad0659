// Golden files: what a renderer writes, kept in tests/golden/ and compared byte for byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hone::reports {

// Fails the test, naming the first line that differs, unless `actual` is what
// tests/golden/<file> holds. With HONE_UPDATE_GOLDEN=1 in the environment the file is
// rewritten instead and the test is skipped, visibly.
void expect_golden(const std::string& file, std::string_view actual);

// The lines of `text`, without their line feeds.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace hone::reports
