#include <suregrasp/backends/libtorch/backend.hpp>
//
#include <iostream>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/testing/law.hpp>

#include "hold_to_all_laws.hpp"
#include "special_gradients.hpp"

using namespace suregrasp;
using suregrasp_tests::hold_to_all_laws;

namespace {

/// What the host sees as float is held, and computed, as bfloat16, with 8 bits.
struct bfloat16_backend : libtorch::basic_backend<float> {
  static constexpr double tolerance = 0.02;
  bfloat16_backend() { dtype = torch::kBFloat16; }
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
