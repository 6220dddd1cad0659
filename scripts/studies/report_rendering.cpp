// How fast a report is written as JSON and read again: the subjects of a saved report, many times
// over, as they would be after a long scan. It uses nothing but render_json() and read_report(), so
// that it can be built in an older tree, too.
//   study_report_rendering FILE [SUBJECTS [TURNS]]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "reports/json/read_report.hpp"
#include "reports/json/report_json.hpp"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Each subject is a point of its own.
void multiply(hone::Report& report, std::size_t subjects) {
  const std::vector<hone::SubjectReport> once = report.subjects;
  report.subjects.clear();
  for (std::size_t i = 0; i < subjects; ++i) {
    report.subjects.push_back(once[i % once.size()]);
    report.subjects.back().parameters.emplace_back("study_turn", static_cast<std::int64_t>(i));
  }
}

void print_speed(const char* what, std::size_t bytes, double best) {
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::printf("%s %.1f MB: %.3f s, %.1f MB/s\n", what, megabytes, best, megabytes / best);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: study_report_rendering FILE [SUBJECTS [TURNS]]\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string saved{std::istreambuf_iterator<char>(file), {}};
  const auto report = hone::reports::read_report(saved);
  if (!report.ok() || report.value().subjects.empty()) {
    std::fprintf(stderr, "study_report_rendering: %s is no report with subjects\n", argv[1]);
    return 1;
  }
  hone::Report many = report.value();
  multiply(many, argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 200);
  double writing = 1e9;
  double reading = 1e9;
  std::string text;
  for (int turn = 0; turn < (argc > 3 ? std::atoi(argv[3]) : 5); ++turn) {
    Clock::time_point begin = Clock::now();
    text = hone::reports::render_json(many);
    writing = std::min(writing, seconds_since(begin));
    begin = Clock::now();
    const bool is_same = hone::reports::read_report(text).ok();
    reading = std::min(reading, seconds_since(begin));
    if (!is_same) return 1;
  }
  print_speed("write", text.size(), writing);
  print_speed("read", text.size(), reading);
}
