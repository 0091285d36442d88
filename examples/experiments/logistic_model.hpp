#ifndef SUREGRASP_EXAMPLES_EXPERIMENTS_LOGISTIC_MODEL_HPP
#define SUREGRASP_EXAMPLES_EXPERIMENTS_LOGISTIC_MODEL_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <suregrasp/metrics/impl/metric_error.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The probability of success as a logistic function of a few figures, such as how hot a location is and how much the
/// heads disagree there: 1 / (1 + exp(-(weights . figures + intercept))).
struct logistic_model {
  std::vector<double> weights;
  double intercept = 0;

  /// Logarithm of the odds of success: what to rank by. Throws metric_error `metrics.length` for another number of
  /// figures.
  [[nodiscard]] double log_odds(std::span<double const> figures) const {
    if (figures.size() != weights.size())
      throw metric_error("metrics.length", "logistic model: expected " + std::to_string(weights.size()) +
                                               " figures, got " + std::to_string(figures.size()));
    double sum = intercept;
    for (std::size_t k = 0; k < figures.size(); ++k) sum += weights[k] * figures[k];
    return sum;
  }

  [[nodiscard]] double probability(std::span<double const> figures) const {
    return 1 / (1 + std::exp(-log_odds(figures)));
  }
};

/// The log odds of a probability, which is taken to be within 1e-4 of 0 and 1: a figure for such a model.
[[nodiscard]] inline double log_odds_of(double probability) {
  double const p = std::clamp(probability, 1e-4, 1 - 1e-4);
  return std::log(p / (1 - p));
}

namespace detail {

/// Solves `matrix` x = `right`, symmetric and positive definite, row by row, by Cholesky's decomposition.
[[nodiscard]] inline std::vector<double> solved(std::vector<double> matrix, std::vector<double> right) {
  std::size_t const n = right.size();
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j; i < n; ++i) {
      double sum = matrix[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= matrix[i * n + k] * matrix[j * n + k];
      matrix[i * n + j] = i == j ? std::sqrt(sum) : sum / matrix[j * n + j];
    }
    for (std::size_t k = 0; k < j; ++k) right[j] -= matrix[j * n + k] * right[k];
    right[j] /= matrix[j * n + j];
  }
  for (std::size_t j = n; j-- > 0;) {
    for (std::size_t i = j + 1; i < n; ++i) right[j] -= matrix[i * n + j] * right[i];
    right[j] /= matrix[j * n + j];
  }
  return right;
}

/// The negative logarithm of a logistic model's penalised likelihood. A point is the weights, then the intercept.
class logistic_cost {
 public:
  logistic_cost(std::span<std::vector<double> const> rows, std::vector<bool> const& outcomes, double ridge)
      : rows_(rows), outcomes_(outcomes), ridge_(ridge), size_(rows.front().size() + 1) {}

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] double operator()(std::vector<double> const& point) const {
    double sum = 0;
    for (std::size_t k = 0; k < size_; ++k) sum += penalty(k) * point[k] * point[k] / 2;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      double const odds = log_odds(point, i);
      sum += std::max(odds, 0.0) - (outcomes_[i] ? odds : 0) + std::log1p(std::exp(-std::abs(odds)));
    }
    return sum;
  }

  /// What Newton's method subtracts from a point.
  [[nodiscard]] std::vector<double> newton_step(std::vector<double> const& point) const {
    std::vector<double> gradient(size_), curvature(size_ * size_);
    for (std::size_t k = 0; k < size_; ++k) {
      gradient[k] = penalty(k) * point[k];
      curvature[k * size_ + k] = penalty(k) + 1e-12;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      double const p = 1 / (1 + std::exp(-log_odds(point, i)));
      for (std::size_t k = 0; k < size_; ++k) {
        gradient[k] += (p - (outcomes_[i] ? 1 : 0)) * value(i, k);
        for (std::size_t m = 0; m <= k; ++m) curvature[k * size_ + m] += p * (1 - p) * value(i, k) * value(i, m);
      }
    }
    return solved(std::move(curvature), std::move(gradient));
  }

 private:
  [[nodiscard]] double value(std::size_t i, std::size_t k) const { return k + 1 < size_ ? rows_[i][k] : 1.0; }
  [[nodiscard]] double penalty(std::size_t k) const { return k + 1 < size_ ? ridge_ : 1e-9; }
  [[nodiscard]] double log_odds(std::vector<double> const& point, std::size_t i) const {
    double odds = 0;
    for (std::size_t k = 0; k < size_; ++k) odds += point[k] * value(i, k);
    return odds;
  }

  std::span<std::vector<double> const> rows_;
  std::vector<bool> const& outcomes_;
  double ridge_;
  std::size_t size_;
};

/// The point as far along `step` from `from` as the cost does not rise: a full step can overshoot where probabilities
/// saturate.
[[nodiscard]] inline std::vector<double> shortened_step(logistic_cost const& cost, std::vector<double> const& from,
                                                        std::vector<double> const& step) {
  double const before = cost(from);
  for (double share = 1; share > 1e-9; share /= 2) {
    auto next = from;
    for (std::size_t k = 0; k < next.size(); ++k) next[k] -= share * step[k];
    if (cost(next) <= before) return next;
  }
  return from;
}

}  // namespace detail

/// The logistic model under which outcomes are likeliest, by Newton's method. `rows`: the figures of each case;
/// `outcomes`: whether it succeeded.
///
/// `ridge` / 2 times the squared weights is held against them, which keeps them finite where figures separate successes
/// from failures; the intercept is free but for 1e-9 of it. Throws metric_error `metrics.length`, `metrics.empty` or
/// `metrics.not_a_number`.
[[nodiscard]] inline logistic_model fit_logistic(std::span<std::vector<double> const> rows,
                                                 std::vector<bool> const& outcomes, double ridge = 1) {
  require_paired(rows.size(), outcomes.size(), "logistic model");
  for (auto const& row : rows) {
    if (row.size() != rows.front().size()) require_paired(row.size(), rows.front().size(), "logistic model");
    require_numbers(row, "logistic model");
  }
  detail::logistic_cost const cost(rows, outcomes, ridge);
  std::vector<double> point(cost.size(), 0.0);
  for (int round = 0; round < 100; ++round) {
    auto next = detail::shortened_step(cost, point, cost.newton_step(point));
    bool const done = cost(point) - cost(next) < 1e-12 * (1 + cost(point));
    point = std::move(next);
    if (done) break;
  }
  double const intercept = point.back();
  point.pop_back();
  return {std::move(point), intercept};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EXAMPLES_EXPERIMENTS_LOGISTIC_MODEL_HPP
