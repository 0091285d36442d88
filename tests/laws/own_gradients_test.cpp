#include <span>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/geometry/batch_iou.hpp>
#include <vector>

#include "catch2.hpp"
#include "hold_to_all_laws.hpp"

using namespace suregrasp;

namespace {

using tape = taped<suregrasp_tests::plain_backend<double>>;

/// What the table of backends/README.md asks of a backend with gradients, and no optional member.
struct own_gradients {
  using tensor_type = tensor_t<tape>;
  using scalar_type = double;
  using tensor = tensor_type;
  using tensors = std::span<tensor const>;

  tape by;

  [[nodiscard]] tensor from_host(host_view<double const> const& view) const { return by.from_host(view); }
  [[nodiscard]] host_array<double> to_host(tensor const& t) const { return by.to_host(t); }
  [[nodiscard]] extents shape(tensor const& t) const { return by.shape(t); }
  [[nodiscard]] tensor reshape(tensor const& t, extents const& to) const { return by.reshape(t, to); }
  [[nodiscard]] tensor take(tensor const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    return by.take(t, indices, axis);
  }
  [[nodiscard]] tensor concat(tensors parts, std::size_t axis) const { return by.concat(parts, axis); }
  [[nodiscard]] tensor add(tensor const& a, tensor const& b) const { return by.add(a, b); }
  [[nodiscard]] tensor sub(tensor const& a, tensor const& b) const { return by.sub(a, b); }
  [[nodiscard]] tensor mul(tensor const& a, tensor const& b) const { return by.mul(a, b); }
  [[nodiscard]] tensor div(tensor const& a, tensor const& b) const { return by.div(a, b); }
  [[nodiscard]] tensor exp(tensor const& t) const { return by.exp(t); }
  [[nodiscard]] tensor log(tensor const& t) const { return by.log(t); }
  [[nodiscard]] tensor where(tensor const& c, tensor const& a, tensor const& b) const { return by.where(c, a, b); }
  [[nodiscard]] tensor sum(tensor const& t, std::size_t axis) const { return by.sum(t, axis); }
  [[nodiscard]] tensor max(tensor const& t, std::size_t axis) const { return by.max(t, axis); }
  [[nodiscard]] tensor variable(tensor const& t) const { return by.variable(t); }
  [[nodiscard]] tensor stop_gradient(tensor const& t) const { return by.stop_gradient(t); }
  [[nodiscard]] std::vector<tensor> gradient(tensor const& loss, tensors leaves) const {
    return by.gradient(loss, leaves);
  }
};

/// The derivative of the IoU of two rectangles by the x of the first.
template <differentiable_backend B>
double slope_of_iou(B const& be) {
  host_array<double> const a({1, 5}, std::vector<double>{10, 12, 0.25, 20, 8}),
      b({1, 5}, std::vector<double>{13, 12, 0.5, 18, 9});
  std::vector<tensor_t<B>> const leaf{be.variable(be.from_host(a.view()))};
  auto const loss = sum_all(be, iou_pairs(be, leaf[0], be.from_host(b.view())));
  return be.to_host(be.gradient(loss, std::span<tensor_t<B> const>(leaf)).at(0)).values.at(0);
}

/// The same, and it claims that all its tensors are on the host.
struct hasty_gradients : own_gradients {
  [[nodiscard]] bool on_host(tensor const&) const { return true; }
};

}  // namespace

TEST_CASE("A backend with gradients and no optional member") {
  own_gradients const be;
  suregrasp_tests::hold_to_all_laws(be);
  CHECK_FALSE(on_host(be, constant(be, 1)));
  CHECK(on_host(suregrasp_tests::plain_backend<double>{}, host_array<double>(extents{})));
}

TEST_CASE("A backend with gradients and no optional member differentiates IoU as the tape does") {
  CHECK(slope_of_iou(tape{}) > 0.01);
  CHECK(slope_of_iou(own_gradients{}) == slope_of_iou(tape{}));
}

TEST_CASE("A backend that takes a tensor with a history to the host breaks the law about it") {
  CHECK(slope_of_iou(hasty_gradients{}) == 0);
  std::vector<std::string> broken;
  for (auto const& law : testing::check_backend(hasty_gradients{}))
    if (!law.passed) broken.push_back(law.name);
  CHECK(broken == std::vector<std::string>{"history_is_not_on_host"});
}
