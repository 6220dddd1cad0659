// What hone and a worker say to each other, as text lines. Pure.
//
//   hone                            worker
//   job ID VARIANT name=value ... EVENT ... !PLUGIN <TARGET
//                                   ready CHECKSUM TARGET    | failed KIND TEXT
//   measure ITERATIONS              block WALL_NS CPU_NS FAULTS SWITCHES HZ ALONE COUNT ...
//                                                            | failed KIND TEXT
//   count ITERATIONS                counts ALLOCATIONS BYTES TEMPORARIES PEAK | absent REASON
//   simulate ITERATIONS             simulated | absent REASON
//   finish                          finished PEAK_RSS_BYTES
//
// or, instead of a job, the questions about a plug-in (plugin_description.hpp):
//
//   describe !PLUGIN                loaded                   | failed KIND TEXT
//                                   workload JSON ... described
//   operations WORKLOAD VALUE ...   number NUMBER            | failed KIND TEXT
//   memory WORKLOAD VALUE ...       number NUMBER            | failed KIND TEXT
//
// An EVENT is "@TYPE:CONFIG:CONFIG1:CONFIG2:EXCLUDED:SET", in hexadecimal but for the set; bits 0
// to 2 of EXCLUDED are user, kernel and hypervisor. ALONE is 0 or 1. A COUNT, one for each event or
// none at all, is "VALUE ENABLED_NS RUNNING_NS". A TARGET is one of workloads/dispatch_target.hpp:
// the best that the worker may dispatch to, and the one that it did; without any the field is
// missing. A PLUGIN is a path, its blanks, controls and '%' as "%XX".
//
// The job is sent rather than passed on the command line, so that every worker of a
// unit has an argv of the same length: its length would move the stack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/collect/counters/event_code.hpp"
#include "analyzers/collect/counters/perf_math.hpp"
#include "analyzers/model/sample.hpp"

namespace hone::collect {

struct Job {
  std::string workload;
  std::string variant;
  std::vector<std::pair<std::string, std::string>> parameters;
  std::vector<EventInSet> events{};  // to be counted in each block
  std::string plugin{};              // path of the shared object; empty: a workload of hone's own
  std::string target{};              // the best that may be dispatched to; empty: any
};

// The arguments after the program's name for a worker that is to do the job by itself, without a
// channel.
std::vector<std::string> standalone_arguments(const Job& job);

struct Ready {
  std::uint64_t checksum = 0;  // of one iteration
  std::string target{};        // that it dispatched to; empty: nothing was dispatched
};

// Totals over the timed iterations of one block.
struct Block {
  std::uint64_t wall_ns = 0;
  std::uint64_t cpu_ns = 0;
  std::uint64_t faults = 0;    // minor and major
  std::uint64_t switches = 0;  // voluntary and involuntary
  std::uint64_t core_hz = 0;   // of the core, right before or after the block: the slower; 0: the
                               // gauge was disturbed
  // Whether the worker's first thread has done everything so far: no other has worked, and no
  // process was started.
  bool is_alone = true;
  std::vector<CounterReading> counted{};  // by event of the job; empty: not counted
};

// Totals over one block of counted iterations; peak_heap is the highest live bytes of the whole
// process in the block.
struct Counts {
  std::uint64_t allocations = 0;
  std::uint64_t bytes = 0;
  std::uint64_t temporaries = 0;
  std::uint64_t peak_heap = 0;
};

std::string format_job(const Job& job);
std::string format_describe(const std::string& plugin);
std::string format_ready(const Ready& ready);
std::string format_block(const Block& block);
std::string format_counts(const Counts& counts);
// The failure without its output, and with the beginning of its text.
std::string format_failure(const Failure& failure);

// The beginning of a worker's words: at most about `most` bytes, by default what a report has room
// for, in whole characters of UTF-8.
std::string beginning_of(std::string_view text, std::size_t most = 2000);

// Each yields nullopt when the line is not such a message.
std::optional<Job> parse_job(std::string_view line);
std::optional<std::string> parse_describe(std::string_view line);
std::optional<Ready> parse_ready(std::string_view line);
std::optional<Block> parse_block(std::string_view line);
std::optional<Counts> parse_counts(std::string_view line);
std::optional<Failure> parse_failure(std::string_view line);

// The number after "VERB ", e.g. iterations in "measure 120".
std::optional<std::uint64_t> parse_number(std::string_view line, std::string_view verb);

// The text after "VERB ", e.g. the reason in "absent REASON".
std::optional<std::string> parse_text(std::string_view line, std::string_view verb);

}  // namespace hone::collect
