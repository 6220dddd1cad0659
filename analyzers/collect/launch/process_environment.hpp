// The environment that a running program was started with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace hone::collect {

// As the kernel has it: "NAME=VALUE" entries, each with a 0 at its end. Empty: the kernel does not
// tell.
std::string environment_of(pid_t process);

// The value of a variable in such an environment. nullopt: it is not set.
std::optional<std::string_view> variable_in(std::string_view environment, std::string_view name);

}  // namespace hone::collect
