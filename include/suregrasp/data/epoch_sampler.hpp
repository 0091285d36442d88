#ifndef SUREGRASP_DATA_EPOCH_SAMPLER_HPP
#define SUREGRASP_DATA_EPOCH_SAMPLER_HPP

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/random.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Batches of positions 0 .. count - 1 in a random order that is drawn anew in each epoch; a batch may span two epochs.
///
/// Batch `n` depends on the stream's seed and on n alone, so that a run resumed at any step draws the same batches.
/// Each call costs time linear in `count`. The constructor throws `option_error` `sampler.empty` for a count or batch
/// of 0.
class epoch_sampler {
 public:
  epoch_sampler(std::size_t count, std::size_t batch, random_stream const& stream)
      : count_(count), batch_(batch), stream_(stream) {
    if (count == 0 || batch == 0)
      throw option_error("sampler.empty", "sampling needs samples and a batch size above 0");
  }

  [[nodiscard]] std::vector<std::size_t> operator()(std::int64_t n) const {
    std::vector<std::size_t> positions, order;
    std::uint64_t ordered = 0;
    for (std::size_t i = 0; i < batch_; ++i) {
      std::uint64_t const at = static_cast<std::uint64_t>(n) * batch_ + i, epoch = at / count_;
      if (order.empty() || epoch != ordered) order = order_of(ordered = epoch);
      positions.push_back(order[at % count_]);
    }
    return positions;
  }

 private:
  [[nodiscard]] std::vector<std::size_t> order_of(std::uint64_t epoch) const {
    std::vector<std::size_t> order(count_);
    std::iota(order.begin(), order.end(), std::size_t{0});
    stream_.fork("epoch", epoch).shuffle(order);
    return order;
  }

  std::size_t count_;
  std::size_t batch_;
  random_stream stream_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_EPOCH_SAMPLER_HPP
