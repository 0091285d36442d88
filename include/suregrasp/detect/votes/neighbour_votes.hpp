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

/// A `grasp_network` whose heads vote at each place and at eight places around it: fusion then averages nine times as
/// many poses, and M_uc also says how much the pose depends on where exactly it was asked for.
///
/// The features are computed once; only the heads work nine times.
template <class Network>
class neighbour_votes : public network_adaptor<Network> {
 public:
  /// `radius`: distance of the eight, in sides of the network's input; 0 asks at the place alone. Throws `option_error`
  /// `votes.radius` for a negative one.
  explicit neighbour_votes(Network network, double radius = 0.01)
      : network_adaptor<Network>(std::move(network)), radius_(radius) {
    if (!(radius >= 0))
      throw option_error("votes.radius", "expected a radius of at least 0, got " + std::to_string(radius));
  }

  /// The heads at the places, then at each neighbour in turn.
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
