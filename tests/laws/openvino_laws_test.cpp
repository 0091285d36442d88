#include <suregrasp/backends/openvino/inference.hpp>
#include <suregrasp/testing/network_laws.hpp>

#include "../golden/known_values.hpp"
#include "hold_to_all_laws.hpp"

using namespace suregrasp;
using suregrasp_tests::expect_laws;
using suregrasp_tests::hold_to_all_laws;

namespace {

/// A network whose answers are of usual size: the golden weights' run to hundreds.
openvino::inference network_in(openvino::precision precision) {
  auto options = suregrasp_tests::small_options();
  auto const weights = [](std::string const& name, extents const& shape) {
    auto values = suregrasp_tests::known_weight_values(name, shape);
    for (auto& value : values) value *= shape.size() > 1 ? 0.5F : 1;
    return values;
  };
  return {options, weights, {.threads = 1, .precision = precision}};
}

}  // namespace

TEST_CASE("host tensors of OpenVINO") { hold_to_all_laws(openvino::backend{}); }

TEST_CASE("a detector of OpenVINO in float32") {
  expect_laws(testing::check_network(openvino::backend{}, network_in(openvino::precision::f32)));
}

TEST_CASE("a detector of OpenVINO in bfloat16") {
  expect_laws(testing::check_network(openvino::backend{}, network_in(openvino::precision::bf16), {.tolerance = 0.05}));
}
