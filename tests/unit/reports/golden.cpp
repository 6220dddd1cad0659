#include "tests/unit/reports/golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace hone::reports {

namespace {

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) ADD_FAILURE() << "cannot read " << path;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void expect_golden(const std::string& file, std::string_view actual) {
  const std::string path = std::string{HONE_SOURCE_DIR} + "/tests/golden/" + file;
  if (std::getenv("HONE_UPDATE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    std::ofstream out(path, std::ios::binary);
    out << actual;
    out.close();
    ASSERT_TRUE(out) << "cannot write " << path;
    GTEST_SKIP() << "rewrote " << path;
  }
  const std::string expected = read(path);
  if (expected == actual) return;

  const std::vector<std::string> wanted = lines_of(expected);
  const std::vector<std::string> got = lines_of(actual);
  const auto [w, g] = std::mismatch(wanted.begin(), wanted.end(), got.begin(), got.end());
  ADD_FAILURE() << path << ":" << (w - wanted.begin() + 1) << ": differs (HONE_UPDATE_GOLDEN=1 "
                << "rewrites it)\n  golden: " << (w == wanted.end() ? "<end>" : *w)
                << "\n  actual: " << (g == got.end() ? "<end>" : *g);
}

}  // namespace hone::reports
