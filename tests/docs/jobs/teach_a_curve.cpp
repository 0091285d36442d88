// Mean-teach a model of one's own: three cubic polynomials learn a curve from eight labelled points, and from those
// predictions of their teacher on which the three agree.
#include <cmath>
#include <cstdio>
#include <suregrasp/backends/xtensor/backend.hpp>
#include <suregrasp/loss.hpp>
#include <suregrasp/network.hpp>
#include <suregrasp/teacher.hpp>
#include <suregrasp/testing.hpp>

using namespace suregrasp;
using backend = taped<suregrasp::xtensor::backend<double>>;
using tensor = tensor_t<backend>;

struct points {
  host_array<double> x, y;  // [N, 1]
};

// [model]
/// x [N, 1] to three votes [N, 3].
struct cubics {
  using input_type = tensor;
  using output_type = tensor;
  backend be;
  tensor weights;  // [4, 3]

  tensor forward(tensor const& x) const {
    auto const square = be.mul(x, x);
    std::vector const powers{constant(be, 1, be.shape(x)), x, square, be.mul(square, x)};
    return be.matmul(be.concat(powers, 1), weights);
  }
  model_state<tensor> state() const { return {{"weights", weights, tensor_role::parameter}}; }
  void load(model_state<tensor> const& values) { weights = be.variable(values.at(0).value); }
  cubics clone() const {
    auto copy = *this;
    copy.load(state());
    return copy;
  }
};
// [model]

struct curve_task {
  using labelled_batch = points;
  using unlabelled_batch = points;  // whose y nobody looks at
  using target_type = tensor;
  struct view_pair {
    tensor teacher, student;
  };
  backend be;

  tensor mean(tensor const& votes) const { return scale(be, be.sum(votes, 1), 1.0 / 3); }
  tensor row(tensor const& column) const { return be.reshape(column, {be.shape(column)[0]}); }

  tensor supervised(backend const&, cubics const& model, points const& batch) const {
    return mean_all(be, smooth_l1(be, model.forward(be.from_host(batch.x.view())), be.from_host(batch.y.view())));
  }
  view_pair views(points const& batch, random_stream random) const {
    auto noisy = batch.x;
    for (auto& value : noisy.values) value += random.normal(0, 0.05);
    return {be.from_host(batch.x.view()), be.from_host(noisy.view())};
  }
  tensor target(backend const&, tensor const& votes, view_pair const&) const { return mean(votes); }
  tensor uncertainty(backend const&, tensor const& votes) const {
    return row(mean(square(be, be.sub(votes, mean(votes)))));
  }
  tensor consistency(backend const&, tensor const& votes, tensor const& target) const {
    return row(mean(smooth_l1(be, votes, target)));
  }
};

points draw(std::int64_t count, random_stream random) {
  points result{host_array<double>({count, 1}), host_array<double>({count, 1})};
  for (std::size_t i = 0; i < result.x.values.size(); ++i)
    result.y.values[i] = std::sin(2 * (result.x.values[i] = random.uniform(-1, 1)));
  return result;
}

double error_of(cubics const& model, points const& test) {
  auto const votes = model.forward(model.be.from_host(test.x.view()));
  auto const off = model.be.sub(curve_task{model.be}.mean(votes), model.be.from_host(test.y.view()));
  return std::sqrt(item(model.be, mean_all(model.be, square(model.be, off))));
}

int main() {
  backend const be;
  random_stream const random(1);
  auto const labelled = draw(8, random.fork("labelled")), test = draw(300, random.fork("test"));
  host_array<double> start({4, 3});
  for (auto stream = random.fork("weights"); auto& value : start.values) value = stream.normal();
  cubics const model{be, be.variable(be.from_host(start.view()))};

  for (auto const& laws : {testing::check_model(be, model),
                           testing::check_task(be, curve_task{be}, model, labelled, draw(16, random.fork("laws")))})
    for (auto const& law : laws)
      if (!law.passed) return std::printf("%s: %s\n", law.name.c_str(), law.detail.c_str()), 1;

  mean_teacher loop(be, model.clone(), curve_task{be}, adam<backend>({.rate = constant_schedule{5e-2}}),
                    running_quantile{0.5}, {.consistency_weight = sigmoid_ramp{1, 200}});
  while (loop.steps_done() < 500) {
    auto const step = random.fork("step", static_cast<std::uint64_t>(loop.steps_done()));
    (void)loop.step(labelled, draw(16, step.fork("unlabelled")), step);
  }
  loop.require_pseudo_labels();  // throws if the filter never passed one

  double const before = error_of(model, test), after = error_of(loop.best(), test);
  std::printf("error of the curve %.3f before, %.3f after\n", before, after);
  return after < 0.1 && before > 4 * after ? 0 : 1;
}
