#include <cstdint>
#include <span>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/testing/model_laws.hpp>
#include <suregrasp/testing/network_laws.hpp>
#include <suregrasp/testing/task_laws.hpp>
#include <vector>

#include "hold_to_all_laws.hpp"
#include "networks.hpp"

// A backend of someone else, whose namespace has a function for everything: what our templates call by a bare name with
// one of its tensors would find it, and be ambiguous or another function.
namespace stranger {

struct hijacked {};
#define GREEDY(name)                       \
  template <class... A>                    \
  [[maybe_unused]] hijacked name(A&&...) { \
    return {};                             \
  }
#include "greedy_names.inc"
#undef GREEDY

struct array {
  suregrasp::host_array<double> host;
};

struct backend : suregrasp::reference_backend<backend, array, double> {
  [[nodiscard]] array from_host(suregrasp::host_view<double const> const& view) const {
    return {{view.shape, std::vector<double>(view.values.begin(), view.values.end())}};
  }
  [[nodiscard]] suregrasp::host_array<double> to_host(array const& t) const { return t.host; }
};

}  // namespace stranger

namespace {

using taped_stranger = suregrasp::taped<stranger::backend>;

}  // namespace

TEST_CASE("A backend in a namespace full of greedy functions") {
  suregrasp_tests::hold_to_all_laws(stranger::backend{});
}

TEST_CASE("A backend in a namespace full of greedy functions taped") {
  suregrasp_tests::hold_to_all_laws(taped_stranger{});
}

TEST_CASE("Models and tasks of a greedy backend") {
  taped_stranger const be;
  suregrasp_tests::expect_laws(
      suregrasp::testing::check_model(stranger::backend{}, suregrasp_tests::small_model(stranger::backend{}, 1)));
  suregrasp::small_network<taped_stranger> const model(be, {.input = {1}, .dense = {8}, .heads = 3},
                                                       suregrasp::random_stream(1));
  auto const column = [&](std::vector<double> const& values) {
    return be.from_host({{static_cast<std::int64_t>(values.size()), 1}, std::span<double const>(values)});
  };
  suregrasp::host_array<double> const unlabelled({4, 1}, std::vector<double>{-1, 0, 0.5, 1});
  suregrasp_tests::curve_task<taped_stranger> const task{be};
  suregrasp_tests::expect_laws(
      suregrasp::testing::check_task(be, task, model, {column({0.1, 0.2}), column({0.3, 0.6})}, unlabelled));
}

TEST_CASE("Networks of a greedy backend, and votes of them") {
  stranger::backend const be;
  suregrasp_tests::brightness_network<stranger::backend> const network{be};
  suregrasp_tests::expect_laws(suregrasp::testing::check_network(be, network));
  suregrasp_tests::expect_laws(suregrasp::testing::check_network(be, suregrasp::symmetric_views(be, network, 8)));
  suregrasp_tests::expect_laws(
      suregrasp::testing::check_network(be, suregrasp::ensemble(be, std::vector{network, network})));
}
