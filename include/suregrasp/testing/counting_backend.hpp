#ifndef SUREGRASP_TESTING_COUNTING_BACKEND_HPP
#define SUREGRASP_TESTING_COUNTING_BACKEND_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <ostream>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::testing {

/// What went between the host and a device.
struct transfer_counts {
  std::size_t uploads = 0;    ///< `from_host`
  std::size_t downloads = 0;  ///< `to_host`
  std::size_t indices = 0;    ///< lists of indices of `take`, which go up as well
  std::size_t constants = 0;  ///< made on the device: these cost no transfer

  friend bool operator==(transfer_counts const&, transfer_counts const&) = default;
  friend transfer_counts operator-(transfer_counts const& a, transfer_counts const& b) {
    return {a.uploads - b.uploads, a.downloads - b.downloads, a.indices - b.indices, a.constants - b.constants};
  }
  friend std::ostream& operator<<(std::ostream& out, transfer_counts const& counts) {
    return out << counts.uploads << " uploads, " << counts.downloads << " downloads, " << counts.indices
               << " lists of indices, " << counts.constants << " constants";
  }
};

/// Any backend as one whose tensors lie on a device: none is on the host, constants and slices are made in place, and
/// what an algorithm sends up and down is counted. Copies count together; not to be shared between threads.
///
/// Example: an algorithm that uploads a constant is found by
/// ```cpp
/// testing::counting_backend<my_backend> const be;
/// auto const rows = be.from_host(data.view());
/// auto const before = be.counts();
/// my_algorithm(be, rows);
/// assert((be.counts() - before).uploads == 0);
/// ```
template <tensor_backend B>
class counting_backend {
 public:
  using tensor_type = tensor_t<B>;
  using scalar_type = scalar_t<B>;
  using tensor = tensor_type;
  static constexpr double tolerance = testing::tolerance<B>::value;

  counting_backend()
    requires std::default_initializable<B>
  = default;
  explicit counting_backend(B be) : be_(std::move(be)) {}

  /// Since the backend was made.
  [[nodiscard]] transfer_counts const& counts() const { return *counts_; }

  [[nodiscard]] tensor from_host(host_view<scalar_type const> const& view) const {
    return ++counts_->uploads, be_.from_host(view);
  }
  [[nodiscard]] host_array<scalar_type> to_host(tensor const& t) const { return ++counts_->downloads, be_.to_host(t); }
  [[nodiscard]] extents shape(tensor const& t) const { return be_.shape(t); }

  [[nodiscard]] bool on_host(tensor const&) const { return false; }
  [[nodiscard]] tensor constant(double value, extents const& shape) const {
    return ++counts_->constants, suregrasp::constant(be_, value, shape);
  }
  [[nodiscard]] tensor slice(tensor const& t, std::size_t axis, std::int64_t first, std::int64_t count) const {
    return suregrasp::slice(be_, t, axis, first, count);
  }
  [[nodiscard]] tensor clone(tensor const& t) const { return suregrasp::clone(be_, t); }
  [[nodiscard]] double epsilon_of(tensor const& t) const { return suregrasp::epsilon_of(be_, t); }

  [[nodiscard]] tensor reshape(tensor const& t, extents const& to) const { return be_.reshape(t, to); }
  [[nodiscard]] tensor take(tensor const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    return ++counts_->indices, be_.take(t, indices, axis);
  }
  [[nodiscard]] tensor concat(std::span<tensor const> tensors, std::size_t axis) const {
    return be_.concat(tensors, axis);
  }
  [[nodiscard]] tensor add(tensor const& a, tensor const& b) const { return be_.add(a, b); }
  [[nodiscard]] tensor sub(tensor const& a, tensor const& b) const { return be_.sub(a, b); }
  [[nodiscard]] tensor mul(tensor const& a, tensor const& b) const { return be_.mul(a, b); }
  [[nodiscard]] tensor div(tensor const& a, tensor const& b) const { return be_.div(a, b); }
  [[nodiscard]] tensor exp(tensor const& t) const { return be_.exp(t); }
  [[nodiscard]] tensor log(tensor const& t) const { return be_.log(t); }
  [[nodiscard]] tensor where(tensor const& condition, tensor const& a, tensor const& b) const {
    return be_.where(condition, a, b);
  }
  [[nodiscard]] tensor sum(tensor const& t, std::size_t axis) const { return be_.sum(t, axis); }
  [[nodiscard]] tensor max(tensor const& t, std::size_t axis) const { return be_.max(t, axis); }
  [[nodiscard]] tensor matmul(tensor const& a, tensor const& b) const
    requires linalg_backend<B>
  {
    return be_.matmul(a, b);
  }

  [[nodiscard]] tensor variable(tensor const& t) const
    requires differentiable_backend<B>
  {
    return be_.variable(t);
  }
  [[nodiscard]] tensor stop_gradient(tensor const& t) const
    requires differentiable_backend<B>
  {
    return be_.stop_gradient(t);
  }
  [[nodiscard]] std::vector<tensor> gradient(tensor const& loss, std::span<tensor const> leaves) const
    requires differentiable_backend<B>
  {
    return be_.gradient(loss, leaves);
  }

 private:
  B be_;
  std::shared_ptr<transfer_counts> counts_ = std::make_shared<transfer_counts>();
};

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_COUNTING_BACKEND_HPP
