#ifndef SUREGRASP_DETECT_HPP
#define SUREGRASP_DETECT_HPP

/// From an image to ranked grasps, with any network that models `grasp_network`: heatmap, peaks, crops, heads, fusion.
///
/// Begin with
/// - `detect_whole_image`: ranked grasps with M_uc from all over an image of any size, in its pixels;
/// - `detect`: the same from one square input of the network, such as the middle of an image;
/// - `grasp_network`: the concept of a network; `libtorch::inference` and `openvino::inference` model it;
/// - `symmetric_views`, `neighbour_votes`, `ensemble`: networks that wrap others and fuse more votes (`detect/votes/`);
/// - `dense_grasps`: grasps from the maps of GG-CNN and GR-ConvNet (`detect/dense/`).
///
/// Needs `suregrasp::io` (OpenCV, JSON); a network, such as those of `suregrasp::libtorch` or `suregrasp::openvino`.
/// Thread safety: functions keep no state; a network may be used by as many threads as its tensor library allows.
///
/// ```cpp
/// #include <suregrasp/images.hpp>
/// template <class Backend, class Network>
/// std::optional<grasp<double>> most_certain(Backend const& be, Network const& network,
///                                           std::filesystem::path const& file) {
///   sample const photograph{"photograph", read_rgb(file), {}, {}};
///   auto const found = detect_whole_image(be, network, photograph);
///   if (found.ranked.empty()) return {};  // nothing to grasp
///   return found.ranked.front().grasp;    // least M_uc first, in pixels of the photograph
/// }
/// ```
#include <suregrasp/detect/backbone_architecture.hpp>
#include <suregrasp/detect/certainty_overlay.hpp>
#include <suregrasp/detect/dense/dense_grasps.hpp>
#include <suregrasp/detect/dense/dense_input.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/detector_file.hpp>
#include <suregrasp/detect/detector_json.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/detect/detector_tensors.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/detect/smoothed_peaks.hpp>
#include <suregrasp/detect/success_calibrations.hpp>
#include <suregrasp/detect/votes/chosen_heads.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/detect/votes/neighbour_votes.hpp>
#include <suregrasp/detect/votes/network_adaptor.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/detect/whole_image_options.hpp>

#endif  // SUREGRASP_DETECT_HPP
