// Ctrl-C and SIGTERM as data: the first one is noted, so that whatever waits can
// stop and save; a second one ends the process at once (its children die with it).
#pragma once

namespace hone::collect {

inline constexpr int interrupted_exit_code = 130;

// Also ignores SIGPIPE and SIGXFSZ: a closed pipe or a full disk is reported by the write.
void install_interrupt_handlers();

[[nodiscard]] bool interrupted();

// Readable once interrupted; for poll().
[[nodiscard]] int interrupt_descriptor();

}  // namespace hone::collect
