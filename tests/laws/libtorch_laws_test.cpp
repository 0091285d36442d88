#include <suregrasp/backends/libtorch/backend.hpp>
//
#include <iostream>
#include <memory>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/testing/law.hpp>

#include "counted_allocations.hpp"
#include "hold_to_all_laws.hpp"
#include "special_gradients.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::hold_to_all_laws;

namespace {

/// What the host sees as float is held, and computed, as bfloat16, with 8 bits.
struct bfloat16_backend : libtorch::basic_backend<float> {
  static constexpr double tolerance = 0.02;
  bfloat16_backend() { dtype = torch::kBFloat16; }
};

/// An encoder and a decoder that are one layer, and a head of its own.
struct tied_layers {
  using input_type = torch::Tensor;
  using output_type = torch::Tensor;

  tied_layers(double value, torch::ScalarType type) : value_(value), type_(type) {
    net_->register_module("encoder", shared_.ptr());
    net_->register_module("decoder", shared_.ptr());
    net_->register_module("head", head_.ptr());
    torch::NoGradGuard const no_gradient;
    for (auto& parameter : net_->parameters()) parameter.fill_(value);
    net_->to(type);
  }
  torch::Tensor forward(torch::Tensor const& x) { return head_->forward(shared_->forward(x)); }
  [[nodiscard]] model_state<torch::Tensor> state() const { return libtorch::state_of(*net_); }
  void load(model_state<torch::Tensor> const& state) { libtorch::load_state(*net_, state, "tied layers"); }
  [[nodiscard]] tied_layers clone() const {
    tied_layers copy(value_, type_);
    copy.load(state());
    return copy;
  }

 private:
  struct layers : torch::nn::Module {
    using torch::nn::Module::register_module;
  };
  double value_;
  torch::ScalarType type_;
  std::shared_ptr<layers> net_ = std::make_shared<layers>();
  torch::nn::Linear shared_{2, 2}, head_{2, 2};
};

template <class Scalar>
void hold_on_gpu() {
  if (!at::hasCUDA()) {
    std::cout << "skipped: no CUDA device\n";
    return;
  }
  hold_to_all_laws(libtorch::basic_backend<Scalar>{.device = torch::kCUDA});
}

}  // namespace

TEST_CASE("LibTorch float") { hold_to_all_laws(libtorch::basic_backend<float>{}); }
TEST_CASE("LibTorch double") { hold_to_all_laws(libtorch::basic_backend<double>{}); }
TEST_CASE("LibTorch float taped") { hold_to_all_laws(taped<libtorch::basic_backend<float>>{}); }
TEST_CASE("LibTorch double taped") { hold_to_all_laws(taped<libtorch::basic_backend<double>>{}); }
TEST_CASE("LibTorch float on CUDA", "[gpu]") { hold_on_gpu<float>(); }
TEST_CASE("LibTorch double on CUDA", "[gpu]") { hold_on_gpu<double>(); }

TEST_CASE("LibTorch bfloat16") {
  // Its gradients are too coarse for central differences; what they are made of is not.
  bfloat16_backend const be;
  for (auto const& laws : {testing::layout_laws(be), testing::arithmetic_laws(be), testing::elementary_laws(be),
                           testing::reduction_laws(be), testing::value_laws(be), testing::history_laws(be)})
    suregrasp_tests::expect_laws(laws);
}

TEST_CASE("The tape has the gradients of LibTorch, at ties and NaN too") {
  auto const expected = suregrasp_tests::special_gradients(libtorch::basic_backend<double>{});
  for (auto const& [name, got] : suregrasp_tests::special_gradients(taped<libtorch::basic_backend<double>>{})) {
    testing::evidence against;
    against.expect_near(name, got, expected.at(name), 1e-12);
    CHECK(against.first() == "");
  }
}

