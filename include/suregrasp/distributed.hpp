#ifndef SUREGRASP_DISTRIBUTED_HPP
#define SUREGRASP_DISTRIBUTED_HPP

/// Processes that do one piece of work together, on one machine or on many: what a group of them must be able to do,
/// and what everything else is made of. docs/many_machines.md says how to start them.
///
/// Begin with
/// - `process_group`: the concept; `single_process`, the group of one, is the default of everything that takes a group;
/// - `sum_over`, `gather_values`, `from_first`, `wait_for_all`, `sum_tensors_over`: what the processes do together;
/// - `part_of`: which items of a batch are this process's;
/// - `require_one_configuration`, `require_equal`: whether all do the same;
/// - `group_from_environment`: what torchrun, Slurm or a shell has set up.
///
/// Needs Boost.Hana. A group of several is `libtorch::gloo_group`; examples/mpi makes one of MPI.
/// Thread safety: one thread at a time uses a group, in the same order in all processes.
///
/// ```cpp
/// single_process const group;  // or libtorch::gloo_group(*group_from_environment())
/// auto const mine = part_of(8, group);
/// std::vector<double> losses(mine.count, 0.5);
/// double total = 0;
/// for (double const each : losses) total += each;
/// assert(sum_over(group, total) == 4);  // whatever the number of processes
/// ```
#include <suregrasp/distributed/agreement.hpp>
#include <suregrasp/distributed/batch_part.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/distributed/group_environment.hpp>
#include <suregrasp/distributed/process_group.hpp>
#include <suregrasp/distributed/shard.hpp>

#endif  // SUREGRASP_DISTRIBUTED_HPP
