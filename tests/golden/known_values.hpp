#ifndef SUREGRASP_TESTS_KNOWN_VALUES_HPP
#define SUREGRASP_TESTS_KNOWN_VALUES_HPP

#include <cmath>
#include <cstdint>
#include <string>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <vector>

/// Weights and images whose every number follows from random_stream, as reference.py makes them.
namespace suregrasp_tests {

/// Uniform values of the stream `name`.
[[nodiscard]] inline std::vector<float> known_values(std::string const& name, suregrasp::extents const& shape,
                                                     double low, double high) {
  auto stream = suregrasp::random_stream(1).fork(name);
  std::vector<float> values(suregrasp::element_count(shape));
  for (auto& value : values) value = static_cast<float>(stream.uniform(low, high));
  return values;
}

/// Two images `[2, 3, side, side]`.
[[nodiscard]] inline std::vector<float> known_image_values(std::string const& name, std::int64_t side) {
  return known_values(name, {2, 3, side, side}, -1, 1);
}

/// He's uniform bound for matrices and kernels; scales and variances around 1, the rest around 0.
[[nodiscard]] inline std::vector<float> known_weight_values(std::string const& name, suregrasp::extents const& shape) {
  if (shape.size() > 1) {
    auto const fan_in = static_cast<double>(suregrasp::element_count(shape)) / static_cast<double>(shape[0]);
    double const bound = std::sqrt(6 / fan_in);
    return known_values(name, shape, -bound, bound);
  }
  if (name.ends_with("running_var") || name.ends_with("weight")) return known_values(name, shape, 0.5, 1.5);
  return known_values(name, shape, -0.2, 0.2);
}

/// ResNet-18 of width 8, 16 channels, windows of 3, 16 hidden units: small enough for any test.
[[nodiscard]] inline suregrasp::detector_options small_options() {
  return {.width = 8, .input_size = 64, .pyramid_channels = 16, .crop_size = 3, .hidden = 16};
}

/// Where the golden detector is asked for poses.
inline std::vector<suregrasp::location> const three_locations{{0, 20.25, 31.5}, {1, 2.0, 60.75}, {1, 40.0, 8.0}};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_KNOWN_VALUES_HPP
