#ifndef SUREGRASP_EVALUATE_POSE_ERROR_HPP
#define SUREGRASP_EVALUATE_POSE_ERROR_HPP

#include <cmath>
#include <cstddef>
#include <span>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/pose_components.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Labels whose centres lie so near each other, in sides of the network's input, say how to grasp at one location; by
/// the default radius of its disks LocNet takes them for one.
inline constexpr double same_location = 0.02;

/// Whether two labels, in pixels of an input of side `input_size`, are at one location.
[[nodiscard]] inline bool at_same_location(grasp<double> const& a, grasp<double> const& b, double input_size) {
  return std::hypot(a.x - b.x, a.y - b.y) <= same_location * input_size;
}

/// How far the pose that a detector finds at a labelled centre is from the label, and how certain it was.
///
/// One location can often be grasped in several ways, of which no single label speaks: one in nine of Cornell's has
/// another within `same_location` whose axis is more than 30 degrees away. The distance to the label of the location
/// that the pose fits best leaves out what is no error.
struct pose_error {
  std::size_t image = 0;        ///< index of the image
  double uncertainty = 0;       ///< M_uc
  double loss = 0;              ///< mean smooth L1 over the encoded components: the evaluation loss
  double angle = 0;             ///< radians, axial
  pose_components variance{};   ///< over the heads, in the units of the fusion
  pose_components parts{};      ///< of the loss: what each component contributes
  double location_loss = 0;     ///< as `loss`, against the label of the same location that fits best
  double location_angle = 0;    ///< as `angle`, against that label
  double location_opening = 0;  ///< |log(opening / that label's)|
  double across_loss = 0;       ///< as `loss`, against the label with its corners in another order: `across(label)`
  friend bool operator==(pose_error const&, pose_error const&) = default;

  static constexpr auto fields(auto list) {
    using e = pose_error;
    return list(field{"image", &e::image}, field{"uncertainty", &e::uncertainty}, field{"loss", &e::loss},
                field{"angle", &e::angle, "", "rad"}, field{"variance", &e::variance}, field{"loss_of", &e::parts},
                field{"place_loss", &e::location_loss}, field{"place_angle", &e::location_angle, "", "rad"},
                field{"place_opening", &e::location_opening}, field{"across_loss", &e::across_loss});
  }
};

/// The errors of the poses at the labelled centres of an image, whose features are `levels`.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] std::vector<pose_error> pose_errors(B const& be, Network const& network,
                                                  std::vector<level<tensor_t<B>>> const& levels,
                                                  network_input const& input, std::size_t image) {
  auto const& labels = input.grasps;
  std::vector<location> centres;
  for (auto const& g : labels) centres.push_back({0, g.x, g.y});
  auto const poses = suregrasp::poses_at(be, network, levels, centres);
  auto const size = static_cast<double>(network.input_size());
  pose_encoding const encoding = network.encoding();
  std::vector<pose_error> errors;
  for (std::size_t i = 0; i < poses.size(); ++i) {
    std::span<double const> const pose(poses[i].encoded);
    auto const loss = [&](grasp<double> const& label) { return suregrasp::pose_loss(pose, encoding.encode(label)); };
    auto const angle = [&](grasp<double> const& label) {
      return suregrasp::axial_distance(poses[i].grasp.theta, label.theta);
    };
    grasp<double> const* fitting = &labels[i];
    for (auto const& other : labels)
      if (suregrasp::at_same_location(other, labels[i], size) && loss(other) < loss(*fitting)) fitting = &other;
    errors.push_back({image, poses[i].uncertainty, loss(labels[i]), angle(labels[i]), poses[i].variance,
                      suregrasp::pose_loss_parts(pose, encoding.encode(labels[i])), loss(*fitting), angle(*fitting),
                      std::abs(std::log(poses[i].grasp.opening / fitting->opening)), loss(across(labels[i]))});
  }
  return errors;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_POSE_ERROR_HPP
