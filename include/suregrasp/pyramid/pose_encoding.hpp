#ifndef SUREGRASP_PYRAMID_POSE_ENCODING_HPP
#define SUREGRASP_PYRAMID_POSE_ENCODING_HPP

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/core/field.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>

namespace suregrasp::inline v2 {

/// How the angle of a grasp is encoded in the numbers that a network regresses.
enum class angle_code {
  double_angle,  ///< (cos 2 theta, sin 2 theta): continuous where theta wraps from pi/2 to -pi/2
  raw            ///< theta in radians, [-pi/2, pi/2): the paper's form, which jumps at the wrap
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(angle_code) {
  return std::array{named_value{angle_code::double_angle, "double_angle", "double"},
                    named_value{angle_code::raw, "raw"}};
}

/// The numbers of one encoded pose, `pose_encoding::columns()` of them; allocates nothing.
class encoded_pose {
 public:
  using value_type = double;

  constexpr void push_back(double value) { values_[size_++] = value; }

  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr double* begin() { return values_.data(); }
  [[nodiscard]] constexpr double* end() { return values_.data() + size_; }
  [[nodiscard]] constexpr double const* begin() const { return values_.data(); }
  [[nodiscard]] constexpr double const* end() const { return values_.data() + size_; }
  [[nodiscard]] constexpr double& operator[](std::size_t column) { return values_[column]; }
  [[nodiscard]] constexpr double operator[](std::size_t column) const { return values_[column]; }

  friend constexpr bool operator==(encoded_pose const&, encoded_pose const&) = default;

 private:
  std::array<double, 4> values_{};
  std::size_t size_ = 0;
};

/// The map between a grasp's pose (theta, opening, jaw) and the row of P numbers that a head regresses: the angle, then
/// opening and jaw as normalised logarithms `(log(size) - log_mean) / log_deviation`.
struct pose_encoding {
  /// How a size in pixels is normalised: mean and deviation of its natural logarithm.
  struct size_code {
    double log_mean = 0;
    double log_deviation = 1;
    friend bool operator==(size_code const&, size_code const&) = default;

    static constexpr auto fields(auto list) {
      return list(field{"log_mean", &size_code::log_mean}.between(-20, 20),
                  field{"log_deviation", &size_code::log_deviation}.between(0.001, 10));
    }
  };

  angle_code angle = angle_code::double_angle;
  size_code opening;
  size_code jaw;
  friend bool operator==(pose_encoding const&, pose_encoding const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"angle", &pose_encoding::angle, "double: (cos 2 theta, sin 2 theta); raw: theta, the paper's form"},
        field{"opening", &pose_encoding::opening}.not_offered(), field{"jaw", &pose_encoding::jaw}.not_offered());
  }

  /// Numbers per pose: 4 with `double_angle`, 3 with `raw`.
  [[nodiscard]] std::int64_t columns() const { return angle_columns() + 2; }
  [[nodiscard]] std::int64_t angle_columns() const { return angle == angle_code::double_angle ? 2 : 1; }

  [[nodiscard]] encoded_pose encode(grasp<double> const& g) const {
    encoded_pose row;
    if (angle == angle_code::double_angle) {
      row.push_back(std::cos(2 * g.theta));
      row.push_back(std::sin(2 * g.theta));
    } else {
      row.push_back(axial_wrap(g.theta));
    }
    row.push_back((std::log(g.opening) - opening.log_mean) / opening.log_deviation);
    row.push_back((std::log(g.jaw) - jaw.log_mean) / jaw.log_deviation);
    return row;
  }

  /// The grasp at `centre` with the pose encoded in `row` `[P]`; an angle vector may have any length but 0.
  template <class T>
  [[nodiscard]] grasp<double> decode(std::span<T const> row, point<double> centre) const {
    auto const at = [&](std::int64_t i) { return static_cast<double>(row[static_cast<std::size_t>(i)]); };
    double const theta = angle == angle_code::double_angle ? std::atan2(at(1), at(0)) / 2 : at(0);
    std::int64_t const sizes = angle_columns();
    return {centre.x, centre.y, axial_wrap(theta), std::exp(at(sizes) * opening.log_deviation + opening.log_mean),
            std::exp(at(sizes + 1) * jaw.log_deviation + jaw.log_mean)};
  }

  /// The encoding in which the sizes of `grasps` have mean 0 and standard deviation 1; a deviation of the logarithm
  /// below 0.05 counts as 0.05. Without grasps nothing is normalised.
  [[nodiscard]] static pose_encoding fitted(std::span<grasp<double> const> grasps, angle_code angle = {}) {
    auto const fit = [&](auto member) {
      double sum = 0, squares = 0;
      for (auto const& g : grasps) sum += std::log(g.*member);
      double const mean = sum / static_cast<double>(grasps.size());
      for (auto const& g : grasps) squares += std::pow(std::log(g.*member) - mean, 2);
      return size_code{mean, std::max(0.05, std::sqrt(squares / static_cast<double>(grasps.size())))};
    };
    if (grasps.empty()) return {angle, {}, {}};
    return {angle, fit(&grasp<double>::opening), fit(&grasp<double>::jaw)};
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_POSE_ENCODING_HPP
