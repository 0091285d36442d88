// A mean teacher on xtensor: six sensors look at one number x, a small network says sin(3 x). Few samples are labelled;
// of the others two in five have broken sensors, so that the teacher is wrong there, and its heads disagree.
#include <cmath>
#include <cstdint>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/backends/xtensor/backend.hpp>
#include <suregrasp/loss/smooth_l1.hpp>
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/small_network.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <vector>

#include "compare_methods.hpp"

using namespace suregrasp;

using backend = taped<xtensor::backend<double>>;
using tensor = tensor_t<backend>;
using network = small_network<backend>;

/// What the sensors say, [N, 6], and the answer, [N, 1].
struct samples {
  host_array<double> x, y;
};

samples draw(std::int64_t count, double broken, random_stream random) {
  samples drawn{host_array<double>({count, 6}), host_array<double>({count, 1})};
  for (std::size_t i = 0; i < drawn.y.values.size(); ++i) {
    double const x = random.uniform(-1, 1);
    bool const bad = random.chance(broken);
    drawn.y.values[i] = std::sin(3 * x);
    for (std::size_t k = 0; k < 6; ++k)
      drawn.x.values[6 * i + k] = bad && random.chance(0.5) ? random.uniform(-4, 4) : x + random.normal(0, 0.2);
  }
  return drawn;
}

// [task]
/// The problem as the mean teacher knows it: losses, views, targets and uncertainties.
struct sensor_task {
  using labelled_batch = samples;
  using unlabelled_batch = samples;  // whose y is for reports only
  using target_type = tensor;
  struct view_pair {
    tensor teacher, student;
  };

  backend be;

  tensor mean(std::vector<tensor> const& heads) const {
    tensor sum = heads.front();
    for (std::size_t k = 1; k < heads.size(); ++k) sum = be.add(sum, heads[k]);
    return scale(be, sum, 1.0 / static_cast<double>(heads.size()));
  }
  tensor distance(std::vector<tensor> const& heads, tensor const& target) const {
    std::vector<tensor> each;
    for (auto const& head : heads) each.push_back(smooth_l1(be, head, target, 0.1));
    return be.reshape(mean(each), {be.shape(target)[0]});
  }
  tensor noisy(host_array<double> x, random_stream random) const {
    for (auto& value : x.values) value += random.normal(0, 0.2);
    return be.from_host(x.view());
  }
  tensor supervised(backend const&, network& model, samples const& batch) const {
    return mean_all(be, distance(model.forward(be.from_host(batch.x.view())), be.from_host(batch.y.view())));
  }
  view_pair views(samples const& batch, random_stream const& random) const {
    return {be.from_host(batch.x.view()), noisy(batch.x, random)};
  }
  tensor target(backend const&, std::vector<tensor> const& heads, view_pair const&) const { return mean(heads); }
  tensor uncertainty(backend const&, std::vector<tensor> const& heads) const {
    auto const centre = mean(heads);
    std::vector<tensor> squares;
    for (auto const& head : heads) squares.push_back(square(be, be.sub(head, centre)));
    return be.reshape(mean(squares), {be.shape(centre)[0]});
  }
  tensor consistency(backend const&, auto const& heads, tensor const& target) const { return distance(heads, target); }
  std::vector<double> pseudo_label_error(backend const&, tensor const& target, samples const& batch,
                                         view_pair const&) const {
    auto errors = be.to_host(target).values;
    for (std::size_t i = 0; i < errors.size(); ++i) errors[i] = std::abs(errors[i] - batch.y.values[i]);
    return errors;  // for reports only
  }
};
// [task]

double error_of(network const& model, samples const& test) {
  sensor_task const task{backend{}};
  auto const said = task.be.to_host(task.mean(model.forward(task.be.from_host(test.x.view()))));
  double sum = 0;
  for (std::size_t i = 0; i < said.values.size(); ++i) sum += std::abs(said.values[i] - test.y.values[i]);
  return sum / static_cast<double>(said.values.size());
}

// [train]
template <class Filter>
training_curve train(std::uint64_t seed, Filter filter) {
  backend const be;
  random_stream const random(seed);
  auto const labelled = draw(12, 0, random.fork("labelled")), test = draw(500, 0, random.fork("test"));
  training_curve result;
  mean_teacher loop(
      be, network(be, {.input = {6}, .dense = {32}, .heads = 6}, random.fork("network")), sensor_task{be},
      adam<backend>({.rate = constant_schedule{3e-3}}), filter,
      {.consistency_weight = sigmoid_ramp{3, 200}, .on_step = [&](step_report const& report) { result.note(report); }});
  while (loop.steps_done() < 800) {
    auto const step = random.fork("step", static_cast<std::uint64_t>(loop.steps_done()));
    (void)loop.step(labelled, draw(16, 0.4, step.fork("unlabelled")), step);
    if (loop.steps_done() % 50 == 0) result.errors.push_back(error_of(loop.best(), test));
  }
  loop.require_pseudo_labels();
  return result;
}
// [train]

int main() {
  auto const run = [](std::uint64_t seed, auto filter) { return train(seed, filter); };
  return compare_methods("mean_teacher_xtensor", 50, run, running_quantile{0.4}) ? 0 : 1;
}
