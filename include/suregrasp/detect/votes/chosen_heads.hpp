#ifndef SUREGRASP_DETECT_VOTES_CHOSEN_HEADS_HPP
#define SUREGRASP_DETECT_VOTES_CHOSEN_HEADS_HPP

#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/votes/network_adaptor.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A `grasp_network` of which only some heads vote.
template <class Network>
class chosen_heads : public network_adaptor<Network> {
 public:
  /// `heads`: their numbers, finest level first; none: all of them.
  explicit chosen_heads(Network network, std::vector<std::size_t> heads = {})
      : network_adaptor<Network>(std::move(network)), heads_(std::move(heads)) {}

  /// Throws `option_error` `votes.heads` for a head that the network does not have.
  template <class Levels>
  [[nodiscard]] auto poses(Levels const& levels, std::span<location const> at) const {
    auto all = this->network().poses(levels, at);
    if (heads_.empty()) return all;
    decltype(all) chosen;
    for (auto const k : heads_) {
      if (k >= all.size())
        throw option_error("votes.heads", "there is no head " + std::to_string(k) + ": the network has " +
                                              std::to_string(all.size()) + ", from 0 on");
      chosen.push_back(all[k]);
    }
    return chosen;
  }

 private:
  std::vector<std::size_t> heads_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_VOTES_CHOSEN_HEADS_HPP