TEST_CASE("LibTorch moves many tensors at once to the bits of one by one, on any number of threads") {
  libtorch::basic_backend<float> const be;
  int const threads_before = at::get_num_threads();
  at::set_num_threads(GENERATE(1, 3));
  torch::manual_seed(1);
  for (double const weight : {0.0, 0.01, 0.3, 0.5, 0.9, 1.0}) {
    std::vector<torch::Tensor> start, to, at_once, one_by_one;
    for (std::int64_t const size : {1, 0, 7, 64, 600003, 33, 500001}) {
      start.push_back(torch::randn({size}));
      to.push_back(torch::randn({size}));
    }
    start.push_back(torch::randn({5, 3}).t());
    to.push_back(torch::randn({3, 5}).to(torch::kDouble));
    for (auto const& t : start) {
      at_once.push_back(be.clone(t));
      one_by_one.push_back(be.clone(t));
    }
    be.lerp_all_(at_once, to, weight);
    for (std::size_t i = 0; i < to.size(); ++i) {
      be.lerp_(one_by_one[i], to[i], weight);
      CHECK(torch::equal(at_once[i], one_by_one[i]));
      CHECK(torch::allclose(at_once[i], start[i].lerp(to[i].to(torch::kFloat), weight), 1e-5, 1e-6));
      if (weight == 0) CHECK(torch::equal(at_once[i], start[i]));
      if (weight == 1) CHECK(torch::equal(at_once[i], to[i].to(torch::kFloat)));
    }
  }
  at::set_num_threads(threads_before);
}

TEST_CASE("LibTorch moves a layer of two names once") {
  libtorch::backend const be;
  for (auto const type : {torch::kFloat, torch::kDouble}) {
    tied_layers teacher(0, type), student(1, type);
    ema_update(be, teacher, student, 0.9);
    CHECK(teacher.state().size() == 6);
    for (auto const& item : teacher.state()) {
      CAPTURE(item.name);
      CHECK(torch::allclose(item.value, torch::full_like(item.value, 0.1)));
    }
  }
}

TEST_CASE("LibTorch keeps no moving average in half precision") {
  libtorch::backend const be;
  for (auto const type : {torch::kHalf, torch::kBFloat16}) {
    tied_layers teacher(0, type), student(1, type), single(0, torch::kFloat);
    auto const failure = suregrasp_tests::error_of([&] { ema_update(be, teacher, student, 0.9); });
    CHECK(failure.id == "teacher.precision");
    CHECK(failure.message.find(teacher.state().front().name) != std::string::npos);
    ema_update(be, single, student, 0.9);
    for (auto const& item : single.state()) CHECK(torch::allclose(item.value, torch::full_like(item.value, 0.1)));
  }
}

TEST_CASE("LibTorch tells a shape without an allocation, and slices without a copy") {
  libtorch::backend const be;
  auto const t = torch::zeros({2, 3, 4});
  CHECK(suregrasp_tests::allocations_of([&] { return be.shape(t); }).empty());
  CHECK(be.shape(t) == extents{2, 3, 4});
  CHECK(be.slice(t, 2, 1, 2).data_ptr() == t.select(2, 1).data_ptr());
}

TEST_CASE("LibTorch tells where a view lies") {
  libtorch::backend const be;
  auto const matrix = torch::zeros({4, 6});
  auto const same = [&](torch::Tensor const& t) {
    return be.memory_of(t).data() == be.memory_of(matrix).data() && be.memory_of(t).size() == 24 * sizeof(float);
  };
  CHECK(same(matrix));
  CHECK(same(matrix.t()));
  CHECK(same(matrix.detach()));
  CHECK_FALSE(same(matrix.clone()));
  CHECK(be.memory_of(matrix.select(1, 2)).size() == 19 * sizeof(float));
  CHECK(be.memory_of(matrix.narrow(0, 1, 0)).empty());
}

TEST_CASE("LibTorch records nothing where no gradients are asked for, and clones share nothing") {
  libtorch::basic_backend<float> const be;
  auto const leaf = be.variable(torch::ones({2}));
  CHECK((leaf * 2).requires_grad());
  CHECK_FALSE(be.without_gradients([&] { return leaf * 2; }).requires_grad());
  auto const copy = be.clone(leaf);
  copy.fill_(3);
  CHECK(torch::equal(leaf.detach(), torch::ones({2})));
  CHECK(be.clone(torch::ones({2}, torch::kLong)).scalar_type() == torch::kLong);
}
