#ifndef SUREGRASP_IMAGES_HPP
#define SUREGRASP_IMAGES_HPP

/// Image files and their checks, overlays, and what happens to an image before a network gets it: preprocessing and
/// augmentation. Images are OpenCV's `cv::Mat`, colours in the order red, green, blue.
///
/// Begin with
/// - `read_rgbd`: a photograph and its depth, pixel on pixel; `read_rgb`, `read_depth`: one of them. Files from outside
///   are checked before they are decoded, images turned as a person sees them, depth is in metres;
/// - `preprocess`: a sample as the network's input, with the affine map between their pixels;
/// - `draw_view`: a random view for training; `augment_options` are its ranges;
/// - `draw_grasps`, `draw_heat`: overlays.
///
/// Needs `suregrasp::io` (OpenCV).
/// Thread safety: functions keep no state, and files may be decoded on several threads at once. A `cv::Mat` shares its
/// pixels with its copies: none of them may change meanwhile.
///
/// ```cpp
/// #include <suregrasp/geometry/iou.hpp>
/// cv::Mat const photograph(480, 640, CV_8UC3, cv::Scalar(120, 130, 140));  // as read_rgb(file) returns it
/// sample const s{"cup", photograph, {}, {{300, 240, 0.2, 60, 20}}};
///
/// view const augmented = draw_view(augment_options::weak(), 96, random_stream(1));
/// network_input const input = preprocess(s, {.size = 96}, augmented);
/// assert(input.rgb.shape == extents({3, 96, 96}) && input.grasps.size() == 1);
/// grasp<double> const back = input.to_input.inverse()(input.grasps[0]);  // predictions return the same way
/// assert(iou(back, s.grasps[0]) > 0.999);
///
/// write_rgb("overlay.png", draw_grasps(photograph, s.grasps));
/// ```
#include <suregrasp/images/augment.hpp>
#include <suregrasp/images/colour_jitter.hpp>
#include <suregrasp/images/contact_sheet.hpp>
#include <suregrasp/images/depth_disturbance.hpp>
#include <suregrasp/images/depth_holes.hpp>
#include <suregrasp/images/depth_unit.hpp>
#include <suregrasp/images/fast_normals.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/orientation.hpp>
#include <suregrasp/images/overlay.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/images/rgbd.hpp>
#include <suregrasp/images/rotated_rect.hpp>

#endif  // SUREGRASP_IMAGES_HPP
