// Ctrl-C and SIGTERM as data: the first one is noted, so that whatever waits can
// stop and save; a second one, unless it comes with the first, ends the process at once
// (its children die with it).
#pragma once

namespace hone::collect {

inline constexpr int interrupted_exit_code = 130;

// Handles SIGINT, SIGTERM and SIGHUP; a SIGHUP that is ignored stays so, for nohup, and one that
// follows another signal ends nothing. A process that the second signal ends leaves its temporary
// files behind.
void install_interrupt_handlers();

// Ignores SIGPIPE and SIGXFSZ: a closed pipe or a full disk is then reported by the write.
void leave_write_errors_to_the_writer();

// Sets SIGCHLD back to the default. Whoever started hone may ignore it: then the kernel reaps
// children, and how they ended and what they used is lost.
void keep_ended_children();

[[nodiscard]] bool interrupted();

// While one of these lives a second signal ends nothing: hurried() tells of it. For what must be
// ended in order, lest something finished be lost or something be left running.
class SecondSignalHeld {
 public:
  SecondSignalHeld();
  SecondSignalHeld(const SecondSignalHeld&) = delete;
  SecondSignalHeld& operator=(const SecondSignalHeld&) = delete;
  ~SecondSignalHeld();
};

// Whether a second signal came while it was held.
[[nodiscard]] bool hurried();

// Readable once interrupted; for poll().
[[nodiscard]] int interrupt_descriptor();

}  // namespace hone::collect
