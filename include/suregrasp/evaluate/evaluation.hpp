#ifndef SUREGRASP_EVALUATE_EVALUATION_HPP
#define SUREGRASP_EVALUATE_EVALUATION_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Labels whose centres lie so near each other, in sides of the network's input, say how to grasp at one place; by the
/// default radius of its disks LocNet takes them for one.
inline constexpr double same_place = 0.02;

/// Whether two labels, in pixels of an input of side `input_size`, are at one place.
[[nodiscard]] inline bool at_same_place(grasp<double> const& a, grasp<double> const& b, double input_size) {
  return std::hypot(a.x - b.x, a.y - b.y) <= same_place * input_size;
}

/// How far the pose a detector sees at a labelled centre is from the label, and how sure it was.
///
/// One place can often be grasped in several ways, of which no single label speaks: one in nine of Cornell's has
/// another within `same_place` whose axis is more than 30 degrees away. The distance to the label of the place that the
/// pose fits best leaves out what is no error.
struct pose_error {
  std::size_t image = 0;       ///< index of the image
  double uncertainty = 0;      ///< M_uc
  double loss = 0;             ///< mean smooth L1 over the encoded components: the evaluation loss
  double angle = 0;            ///< radians, axial
  pose_components variance{};  ///< over the heads, in the units of the fusion
  pose_components parts{};     ///< of the loss: what each component contributes
  double place_loss = 0;       ///< as `loss`, against the label of the same place that fits best
  double place_angle = 0;      ///< as `angle`, against that label
  friend bool operator==(pose_error const&, pose_error const&) = default;

  static constexpr auto fields(auto list) {
    using e = pose_error;
    return list(field{"image", &e::image}, field{"uncertainty", &e::uncertainty}, field{"loss", &e::loss},
                field{"angle", &e::angle, "", "rad"}, field{"variance", &e::variance}, field{"loss_of", &e::parts},
                field{"place_loss", &e::place_loss}, field{"place_angle", &e::place_angle, "", "rad"});
  }
};

/// The thresholds at which success is reported.
inline constexpr std::array<double, 3> success_ious{0.25, 0.50, 0.75};

/// What a detector does on a set of labelled images.
struct evaluation {
  std::array<proportion, 3> top;   ///< images whose first-ranked grasp is correct, at each of `success_ious`
  std::array<proportion, 3> any;   ///< images with any correct grasp among those found
  std::vector<pose_error> errors;  ///< at every labelled centre within the network's view
  std::size_t images = 0;
  friend bool operator==(evaluation const&, evaluation const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"top", &evaluation::top}, field{"any", &evaluation::any}, field{"errors", &evaluation::errors},
                field{"images", &evaluation::images});
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
      if (at_same_place(other, labels[i], size) && loss(other) < loss(*fitting)) fitting = &other;
    errors.push_back({image, poses[i].uncertainty, loss(labels[i]), angle(labels[i]), poses[i].variance,
                      suregrasp::pose_loss_parts(pose, encoding.encode(labels[i])), loss(*fitting), angle(*fitting)});
  }
  return errors;
}

/// Scores what was found in an image by the rectangle metric (angle within 30 degrees, IoU above each of
/// `success_ious`) against the image's labels.
inline void add_success(evaluation& to, detections const& found, std::vector<grasp<double>> const& labels) {
  for (std::size_t k = 0; k < success_ious.size(); ++k) {
    rectangle_metric_options const metric{.iou = success_ious[k]};
    auto const correct = [&](detection const& d) { return is_correct(d.grasp, labels, metric); };
    to.top[k].add(!found.ranked.empty() && correct(found.ranked.front()));
    to.any[k].add(std::any_of(found.ranked.begin(), found.ranked.end(), correct));
  }
}

/// Adds one image to an evaluation: detects, scores the grasps (`add_success`), and compares the poses at the labelled
/// centres. Returns what was detected. Throws what `detect` throws of a network's answers.
template <tensor_backend B, grasp_network<B> Network>
detections add_image(evaluation& to, B const& be, Network const& network, sample const& image,
                     network_input const& input, detect_options const& options = {}) {
  auto const levels = detail::checked_network(be, network).features(suregrasp::to_batch(be, input));
  auto found = suregrasp::detect_in(be, network, levels, input.to_input, options);
  suregrasp::add_success(to, found, image.grasps);
  auto const errors = suregrasp::pose_errors(be, network, levels, input, to.images);
  to.errors.insert(to.errors.end(), errors.begin(), errors.end());
  ++to.images;
  return found;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_EVALUATION_HPP
