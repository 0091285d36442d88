#ifndef SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_OPTIONS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_OPTIONS_HPP

#include <cstdint>
#include <string>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>

namespace suregrasp::inline v2 {

/// Everything that decides what a detector is; recorded in every model file. Two models with equal options differ in
/// their weights only.
struct detector_options {
  std::string backbone = "resnet18";   ///< resnet18, resnet34, resnet50 or mobilenet_v2
  std::int64_t width = 64;             ///< of the backbone: 64 is the published network, 32 one with half its channels
  bool depth_branch = true;            ///< a second branch for depth (Eq. 4, 5); without it depth is ignored
  std::int64_t input_size = 288;       ///< side of the square input, pixels; a multiple of 32
  std::int64_t pyramid_channels = 64;  ///< C of every pyramid level
  std::int64_t crop_size = 5;          ///< r of C_r: side of the window each head sees, level pixels (Eq. 6)
  bool top_down = true;                ///< coarser levels are added to finer ones; else each stage stands alone
  std::int64_t hidden = 128;           ///< width of the heads' hidden layer
  double dropout = 0;                  ///< share of the hidden layer that training leaves out, for votes by dropout
  pose_encoding encoding{};            ///< what the heads regress; sizes in pixels of the input
  fusion_options fusion{};             ///< how they are fused (Eq. 8, 9)
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_OPTIONS_HPP
