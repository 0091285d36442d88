#ifndef SUREGRASP_CLI_ENGINES_LIBTORCH_PROCESS_GROUP_HPP
#define SUREGRASP_CLI_ENGINES_LIBTORCH_PROCESS_GROUP_HPP

#include <string>
#include <suregrasp/backends/libtorch/gloo_group.hpp>
#include <suregrasp/backends/libtorch/store_group.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/distributed/group_environment.hpp>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

/// How the processes of the tool talk: by Gloo where the build has found it, else by LibTorch's store, which is slow.
#ifdef USE_C10D_GLOO
using process_group_type = libtorch::gloo_group;
#else
using process_group_type = libtorch::store_group;
#endif

/// The group that the environment describes, of one where it describes none. Waits for all processes.
[[nodiscard]] inline process_group_type joined_group() {
  return process_group_type(group_from_environment().value_or(group_options{}));
}

/// The run of one of several processes: only rank 0 speaks.
[[nodiscard]] inline run_options run_of(run_options run, process_group_type const& group) {
  run.quiet = run.quiet || group.rank() != 0;
  return run;
}

/// At the end of a run of several processes: waits for all, and says what it has cost to work together.
inline void part_ways([[maybe_unused]] run_options const& run, process_group_type const& group) {
  if (group.size() == 1) return;
  suregrasp::wait_for_all(group);
#ifdef USE_C10D_GLOO
  auto const traffic = group.traffic();
  say(run, std::to_string(group.size()) + " processes: " + significant_text(traffic.bytes / 1e6) +
               " MB passed on by each, " + significant_text(100 * traffic.seconds / process_seconds()) +
               " % of the time spent on that and on waiting for each other");
#endif
}

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_ENGINES_LIBTORCH_PROCESS_GROUP_HPP
