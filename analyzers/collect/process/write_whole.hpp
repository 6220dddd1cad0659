// Writing to descriptors that hone shares with others. Who started hone may have put its stdout
// into non-blocking mode, as event loops do; that mode belongs to all who share the descriptor, so
// hone leaves it as it is and waits by itself.
#pragma once

#include <string_view>

namespace hone::collect {

// What an interrupt does to a write that waits for room.
enum class OnInterrupt { go_on, give_up };

// Writes all of the bytes, and waits wherever the descriptor has no room. Returns 0, or errno.
// EINTR: it gave up, because an interrupt came since the call. One that came before says only that
// what is left to say is the last.
int write_whole(int descriptor, std::string_view bytes, OnInterrupt on_interrupt);

}  // namespace hone::collect
