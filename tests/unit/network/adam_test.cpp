#include <suregrasp/network/adam.hpp>
//
#include <cmath>
#include <suregrasp/backend/tape.hpp>
#include <vector>

#include "catch2.hpp"
#include "plain_backend.hpp"

using namespace suregrasp;
using backend = taped<suregrasp_tests::plain_backend<double>>;
using tensor = tensor_t<backend>;

namespace {

backend const be;

/// Two numbers to move, and one that is not the optimizer's business.
struct numbers {
  using input_type = tensor;
  using output_type = tensor;
  model_state<tensor> held;

  explicit numbers(std::vector<double> const& values)
      : held{{"values", be.variable(be.from_host({{2}, std::span<double const>(values)})), tensor_role::parameter},
             {"mean", constant(be, 7), tensor_role::buffer}} {}
  tensor forward(tensor const& x) { return be.mul(x, held[0].value); }
  [[nodiscard]] model_state<tensor> state() const { return held; }
  void load(model_state<tensor> const& state) {
    held = state;
    held[0].value = be.variable(state[0].value);
  }
  [[nodiscard]] numbers clone() const { return *this; }
  [[nodiscard]] std::vector<double> values() const { return be.to_host(held[0].value).values; }
};

/// 3 a^2 - b
tensor loss_of(numbers const& at) {
  std::vector<double> const squares{3, 0}, slopes{0, -1};
  auto const of = [](std::vector<double> const& v) { return be.from_host({{2}, std::span<double const>(v)}); };
  auto const& x = at.held[0].value;
  return sum_all(be, be.add(be.mul(of(squares), be.mul(x, x)), be.mul(of(slopes), x)));
}

}  // namespace

TEST_CASE("adam: goes the way of its equations") {
  numbers model({2, 1});
  adam<backend> optimizer({.rate = linear_schedule{0.1, 0.01, 10}, .weight_decay = 0.05});
  double a = 2, b = 1, m[2] = {}, v[2] = {};
  for (int step = 0; step < 20; ++step) {
    optimizer.step(be, model, loss_of(model));
    double const rate = linear_schedule{0.1, 0.01, 10}(step), gradients[] = {6 * a, -1};
    double* const values[] = {&a, &b};
    for (int k = 0; k < 2; ++k) {
      m[k] = 0.9 * m[k] + 0.1 * gradients[k];
      v[k] = 0.999 * v[k] + 0.001 * gradients[k] * gradients[k];
      double const mean = m[k] / (1 - std::pow(0.9, step + 1)), square = v[k] / (1 - std::pow(0.999, step + 1));
      *values[k] -= rate * (0.05 * *values[k] + mean / (std::sqrt(square) + 1e-8));
    }
    CHECK(model.values()[0] == Approx(a).epsilon(1e-12));
    CHECK(model.values()[1] == Approx(b).epsilon(1e-12));
  }
  CHECK(item(be, model.held[1].value) == 7);
}
