// The machine and its state, as a report shows them: what was measured here can only be judged
// beside it. Collecting it is cheap: no process is started, and external tools are looked for
// apart.
#pragma once

#include <filesystem>

#include "analyzers/model/report.hpp"

namespace hone::collect {

// Everything but `tools`: see find_external_tools.
Environment collect_environment();

// What the files under `root` say (proc/, sys/, etc/): all but the PMU, the tools and the warnings.
// A fact whose file is missing is absent; the reason stands in its field where the field can hold
// one.
Environment read_environment(const std::filesystem::path& root);

}  // namespace hone::collect
