#ifndef SUREGRASP_DISTRIBUTED_BATCH_PART_HPP
#define SUREGRASP_DISTRIBUTED_BATCH_PART_HPP

#include <cstddef>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/process_group.hpp>

namespace suregrasp::inline v2 {

/// The consecutive items of a batch that one process works on.
struct batch_part {
  std::size_t first = 0;
  std::size_t count = 0;
  std::size_t of = 0;  ///< items of the whole batch

  friend bool operator==(batch_part const&, batch_part const&) = default;

  /// All of a batch.
  [[nodiscard]] static batch_part whole(std::size_t items) { return {0, items, items}; }

  /// Part `number` of `parts`, which follow each other and differ by one item at most.
  [[nodiscard]] static batch_part nth(std::size_t number, std::size_t parts, std::size_t items) {
    auto const first = items * number / parts;
    return {first, items * (number + 1) / parts - first, items};
  }
};

/// What this process works on of `items`: the processes' parts follow each other in the order of their ranks. Fewer
/// items than processes leave some with none.
template <process_group Group>
[[nodiscard]] batch_part part_of(std::size_t items, Group const& group) {
  return batch_part::nth(group.rank(), group.size(), items);
}

/// Throws `option_error` `distributed.batch` where a batch, named by `name`, has fewer items than there are processes.
template <process_group Group>
void require_item_for_each(std::size_t items, Group const& group, std::string const& name) {
  if (items < static_cast<std::size_t>(group.size()))
    throw option_error("distributed.batch", name + " of " + std::to_string(items) + " for " +
                                                std::to_string(group.size()) +
                                                " processes: expected at least one photograph for each; raise the "
                                                "batch or start fewer");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DISTRIBUTED_BATCH_PART_HPP
