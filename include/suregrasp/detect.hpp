#ifndef SUREGRASP_DETECT_HPP
#define SUREGRASP_DETECT_HPP

/// From an image to ranked grasps, with any network that models `grasp_network`: heatmap, peaks, crops, heads, fusion.
///
/// Begin with
/// - `detect`: ranked grasps with M_uc, in pixels of the image;
/// - `grasp_network`: the concept of a network; `libtorch::inference` models it;
/// - `symmetric_views`, `neighbour_votes`, `ensemble`: networks that wrap others and fuse more votes (`detect/votes/`);
/// - `dense_grasps`: grasps from the maps of GG-CNN and GR-ConvNet (`detect/dense/`).
///
/// Needs `suregrasp::io` (OpenCV, JSON); a network, such as those of `suregrasp::libtorch`.
/// Thread safety: functions keep no state; a network may be used by as many threads as its tensor library allows.
///
/// ```cpp
/// #include <suregrasp/images.hpp>
/// template <class Backend, class Network>
/// grasp<double> most_certain(Backend const& be, Network const& network, std::filesystem::path const& file) {
///   sample const photograph{"photograph", read_rgb(file), {}, {}};
///   network_input const input = preprocess(photograph, input_of(network.input_size()));
///   auto const found = detect(be, network, input);
///   return found.ranked.front().grasp;  // least M_uc first, in pixels of the photograph
/// }
/// ```
#include <suregrasp/detect/dense/dense_grasps.hpp>
#include <suregrasp/detect/dense/dense_input.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/detect/smoothed_peaks.hpp>
#include <suregrasp/detect/votes/chosen_heads.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/detect/votes/neighbour_votes.hpp>
#include <suregrasp/detect/votes/network_adaptor.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>

#endif  // SUREGRASP_DETECT_HPP
