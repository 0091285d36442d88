#include <catch2/catch.hpp>
#include <limits>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/teacher/buffer_snapshot.hpp>
#include <vector>

#include "plain_backend.hpp"
#include "slope_task.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

/// A backend that can compute without recording, and notes that it was asked to.
struct forgetful_backend : counting_backend {
  template <class F>
  [[nodiscard]] auto without_gradients(F const& f) const {
    ++*asked;
    return f();
  }
  std::shared_ptr<int> asked = std::make_shared<int>(0);
};

}  // namespace

TEST_CASE("model_statistics: what forward passes moved is put back, parameters are not") {
  slope_model model(2);
  (void)model.forward(tensor({3}));
  buffer_snapshot<host_backend> const before(host, model);
  auto const then = model.now();
  (void)model.forward(tensor({9}));
  model.descend(1);
  CHECK(model.now().calls == 2);
  before.put_back(model);
  CHECK(model.now().calls == then.calls);
  CHECK(model.now().running_mean == then.running_mean);
  CHECK(model.now().slope == 1);
}

TEST_CASE("model_statistics: the gap between two models") {
  CHECK(parameter_gap(host, slope_model(2), slope_model(5)) == 3);
  CHECK(parameter_gap(host, slope_model(2), slope_model(2)) == 0);
}

TEST_CASE("model_statistics: the first parameter that is not finite") {
  CHECK(first_not_finite(host, slope_model(2)).empty());
  CHECK(first_not_finite(host, slope_model(std::numeric_limits<double>::infinity())) == "slope");
}

TEST_CASE("model_statistics: a prediction without history, by the backend's own way where it has one") {
  taped<plain_backend<double>> const be;
  auto const leaf = be.variable(constant(be, 2));
  auto const cut = without_gradients(be, [&] { return be.mul(leaf, leaf); });
  std::vector<taped<plain_backend<double>>::tensor_type> const leaves{leaf};
  CHECK(item(be, cut) == 4);
  CHECK(item(be, be.gradient(cut, leaves)[0]) == 0);
  auto const parts = without_gradients(be, [&] { return std::vector{be.mul(leaf, leaf), leaf}; });
  CHECK(item(be, be.gradient(parts[0], leaves)[0]) == 0);
  forgetful_backend const forgetful;
  (void)without_gradients(forgetful, [&] { return tensor({1}); });
  CHECK(*forgetful.asked == 1);
  CHECK(*forgetful.cuts == 0);
}
