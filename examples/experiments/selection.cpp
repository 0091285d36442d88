#include "selection.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <suregrasp/core/fields.hpp>
#include <utility>

namespace suregrasp::experiments {

std::vector<bool> selection::correct(double iou) const {
  std::vector<bool> right;
  for (double const overlap : overlaps) right.push_back(overlap > iou);
  return right;
}

selection choose_by(std::string name, std::vector<judged_photograph> const& photographs, merit const& merit_of) {
  selection chosen{std::move(name), {}};
  for (auto const& photograph : photographs) {
    auto const& all = photograph.candidates;
    auto const best = std::max_element(
        all.begin(), all.end(), [&](candidate const& a, candidate const& b) { return merit_of(a) < merit_of(b); });
    chosen.overlaps.push_back(best == all.end() ? 0 : best->overlap);
  }
  return chosen;
}

selection best_possible(std::vector<judged_photograph> const& photographs) {
  return choose_by("best of all peaks", photographs, [](candidate const& c) { return c.overlap; });
}

namespace {

/// A model for each fold, made of the photographs of the other folds alone.
template <class Learn>
std::map<std::size_t, logistic_model> cross_fitted(std::vector<judged_photograph> const& photographs, Learn learn) {
  std::map<std::size_t, logistic_model> models;
  for (auto const& photograph : photographs) {
    if (models.contains(photograph.fold)) continue;
    std::vector<judged_photograph> others;
    std::ranges::copy_if(photographs, std::back_inserter(others),
                         [&](judged_photograph const& other) { return other.fold != photograph.fold; });
    models.emplace(photograph.fold, learn(others));
  }
  return models;
}

}  // namespace

std::vector<double> figures_of(candidate const& each) {
  std::vector<double> figures{log_odds_of(each.heat)};
  for_each_field(each.variance,
                 [&](auto const&, double variance) { figures.push_back(std::log(std::max(variance, 1e-6))); });
  return figures;
}

logistic_model success_model(std::vector<judged_photograph> const& photographs, double iou) {
  std::vector<std::vector<double>> rows;
  std::vector<bool> outcomes;
  for (auto const& photograph : photographs)
    for (auto const& each : photograph.candidates) {
      rows.push_back(figures_of(each));
      outcomes.push_back(each.overlap > iou);
    }
  return fit_logistic(rows, outcomes);
}

selection choose_by_success(std::string name, std::vector<judged_photograph> const& photographs, double iou) {
  auto const models = cross_fitted(photographs, [&](auto const& others) { return success_model(others, iou); });
  selection chosen{std::move(name), {}};
  for (auto const& photograph : photographs) {
    auto const one = choose_by("", {photograph}, [&, &model = models.at(photograph.fold)](candidate const& c) {
      return model.log_odds(figures_of(c));
    });
    chosen.overlaps.push_back(one.overlaps.front());
  }
  return chosen;
}

}  // namespace suregrasp::experiments
