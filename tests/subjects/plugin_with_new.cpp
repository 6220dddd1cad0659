// A C++ plug-in for a C program, which brings libstdc++ in with RTLD_LOCAL, outside the scope in
// which a preloaded library finds the next operator new; or has it inside, linked statically.
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>

extern "C" {

__attribute__((visibility("default"))) int build_text() {
  std::string text(1000, 'x');
  text.insert(0, std::string(234, 'y'));
  return static_cast<int>(text.size());
}

// Whether operator new throws when there is not that much memory.
__attribute__((visibility("default"))) int exhaust_memory() {
  volatile std::size_t far_too_much = PTRDIFF_MAX;
  try {
    operator delete(operator new(far_too_much));
  } catch (const std::bad_alloc&) {
    return 1;
  }
  return 0;
}
}
