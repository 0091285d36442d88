#ifndef SUREGRASP_DETECT_VOTES_NEIGHBOUR_VOTES_HPP
#define SUREGRASP_DETECT_VOTES_NEIGHBOUR_VOTES_HPP

#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/votes/network_adaptor.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A `grasp_network` whose heads vote at each location and at eight locations around it: fusion then averages nine
/// times as many poses, and M_uc also tells how much the pose depends on the exact location.
///
/// The features are computed once; only the heads run nine times.
template <class Network>
class neighbour_votes : public network_adaptor<Network> {
 public:
  /// `radius`: distance of the eight, as a share of the side of the network's input; with 0 only the location itself
  /// votes. Throws `option_error` `votes.radius` for a negative one.
  explicit neighbour_votes(Network network, double radius = 0.01)
      : network_adaptor<Network>(std::move(network)), radius_(radius) {
    if (!(radius >= 0))
      throw option_error("votes.radius", "expected a radius of at least 0, got " + std::to_string(radius));
  }

  /// The heads at the locations themselves, then at the neighbours in each of the eight directions.
  template <class Levels>
  [[nodiscard]] auto poses(Levels const& levels, std::span<location const> at) const {
    auto heads = this->network().poses(levels, at);
    double const distance = radius_ * static_cast<double>(this->input_size());
    for (int direction = 0; direction < (radius_ > 0 ? 8 : 0); ++direction) {
      double const angle = direction * std::numbers::pi / 4;
      std::vector<location> moved(at.begin(), at.end());
      for (auto& neighbour : moved) {
        neighbour.x += distance * std::cos(angle);
        neighbour.y += distance * std::sin(angle);
      }
      for (auto& head : this->network().poses(levels, std::span<location const>(moved)))
        heads.push_back(std::move(head));
    }
    return heads;
  }

 private:
  double radius_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_VOTES_NEIGHBOUR_VOTES_HPP
