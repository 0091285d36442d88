#ifndef SUREGRASP_DETECT_DETECTOR_OPTIONS_HPP
#define SUREGRASP_DETECT_DETECTOR_OPTIONS_HPP

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
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
  friend bool operator==(detector_options const&, detector_options const&) = default;

  /// Strides of the pyramid levels, finest first.
  static constexpr std::array<int, 4> strides{4, 8, 16, 32};

  static constexpr auto fields(auto list) {
    using o = detector_options;
    return list(
        field{"backbone", &o::backbone, "Network of both branches"}.one_of(
            "resnet18, resnet34, resnet50, mobilenet_v2"),
        field{"width", &o::width, "Width of the backbone: 64 is the published network, 32 has half its channels"}
            .between(1, 1024),
        field{"depth_branch", &o::depth_branch}.typed_as("!--no-depth", "Leave out the depth branch"),
        field{"input_size", &o::input_size, "Side of the network's input in pixels, a multiple of 32"}
            .between(32, 2048)
            .multiple_of(32)
            .typed_as("--size"),
        field{"pyramid_channels", &o::pyramid_channels, "Channels of the feature pyramid"}.between(2, 4096).typed_as(
            "--channels"),
        field{"crop_size", &o::crop_size, "Side of the window a head sees, in pixels of its pyramid level"}
            .between(1, 63)
            .typed_as("--crop"),
        field{"top_down", &o::top_down}.typed_as("!--plain-stages", "Pyramid levels that do not see the coarser ones"),
        field{"hidden", &o::hidden, "Width of the heads' hidden layer"}.between(1, 65536),
        field{"dropout", &o::dropout, "Share of that layer that training leaves out"}.between(0, 0.9),
        field{"encoding", &o::encoding}, field{"fusion", &o::fusion});
  }
};

/// Throws `option_error` (`network.input_size`, `network.size`, `network.dropout`, `fusion.scale`, `fusion.literal`)
/// for options that make no detector.
inline void check_detector(detector_options const& options) {
  if (options.input_size < 32 || options.input_size % 32 != 0)
    throw option_error("network.input_size",
                       "input size must be a positive multiple of 32, got " + std::to_string(options.input_size));
  for (auto const value : {options.width, options.pyramid_channels, options.crop_size, options.hidden})
    if (value < 1) throw option_error("network.size", "width, channels, crop size and hidden size must be positive");
  if (!(options.dropout >= 0 && options.dropout < 1))
    throw option_error("network.dropout", "expected a share from 0 to below 1, got " + std::to_string(options.dropout));
  auto const& [theta, opening, jaw] = options.fusion.scale;
  for (double const unit : {theta, opening, jaw})
    if (!(unit > 0 && std::isfinite(unit)))
      throw option_error("fusion.scale", "expected units of uncertainty above 0, got " + std::to_string(unit));
  if (options.fusion.literal && options.encoding.angle != angle_code::raw)
    throw option_error("fusion.literal", "the literal form of Eq. 8 and 9 needs heads that regress the raw angle");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_DETECTOR_OPTIONS_HPP
