// What a worker tells hone about a plug-in's workloads, and the questions that hone asks about
// them: lines of worker_protocol.hpp. Pure. The worker runs foreign code, so nothing that it says
// is trusted: a description that breaks the rules of analyzers/collect/worker/plugin_loader.hpp is
// refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/collect/worker/plugin_loader.hpp"
#include "analyzers/model/result.hpp"

namespace hone::collect {

// The line "workload JSON" of a workload; bytes that are not UTF-8 are replaced.
std::string format_workload(const workloads::Workload& workload);

// More bytes than format_workload() writes for a workload at all limits of PluginLimits.
constexpr std::size_t longest_description_line = std::size_t{2} << 20;

// Adds the workload that the line describes to `plugin`, without functions: memory_bytes is set
// where the plug-in has such a function, but yields 0. The error names the field.
Result<void> add_workload(std::string_view line, workloads::PluginWorkloads& plugin);

// A function of a workload's parameters that only the worker can call.
enum class Question : std::uint8_t { operations, memory };

std::string format_question(Question question, std::size_t workload,
                            const std::vector<std::int64_t>& values);

// The worker's answer to the question in `line`, whatever number the plug-in gave; the error says
// what is wrong with the question.
Result<double> answer_question(const std::vector<workloads::Workload>& workloads,
                               std::string_view line);

std::string format_number(double number);

// The number in a line of format_number(), NaN too; nullopt: it is not such a line.
std::optional<double> parse_number_line(std::string_view line);

// Bounds of a plug-in's answer: with less or more, what is derived from it would leave the range of
// a double.
constexpr double least_answer = 1e-9;
constexpr double most_answer = 1e18;

// Whether the answer is within the bounds; false for NaN.
bool is_usable(double answer);

}  // namespace hone::collect
