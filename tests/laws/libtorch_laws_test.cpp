#include <suregrasp/backends/libtorch/backend.hpp>
//
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/testing/backend_laws.hpp>
#include <vector>

#include "algorithm_results.hpp"
#include "catch2.hpp"
#include "expect_laws.hpp"

using namespace suregrasp;

namespace {

/// LibTorch, but the result of one primitive forgets how it came about.
struct forgetful : libtorch::basic_backend<double> {
  using base = libtorch::basic_backend<double>;
  std::string forgotten;

  torch::Tensor result(char const* primitive, torch::Tensor const& t) const {
    return forgotten == primitive ? t.detach() : t;
  }

  torch::Tensor reshape(torch::Tensor const& t, extents const& to) const {
    return result("reshape", base::reshape(t, to));
  }
  torch::Tensor take(torch::Tensor const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    return result("take", base::take(t, indices, axis));
  }
  torch::Tensor concat(std::span<torch::Tensor const> tensors, std::size_t axis) const {
    return result("concat", base::concat(tensors, axis));
  }
  torch::Tensor add(torch::Tensor const& a, torch::Tensor const& b) const { return result("add", base::add(a, b)); }
  torch::Tensor sub(torch::Tensor const& a, torch::Tensor const& b) const { return result("sub", base::sub(a, b)); }
  torch::Tensor mul(torch::Tensor const& a, torch::Tensor const& b) const { return result("mul", base::mul(a, b)); }
  torch::Tensor div(torch::Tensor const& a, torch::Tensor const& b) const { return result("div", base::div(a, b)); }
  torch::Tensor exp(torch::Tensor const& t) const { return result("exp", base::exp(t)); }
  torch::Tensor log(torch::Tensor const& t) const { return result("log", base::log(t)); }
  torch::Tensor where(torch::Tensor const& condition, torch::Tensor const& a, torch::Tensor const& b) const {
    return result("where", base::where(condition, a, b));
  }
  torch::Tensor sum(torch::Tensor const& t, std::size_t axis) const { return result("sum", base::sum(t, axis)); }
  torch::Tensor max(torch::Tensor const& t, std::size_t axis) const { return result("max", base::max(t, axis)); }
  torch::Tensor matmul(torch::Tensor const& a, torch::Tensor const& b) const {
    return result("matmul", base::matmul(a, b));
  }
  torch::Tensor variable(torch::Tensor const& t) const {
    return forgotten == "variable" ? t.clone() : base::variable(t);
  }
  torch::Tensor stop_gradient(torch::Tensor const& t) const {
    return forgotten == "stop_gradient" ? t : base::stop_gradient(t);
  }
  std::vector<torch::Tensor> gradient(torch::Tensor const& loss, std::span<torch::Tensor const> leaves) const {
    if (forgotten != "gradient") return base::gradient(loss, leaves);
    std::vector<torch::Tensor> const inputs(leaves.begin(), leaves.end());
    return torch::autograd::grad({loss}, inputs);
  }
};

static_assert(differentiable_backend<forgetful> && linalg_backend<forgetful>);

std::vector<std::string> broken_laws(std::string const& forgotten) {
  forgetful be;
  be.forgotten = forgotten;
  std::vector<std::string> names;
  for (auto const& law : testing::check_backend(be))
    if (!law.passed) names.push_back(law.name);
  return names;
}

}  // namespace

TEST_CASE("LibTorch in single precision is a backend") {
  suregrasp_tests::expect_laws(testing::check_backend(libtorch::basic_backend<float>{}));
}

TEST_CASE("LibTorch in double precision is a backend") {
  suregrasp_tests::expect_laws(testing::check_backend(libtorch::basic_backend<double>{}));
}

TEST_CASE("Algorithms give on LibTorch what they give on the archetype") {
  suregrasp_tests::expect_laws(suregrasp_tests::agreement_with_archetype(libtorch::basic_backend<double>{}));
}

TEST_CASE("A primitive that forgets its history breaks the law of its gradient") {
  CHECK(broken_laws("none") == std::vector<std::string>{});
  for (std::string const primitive :
       {"reshape", "take", "concat", "add", "sub", "mul", "div", "exp", "log", "where", "sum", "max", "matmul"}) {
    CAPTURE(primitive);
    CHECK_THAT(broken_laws(primitive), Catch::Matchers::VectorContains("gradient_of_" + primitive));
  }
  CHECK_THAT(broken_laws("variable"), Catch::Matchers::VectorContains(std::string("a_variable_has_no_past")));
  CHECK_THAT(broken_laws("stop_gradient"), Catch::Matchers::VectorContains(std::string("stop_gradient_stops")));
  CHECK_THAT(broken_laws("gradient"),
             Catch::Matchers::VectorContains(std::string("gradient_by_an_unused_leaf_is_zero")));
}
