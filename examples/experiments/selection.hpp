#ifndef SUREGRASP_EXPERIMENTS_SELECTION_HPP
#define SUREGRASP_EXPERIMENTS_SELECTION_HPP

#include <cstddef>
#include <functional>
#include <string>
#include <vector>
#include "experiments/logistic_model.hpp"

#include "candidates.hpp"

namespace suregrasp::experiments {

/// The overlap of each photograph's first grasp under one way to choose it.
struct selection {
  std::string name;
  std::vector<double> overlaps;  ///< a photograph each, in their order; 0 where nothing was found

  [[nodiscard]] std::vector<bool> correct(double iou) const;
};

/// How good a candidate looks; the best one is chosen.
using merit = std::function<double(candidate const&)>;

[[nodiscard]] selection choose_by(std::string name, std::vector<judged_photograph> const& photographs,
                                  merit const& merit_of);

/// The best candidate of each photograph: what no choice can exceed.
[[nodiscard]] selection best_possible(std::vector<judged_photograph> const& photographs);

/// The figures of a candidate that `success_model` weighs: log odds of its heat, and the logarithms of its variances.
[[nodiscard]] std::vector<double> figures_of(candidate const& each);

/// The probability that a candidate overlaps a label by more than `iou`, learned from the candidates of photographs.
[[nodiscard]] logistic_model success_model(std::vector<judged_photograph> const& photographs, double iou);

/// Chosen by that probability; the model for the photographs of a fold is learned on the other folds alone.
[[nodiscard]] selection choose_by_success(std::string name, std::vector<judged_photograph> const& photographs,
                                          double iou);

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_SELECTION_HPP
