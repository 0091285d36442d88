#ifndef SUREGRASP_DISTRIBUTED_COLLECTIVES_HPP
#define SUREGRASP_DISTRIBUTED_COLLECTIVES_HPP

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/process_group.hpp>
#include <type_traits>
#include <vector>

/// What a group of processes does together, by its own member where it has one, else by `gather`. Each is to be called
/// by all of them, and has the same answer in all.
namespace suregrasp::inline v2 {

/// The values of every process one after the other, in the order of their ranks; each may have another number of them.
template <process_group Group, class T>
  requires std::is_arithmetic_v<T>
[[nodiscard]] std::vector<T> gather_values(Group const& group, std::vector<T> const& values) {
  if (group.size() == 1) return values;
  auto const bytes = group.gather({reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T)});
  std::vector<T> all;
  for (auto const& each : bytes) {
    std::vector<T> theirs(each.size() / sizeof(T));
    if (!theirs.empty()) std::memcpy(theirs.data(), each.data(), theirs.size() * sizeof(T));
    all.insert(all.end(), theirs.begin(), theirs.end());
  }
  return all;
}

/// Replaces values by their sums over the processes, of which each passes as many. Throws `distributed_error`
/// `distributed.count` where they do not.
template <process_group Group>
void sum_over(Group const& group, std::span<double> values) {
  if (group.size() == 1) return;
  if constexpr (has_sum<Group>) {
    group.sum(values);
  } else {
    auto const all = suregrasp::gather_values(group, std::vector<double>(values.begin(), values.end()));
    if (all.size() != values.size() * group.size())
      throw distributed_error("distributed.count", "expected " + std::to_string(values.size()) +
                                                       " values from each of " + std::to_string(group.size()) +
                                                       " processes, got " + std::to_string(all.size()) + " in all");
    std::fill(values.begin(), values.end(), 0.0);
    for (std::size_t i = 0; i < all.size(); ++i) values[i % values.size()] += all[i];
  }
}

/// The sum of one number of each process.
template <process_group Group>
[[nodiscard]] double sum_over(Group const& group, double value) {
  suregrasp::sum_over(group, std::span(&value, 1));
  return value;
}

/// What rank 0 has passed.
template <process_group Group>
[[nodiscard]] std::string from_first(Group const& group, std::string_view bytes) {
  if constexpr (has_broadcast<Group>)
    return group.broadcast(bytes);
  else
    return group.gather(group.rank() == 0 ? bytes : std::string_view()).front();
}

/// Returns once every process has called it.
template <process_group Group>
void wait_for_all(Group const& group) {
  if constexpr (has_barrier<Group>)
    group.barrier();
  else
    (void)group.gather({});
}

/// Replaces tensors by their sums over the processes, of which each passes tensors of the same shapes. Without a
/// `sum_tensors` of the group they go through the host, where each process adds them up in double precision: its
/// traffic and memory are then `size()` times their size.
template <process_group Group, tensor_backend B>
void sum_tensors_over(Group const& group, B const& be, std::vector<tensor_t<B>>& tensors) {
  if (group.size() == 1) return;
  if constexpr (has_sum_tensors<Group, tensor_t<B>>) {
    group.sum_tensors(tensors);
  } else {
    std::vector<double> values;
    for (auto const& each : tensors) {
      auto const host = be.to_host(each);
      values.insert(values.end(), host.values.begin(), host.values.end());
    }
    suregrasp::sum_over(group, std::span(values));
    auto next = values.begin();
    for (auto& each : tensors) {
      std::vector<scalar_t<B>> own(element_count(be.shape(each)));
      for (auto& value : own) value = static_cast<scalar_t<B>>(*next++);
      each = be.from_host(host_view<scalar_t<B> const>(be.shape(each), own));
    }
  }
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DISTRIBUTED_COLLECTIVES_HPP
