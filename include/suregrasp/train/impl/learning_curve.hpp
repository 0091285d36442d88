#ifndef SUREGRASP_TRAIN_IMPL_LEARNING_CURVE_HPP
#define SUREGRASP_TRAIN_IMPL_LEARNING_CURVE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/train/training_result.hpp>
#include <vector>

/// Learning curves as the numbers of a checkpoint: for each point its step, loss and learning rate, whether it has a
/// validation, and the figures of that.
namespace suregrasp::inline v2::detail {

[[nodiscard]] inline std::vector<double> curve_numbers(std::vector<learning_point> const& curve) {
  std::vector<double> numbers;
  for (auto const& at : curve) {
    numbers.insert(numbers.end(), {static_cast<double>(at.step), at.loss, at.learning_rate, at.validation ? 1.0 : 0.0});
    for_each_field(at.validation.value_or(certainty_summary{}),
                   [&](auto const&, double value) { numbers.push_back(value); });
  }
  return numbers;
}

/// Throws `model_error` `teacher.checkpoint.part` for numbers that are no curve.
[[nodiscard]] inline std::vector<learning_point> curve_from(std::vector<double> const& numbers) {
  std::size_t width = 4;
  for_each_field(certainty_summary{}, [&](auto const&, double) { ++width; });
  if (numbers.size() % width != 0)
    throw model_error("teacher.checkpoint.part", "expected " + std::to_string(width) +
                                                     " numbers per point of a learning curve, found " +
                                                     std::to_string(numbers.size()) + " in all");
  std::vector<learning_point> curve;
  for (std::size_t row = 0; row < numbers.size(); row += width) {
    learning_point point{static_cast<std::int64_t>(numbers[row]), numbers[row + 1], numbers[row + 2], {}};
    certainty_summary figures;
    for_each_field(figures, [&, next = row + 4](auto const&, double& value) mutable { value = numbers[next++]; });
    if (numbers[row + 3] != 0) point.validation = figures;
    curve.push_back(point);
  }
  return curve;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_LEARNING_CURVE_HPP
