// A network that trains on Eigen through the tape, and says where it is unsure: it learns a curve from samples between
// -1 and 1, and its heads fall out with each other outside.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/loss/smooth_l1.hpp>
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/small_network.hpp>
#include <vector>

#include "eigen_backend.hpp"

// [learner]
using backend = suregrasp::taped<eigen_backend<double>>;
using tensor = suregrasp::tensor_t<backend>;

struct curve_learner {
  backend be;
  suregrasp::random_stream random{1};
  suregrasp::small_network<backend> network{be, {.input = {1}, .dense = {32, 32}, .heads = 4}, random.fork("network")};
  suregrasp::adam<backend> optimizer{{.rate = suregrasp::cosine_schedule{1e-2, 1e-4, 1500}}};

  static double curve(double x) { return std::sin(3 * x); }

  tensor column(std::vector<double> const& values) const {
    return be.from_host({{std::ssize(values), 1}, std::span<double const>(values)});
  }

  /// One step on 32 samples of the curve, of which each head learns from another half. Returns the loss.
  double step() {
    std::vector<double> x(32), y, chosen(32);
    for (auto& value : x) y.push_back(curve(value = random.uniform(-1, 1)));
    auto loss = suregrasp::constant(be, 0);
    for (auto const& head : network.forward(column(x))) {
      for (auto& choice : chosen) choice = random.uniform() < 0.5;
      auto const distance = suregrasp::smooth_l1(be, head, column(y));
      loss = be.add(loss, suregrasp::mean_all(be, be.mul(column(chosen), distance)));
    }
    optimizer.step(be, network, loss);
    return suregrasp::item(be, loss);
  }
};
// [learner]

/// Prints the mean of the heads and their spread at x; returns the spread.
double show(curve_learner const& learner, double x) {
  double sum = 0, squares = 0;
  for (auto const& head : learner.network.forward(learner.column({x}))) {
    double const value = suregrasp::item(learner.be, head);
    sum += value / 4;
    squares += value * value / 4;
  }
  double const spread = std::sqrt(std::max(0.0, squares - sum * sum));
  std::printf("x %5.2f   curve %6.3f   predicted %6.3f +- %.3f\n", x, curve_learner::curve(x), sum, spread);
  return spread;
}

int main() {
  curve_learner learner;
  double const first = learner.step();
  double last = first;
  for (int k = 1; k < 1500; ++k) last = learner.step();
  std::printf("loss %.4f at the first step, %.6f at the last\n\n", first, last);
  double inside = 0, outside = 0;
  for (double const x : {-0.8, -0.3, 0.4, 0.9}) inside = std::max(inside, show(learner, x));
  for (double const x : {-2.5, 2.5}) outside = std::max(outside, show(learner, x));
  std::printf("\nspread of the heads: at most %.3f where it has learnt, up to %.3f where it has not\n", inside,
              outside);
  return last < 0.01 * first && inside < outside ? 0 : 1;
}
