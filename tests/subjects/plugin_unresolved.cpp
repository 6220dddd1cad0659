// A plug-in that was linked without what it needs: it calls a function that is nowhere.
#include "workloads/plugin.h"

extern "C" void function_that_is_nowhere();

extern "C" __attribute__((visibility("default"))) const hone_plugin_t* hone_plugin(uint32_t abi);

extern "C" const hone_plugin_t* hone_plugin(uint32_t /*abi*/) {
  function_that_is_nowhere();
  return nullptr;
}
