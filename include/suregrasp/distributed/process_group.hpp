#ifndef SUREGRASP_DISTRIBUTED_PROCESS_GROUP_HPP
#define SUREGRASP_DISTRIBUTED_PROCESS_GROUP_HPP

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace suregrasp::inline v2 {

/// Processes, on one machine or on many, that do one piece of work together. Each calls the same functions in the same
/// order; every call but `rank` and `size` waits for the others.
///
/// - `rank()`: the number of this process, from 0 to `size() - 1`;
/// - `size()`: how many there are;
/// - `gather(bytes)`: what every process has passed, of whatever lengths, in the order of their ranks: the same in
/// each.
///
/// These suffice. A group may have besides, each with the same answer in every process, to the bit:
///
/// - `sum(values)`: replaces `std::span<double>` of one length by their sums over the processes (`sum_over`);
/// - `broadcast(bytes)`: what rank 0 has passed (`from_first`);
/// - `barrier()`: returns once all have called it (`wait_for_all`);
/// - `sum_tensors(tensors)`: replaces tensors of a library by their sums (`sum_tensors_over`).
///
/// A copy is a handle to the same group. Functions throw `distributed_error` where a process is gone, or does not
/// answer in time; the group is of no use after that. Models: `single_process`, `libtorch::gloo_group`,
/// `libtorch::store_group`. Laws: `testing::check_group`.
template <class G>
concept process_group = std::copyable<G> && requires(G const& group, std::string_view bytes) {
  { group.rank() } -> std::convertible_to<std::size_t>;
  { group.size() } -> std::convertible_to<std::size_t>;
  { group.gather(bytes) } -> std::same_as<std::vector<std::string>>;
};

/// A group that sums numbers itself.
template <class G>
concept has_sum = process_group<G> && requires(G const& group, std::span<double> values) { group.sum(values); };

/// A group that passes on what rank 0 has itself.
template <class G>
concept has_broadcast = process_group<G> && requires(G const& group, std::string_view bytes) {
  { group.broadcast(bytes) } -> std::same_as<std::string>;
};

/// A group that waits for all itself.
template <class G>
concept has_barrier = process_group<G> && requires(G const& group) { group.barrier(); };

/// A group that sums tensors of a library where they lie.
template <class G, class Tensor>
concept has_sum_tensors =
    process_group<G> && requires(G const& group, std::vector<Tensor>& tensors) { group.sum_tensors(tensors); };

/// The group of one process, which waits for nobody: what everything runs in that is not told otherwise.
struct single_process {
  [[nodiscard]] static std::size_t rank() { return 0; }
  [[nodiscard]] static std::size_t size() { return 1; }
  [[nodiscard]] static std::vector<std::string> gather(std::string_view bytes) { return {std::string(bytes)}; }
};

static_assert(process_group<single_process>);

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DISTRIBUTED_PROCESS_GROUP_HPP
