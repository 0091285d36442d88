#ifndef SUREGRASP_TRAIN_IMPL_ADAPTATION_CURVE_HPP
#define SUREGRASP_TRAIN_IMPL_ADAPTATION_CURVE_HPP

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Mean losses of the fused poses at labelled centres.
struct evaluation_losses {
  double decoded = adaptation_point::none;  ///< the angle vector has length 1, as of a grasp that is decoded from it
  double fused = adaptation_point::none;    ///< it is the mean of the heads', whose length counts
};

/// Gathers step reports to the points of a curve.
class adaptation_curve {
 public:
  void add(step_report const& report) {
    ++sums_[steps];
    sums_[loss] += report.supervised_loss;
    sums_[passed] += report.pass_rate;
    for (std::size_t i = 0; i < report.errors.size(); ++i) {
      if (std::isnan(report.errors[i])) continue;
      ++sums_[candidates];
      sums_[candidate_error] += report.errors[i];
      sums_[weight] += report.weights[i];
      sums_[kept_error] += report.weights[i] * report.errors[i];
    }
  }

  /// Closes a point after `step` steps; without `pseudo_labels` there is nothing to say about those.
  void close(std::int64_t step, evaluation_losses const& losses, bool pseudo_labels) {
    adaptation_point point{
        .step = step, .loss = mean(loss, steps), .evaluation_loss = losses.decoded, .fused_loss = losses.fused};
    if (pseudo_labels) {
      point.pass_rate = mean(passed, steps);
      point.pseudo_label_error = mean(kept_error, weight);
      point.candidate_error = mean(candidate_error, candidates);
    }
    points_.push_back(point);
    sums_ = {};
  }

  [[nodiscard]] std::vector<adaptation_point> const& points() const { return points_; }
  [[nodiscard]] double evaluation_loss() const { return points_.back().evaluation_loss; }

  /// The sums, then the points one after the other.
  [[nodiscard]] std::vector<double> state() const {
    std::vector<double> all(sums_.begin(), sums_.end());
    for (auto const& p : points_)
      all.insert(all.end(), {static_cast<double>(p.step), p.loss, p.evaluation_loss, p.fused_loss, p.pass_rate,
                             p.pseudo_label_error, p.candidate_error});
    return all;
  }

  void load(std::vector<double> const& all) {
    if (all.size() % sums_.size() != 0 || all.size() < 2 * sums_.size())
      throw model_error("adapt.checkpoint", "the checkpoint's curve has " + std::to_string(all.size()) +
                                                " numbers, expected sevens, two at least");
    points_.clear();
    auto next = all.begin();
    for (auto& each : sums_) each = *next++;
    while (next != all.end()) {
      auto& p = points_.emplace_back();
      p.step = static_cast<std::int64_t>(*next++);
      for (auto* figure :
           {&p.loss, &p.evaluation_loss, &p.fused_loss, &p.pass_rate, &p.pseudo_label_error, &p.candidate_error})
        *figure = *next++;
    }
  }

 private:
  enum total : std::size_t { steps, loss, passed, candidates, candidate_error, weight, kept_error, sum_count };

  [[nodiscard]] double mean(total sum, total count) const {
    return sums_[count] > 0 ? sums_[sum] / sums_[count] : adaptation_point::none;
  }

  std::vector<adaptation_point> points_;
  std::array<double, sum_count> sums_{};
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_ADAPTATION_CURVE_HPP
