#include "experiments/logistic_model.hpp"
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <vector>

#include "../metrics/metric_failure.hpp"

using namespace suregrasp;
using rows = std::vector<std::vector<double>>;

namespace {

/// Cases whose outcomes follow a model.
std::pair<rows, std::vector<bool>> drawn_from(logistic_model const& model, std::size_t count, std::uint64_t seed) {
  random_stream random(seed);
  rows cases;
  std::vector<bool> outcomes;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<double> figures;
    for (std::size_t k = 0; k < model.weights.size(); ++k)
      figures.push_back(random.normal(0, 1 + static_cast<double>(k)));
    outcomes.push_back(random.chance(model.probability(figures)));
    cases.push_back(std::move(figures));
  }
  return {cases, outcomes};
}

}  // namespace

TEST_CASE("a logistic model: log odds and probability") {
  logistic_model const model{{2, -1}, 0.5};
  CHECK(model.log_odds(std::vector<double>{1, 3}) == -0.5);
  CHECK(model.probability(std::vector<double>{1, 3}) == Approx(1 / (1 + std::exp(0.5))).epsilon(1e-15));
  CHECK(model.probability(std::vector<double>{0.25, 1}) == 0.5);
  CHECK(failure_of([&] { (void)model.log_odds(std::vector<double>{1}); }) == "metrics.length");
}

TEST_CASE("fit_logistic: without figures the intercept is the log odds of the outcomes") {
  auto const model = fit_logistic(rows(4), {true, true, true, false});
  CHECK(model.weights.empty());
  CHECK(model.intercept == Approx(std::log(3.0)).epsilon(1e-7));
}

TEST_CASE("fit_logistic: two groups have the closed form") {
  // 3 of 4 succeed at figure 0, 1 of 4 at figure 1: intercept log 3, weight -2 log 3
  rows const cases{{0}, {0}, {0}, {0}, {1}, {1}, {1}, {1}};
  auto const model = fit_logistic(cases, {true, true, true, false, true, false, false, false}, 0);
  CHECK(model.intercept == Approx(std::log(3.0)).epsilon(1e-7));
  CHECK(model.weights[0] == Approx(-2 * std::log(3.0)).epsilon(1e-7));
}

TEST_CASE("fit_logistic: finds the model that made the outcomes") {
  logistic_model const truth{{1.5, -0.5, 0.0}, -1};
  auto const [cases, outcomes] = drawn_from(truth, 20000, 7);
  auto const found = fit_logistic(cases, outcomes);
  for (std::size_t k = 0; k < 3; ++k) CHECK(found.weights[k] == Approx(truth.weights[k]).margin(0.08));
  CHECK(found.intercept == Approx(truth.intercept).margin(0.08));
}

TEST_CASE("fit_logistic: at the fit the gradient of the penalised likelihood is zero") {
  double const ridge = GENERATE(0.0, 1.0, 30.0);
  auto const [cases, outcomes] = drawn_from({{0.7, -0.3}, 0.2}, 200, 11);
  auto const model = fit_logistic(cases, outcomes, ridge);
  for (std::size_t k = 0; k < 3; ++k) {
    double gradient = k < 2 ? ridge * model.weights[k] : 0;
    for (std::size_t i = 0; i < cases.size(); ++i)
      gradient += (model.probability(cases[i]) - (outcomes[i] ? 1 : 0)) * (k < 2 ? cases[i][k] : 1);
    CHECK(std::abs(gradient) < 1e-4);
  }
}

TEST_CASE("fit_logistic: figures that separate the outcomes keep finite weights, far figures too") {
  auto const apart = fit_logistic(rows{{-1}, {-2}, {1}, {2}}, {false, false, true, true});
  CHECK(std::isfinite(apart.weights[0]));
  CHECK(apart.weights[0] > 0.5);
  auto const far = fit_logistic(rows{{-1e4}, {2e4}, {1e4}, {-2e4}}, {false, true, true, false});
  CHECK(std::isfinite(far.weights[0]));
  CHECK(far.probability(std::vector<double>{1e4}) > 0.9);
  auto const same = fit_logistic(rows{{1}, {2}, {3}}, {true, true, true});
  CHECK(same.probability(std::vector<double>{2}) > 0.99);
}

TEST_CASE("fit_logistic: what cannot be fitted is refused") {
  CHECK(failure_of([] { (void)fit_logistic(rows{{1}}, {true, false}); }) == "metrics.length");
  CHECK(failure_of([] { (void)fit_logistic(rows{{1}, {1, 2}}, {true, false}); }) == "metrics.length");
  CHECK(failure_of([] { (void)fit_logistic(rows{}, {}); }) == "metrics.empty");
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(failure_of([&] { (void)fit_logistic(rows{{nan}}, {true}); }) == "metrics.not_a_number");
}
