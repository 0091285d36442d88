#ifndef SUREGRASP_TESTS_UNIT_TEACHER_SLOPE_TASK_HPP
#define SUREGRASP_TESTS_UNIT_TEACHER_SLOPE_TASK_HPP

#include <memory>
#include <span>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <utility>
#include <vector>

#include "host_backend.hpp"

namespace suregrasp_tests {

/// The least backend, which also counts how often a history was cut off. There are no histories: the optimizer of these
/// tests asks for no gradient.
class counting_backend : public host_backend {
 public:
  counting_backend() : host_backend(host) {}

  [[nodiscard]] host_tensor variable(host_tensor const& t) const { return t; }
  [[nodiscard]] host_tensor stop_gradient(host_tensor const& t) const {
    ++*cuts;
    return t;
  }
  [[nodiscard]] std::vector<host_tensor> gradient(host_tensor const&, std::span<host_tensor const> leaves) const {
    return {leaves.begin(), leaves.end()};
  }

  std::shared_ptr<int> cuts = std::make_shared<int>(0);
};

static_assert(suregrasp::differentiable_backend<counting_backend>);

/// y = slope * x, with a running mean of its inputs (a buffer) and a count of its calls (a counter). Copies share their
/// storage, as the handles of many frameworks do; only `clone` makes another model.
class slope_model {
 public:
  using input_type = host_tensor;
  using output_type = host_tensor;
  struct numbers {
    double slope = 0, running_mean = 0, calls = 0;
    friend bool operator==(numbers const&, numbers const&) = default;
  };

  explicit slope_model(double slope) : numbers_(std::make_shared<numbers>(numbers{slope, 0, 0})) {}

  [[nodiscard]] host_tensor forward(host_tensor const& x) {
    ++numbers_->calls;
    numbers_->running_mean += (suregrasp::item(host, suregrasp::mean_all(host, x)) - numbers_->running_mean) / 4;
    return suregrasp::scale(host, x, numbers_->slope);
  }

  [[nodiscard]] suregrasp::model_state<host_tensor> state() const {
    using role = suregrasp::tensor_role;
    return {{"slope", tensor({numbers_->slope}), role::parameter},
            {"running_mean", tensor({numbers_->running_mean}), role::buffer},
            {"calls", tensor({numbers_->calls}), role::counter}};
  }
  void load(suregrasp::model_state<host_tensor> const& state) {
    auto const at = [&](std::size_t i) { return values_of(state.at(i).value).at(0); };
    *numbers_ = {at(0), at(1), at(2)};
  }
  [[nodiscard]] slope_model clone() const {
    slope_model copy(0);
    *copy.numbers_ = *numbers_;
    return copy;
  }

  [[nodiscard]] numbers now() const { return *numbers_; }
  void descend(double by) { numbers_->slope -= by; }

 private:
  std::shared_ptr<numbers> numbers_;
};

/// Steps by a share of the loss, so that where the student goes tells which losses it was given.
struct loss_descent {
  double rate = 0.1;
  std::shared_ptr<std::vector<double>> losses = std::make_shared<std::vector<double>>();

  template <class B>
  void step(B const& be, slope_model& model, host_tensor const& loss) {
    losses->push_back(suregrasp::item(be, loss));
    model.descend(rate * losses->back());
  }
};

/// The teacher sees x, a little stretched by chance, the student -x; what the teacher says changes its sign on the way.
struct slope_task {
  using labelled_batch = std::vector<double>;    ///< x, whose y should be 1
  using unlabelled_batch = std::vector<double>;  ///< x
  using target_type = host_tensor;
  struct view_pair {
    host_tensor teacher, student;
  };

  double stretch = 0;              ///< most of it, either way
  std::vector<double> doubt = {};  ///< of each prediction; |prediction| if not given
  std::vector<double> far = {};    ///< added to each distance

  template <class B>
  [[nodiscard]] host_tensor supervised(B const& be, slope_model& model, labelled_batch const& x) const {
    return suregrasp::mean_all(be, suregrasp::square(be, be.sub(model.forward(tensor(x)), suregrasp::constant(be, 1))));
  }
  [[nodiscard]] view_pair views(unlabelled_batch const& x, suregrasp::random_stream random) const {
    auto const factor = random.uniform(1 - stretch, 1 + stretch);
    return {suregrasp::scale(host, tensor(x), factor), suregrasp::scale(host, tensor(x), -1)};
  }
  template <class B>
  [[nodiscard]] target_type target(B const& be, host_tensor const& prediction, view_pair const&) const {
    return suregrasp::scale(be, prediction, -1);
  }
  template <class B>
  [[nodiscard]] host_tensor uncertainty(B const& be, host_tensor const& prediction) const {
    return doubt.empty() ? suregrasp::abs(be, prediction) : tensor(doubt);
  }
  template <class B>
  [[nodiscard]] host_tensor consistency(B const& be, host_tensor const& prediction, target_type const& target) const {
    auto const distance = suregrasp::square(be, be.sub(prediction, target));
    return far.empty() ? distance : be.add(distance, tensor(far));
  }
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_TEACHER_SLOPE_TASK_HPP
