#ifndef SUREGRASP_BACKEND_TAPE_HPP
#define SUREGRASP_BACKEND_TAPE_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/impl/adjoint.hpp>
#include <suregrasp/backend/impl/gradient_record.hpp>
#include <suregrasp/backend/impl/taped_tensor.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Makes any backend differentiable: computes with it and records what a derivative needs (reverse mode).
///
/// Only what depends on a `variable` is recorded, and a record lives as long as a tensor that came of it. Memory: the
/// values that the derivatives of the recorded operations use. Of equal maxima each has the same share of the
/// derivative, and the derivative of a maximum that is NaN is NaN. Derivatives are computed with the backend's own
/// operations, so a tape of a tape gives second derivatives.
template <tensor_backend B>
class taped {
 public:
  using tensor_type = taped_tensor<B>;
  using scalar_type = scalar_t<B>;

  taped()
    requires std::default_initializable<B>
  = default;
  explicit taped(B be) : be_(std::move(be)) {}

  /// The backend that computes.
  [[nodiscard]] B const& base() const { return be_; }

  /// A tensor of that backend as one of the tape, with no history here; `t.value()` is the way back.
  [[nodiscard]] tensor_type from_base(tensor_t<B> value) const { return tensor_type(std::move(value)); }

  [[nodiscard]] tensor_type from_host(host_view<scalar_type const> const& view) const {
    return tensor_type(be_.from_host(view));
  }
  [[nodiscard]] host_array<scalar_type> to_host(tensor_type const& t) const { return be_.to_host(t.value()); }
  [[nodiscard]] extents shape(tensor_type const& t) const { return be_.shape(t.value()); }
  [[nodiscard]] bool on_host(tensor_type const& t) const { return !t.history_ && suregrasp::on_host(be_, t.value()); }
  [[nodiscard]] double epsilon_of(tensor_type const& t) const { return suregrasp::epsilon_of(be_, t.value()); }

  [[nodiscard]] tensor_type constant(double value, extents const& shape) const {
    return tensor_type(suregrasp::constant(be_, value, shape));
  }
  /// Without the history of `t`.
  [[nodiscard]] tensor_type clone(tensor_type const& t) const { return tensor_type(suregrasp::clone(be_, t.value())); }

  [[nodiscard]] tensor_type reshape(tensor_type const& t, extents const& to) const {
    return recorded(be_.reshape(t.value(), to),
                    by(t, [be = be_, from = shape(t)](tensor const& g) { return be.reshape(g, from); }));
  }
  [[nodiscard]] tensor_type take(tensor_type const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    auto result = be_.take(t.value(), indices, axis);
    if (!t.history_) return tensor_type(std::move(result));
    std::vector<std::int64_t> const taken(indices.begin(), indices.end());
    return recorded(std::move(result), by(t, [be = be_, taken, axis, extent = shape(t)[axis]](tensor const& g) {
                      return suregrasp::add_to_slices(be, g, taken, axis, extent);
                    }));
  }
  [[nodiscard]] tensor_type slice(tensor_type const& t, std::size_t axis, std::int64_t first,
                                  std::int64_t count) const {
    auto result = suregrasp::slice(be_, t.value(), axis, first, count);
    if (!t.history_) return tensor_type(std::move(result));
    return recorded(std::move(result), by(t, [be = be_, axis, first, from = shape(t)](tensor const& g) {
                      return suregrasp::add_to_neighbours(be, g, axis, first, from);
                    }));
  }
  [[nodiscard]] tensor_type concat(std::span<tensor_type const> tensors, std::size_t axis) const {
    std::vector<tensor> values;
    std::vector<origin> origins;
    std::int64_t first = 0;
    for (auto const& t : tensors) {
      values.push_back(t.value());
      if (axis >= shape(t).size()) continue;  // which the backend refuses
      auto const count = shape(t)[axis];
      origins.push_back(by(
          t, [be = be_, axis, first, count](tensor const& g) { return suregrasp::slice(be, g, axis, first, count); }));
      first += count;
    }
    return recorded(be_.concat(values, axis), std::move(origins));
  }

  [[nodiscard]] tensor_type add(tensor_type const& a, tensor_type const& b) const {
    return recorded(be_.add(a.value(), b.value()), by_broadcast(a, [](tensor const& g) { return g; }),
                    by_broadcast(b, [](tensor const& g) { return g; }));
  }
  [[nodiscard]] tensor_type sub(tensor_type const& a, tensor_type const& b) const {
    return recorded(be_.sub(a.value(), b.value()), by_broadcast(a, [](tensor const& g) { return g; }),
                    by_broadcast(b, [be = be_](tensor const& g) { return suregrasp::scale(be, g, -1); }));
  }
  [[nodiscard]] tensor_type mul(tensor_type const& a, tensor_type const& b) const {
    return recorded(be_.mul(a.value(), b.value()),
                    by_broadcast(a, [be = be_, y = b.value_](tensor const& g) { return be.mul(g, *y); }),
                    by_broadcast(b, [be = be_, x = a.value_](tensor const& g) { return be.mul(g, *x); }));
  }
  [[nodiscard]] tensor_type div(tensor_type const& a, tensor_type const& b) const {
    auto const slope = [be = be_, x = a.value_, y = b.value_](tensor const& g) {
      return suregrasp::scale(be, be.mul(g, be.div(be.div(*x, *y), *y)), -1);
    };
    return recorded(be_.div(a.value(), b.value()),
                    by_broadcast(a, [be = be_, y = b.value_](tensor const& g) { return be.div(g, *y); }),
                    by_broadcast(b, slope));
  }

  [[nodiscard]] tensor_type exp(tensor_type const& t) const {
    auto const result = std::make_shared<tensor const>(be_.exp(t.value()));
    return recorded(*result, by(t, [be = be_, result](tensor const& g) { return be.mul(g, *result); }));
  }
  [[nodiscard]] tensor_type log(tensor_type const& t) const {
    return recorded(be_.log(t.value()), by(t, [be = be_, x = t.value_](tensor const& g) { return be.div(g, *x); }));
  }
  [[nodiscard]] tensor_type sin(tensor_type const& t) const {
    return recorded(suregrasp::sin(be_, t.value()),
                    by(t, [be = be_, x = t.value_](tensor const& g) { return be.mul(g, suregrasp::cos(be, *x)); }));
  }
  [[nodiscard]] tensor_type cos(tensor_type const& t) const {
    return recorded(suregrasp::cos(be_, t.value()), by(t, [be = be_, x = t.value_](tensor const& g) {
                      return suregrasp::scale(be, be.mul(g, suregrasp::sin(be, *x)), -1);
                    }));
  }
  /// Without the history of `t`.
  [[nodiscard]] tensor_type round(tensor_type const& t) const { return tensor_type(suregrasp::round(be_, t.value())); }
  [[nodiscard]] tensor_type where(tensor_type const& condition, tensor_type const& a, tensor_type const& b) const {
    auto const c = condition.value_;
    return recorded(
        be_.where(*c, a.value(), b.value()),
        by_broadcast(a, [be = be_, c](tensor const& g) { return be.where(*c, g, suregrasp::constant(be, 0)); }),
        by_broadcast(b, [be = be_, c](tensor const& g) { return be.where(*c, suregrasp::constant(be, 0), g); }));
  }

  [[nodiscard]] tensor_type sum(tensor_type const& t, std::size_t axis) const {
    return recorded(be_.sum(t.value(), axis), by(t, [be = be_, axis, from = shape(t)](tensor const& g) {
                      return suregrasp::repeat(be, g, axis, from[axis]);
                    }));
  }
  [[nodiscard]] tensor_type max(tensor_type const& t, std::size_t axis) const {
    auto const largest = std::make_shared<tensor const>(be_.max(t.value(), axis));
    return recorded(*largest, by(t, [be = be_, axis, x = t.value_, largest](tensor const& g) {
      auto const zero = suregrasp::constant(be, 0), one = suregrasp::constant(be, 1), less = be.sub(*largest, *x);
      auto const ties = be.sum(be.where(less, zero, one), axis);
      // exp(y y) is at least 1 unless y is NaN, and then so is its share.
      auto const parts = be.where(be.exp(be.mul(*largest, *largest)), ties, *largest);
      return be.where(less, zero, be.div(g, parts));
    }));
  }

  [[nodiscard]] tensor_type matmul(tensor_type const& a, tensor_type const& b) const
    requires linalg_backend<B>
  {
    return recorded(
        be_.matmul(a.value(), b.value()),
        by(a, [be = be_, y = b.value_](tensor const& g) { return be.matmul(g, suregrasp::transpose(be, *y)); }),
        by(b, [be = be_, x = a.value_](tensor const& g) { return be.matmul(suregrasp::transpose(be, *x), g); }));
  }

  [[nodiscard]] tensor_type variable(tensor_type const& t) const {
    return tensor_type(t.value(), std::make_shared<record>());
  }
  [[nodiscard]] tensor_type stop_gradient(tensor_type const& t) const { return tensor_type(t.value()); }

  /// Throws `shape_error` unless `loss` has one element. A leaf may be any tensor that was recorded.
  [[nodiscard]] std::vector<tensor_type> gradient(tensor_type const& loss, std::span<tensor_type const> leaves) const {
    if (element_count(shape(loss)) != 1)
      throw shape_error("shape.gradient", "expected a loss of one element, got shape " + to_string(shape(loss)));
    std::vector<typename record::link> links;
    for (auto const& leaf : leaves) links.push_back(leaf.history_);
    auto const found = record::backwards(be_, loss.history_, suregrasp::constant(be_, 1, shape(loss)), links);
    std::vector<tensor_type> gradients;
    for (std::size_t i = 0; i < leaves.size(); ++i)
      gradients.push_back(tensor_type(found[i] ? *found[i] : suregrasp::zeros(be_, shape(leaves[i]))));
    return gradients;
  }

 private:
  using tensor = tensor_t<B>;
  using record = gradient_record<B>;
  using origin = typename record::origin;

  /// The share of `t`; none where its history is not recorded.
  template <class Derivative>
  [[nodiscard]] static origin by(tensor_type const& t, Derivative derivative) {
    return t.history_ ? origin{t.history_, std::move(derivative)} : origin{};
  }

  /// The same for an operand that may have been broadcast.
  template <class Derivative>
  [[nodiscard]] origin by_broadcast(tensor_type const& t, Derivative derivative) const {
    return by(t, [be = be_, to = shape(t), derivative](tensor const& g) {
      return suregrasp::sum_to_shape(be, derivative(g), to);
    });
  }

  [[nodiscard]] static tensor_type recorded(tensor value, std::vector<origin> origins) {
    bool const history = std::ranges::any_of(origins, [](origin const& o) { return o.from != nullptr; });
    return tensor_type(std::move(value), history ? std::make_shared<record>(std::move(origins)) : nullptr);
  }
  template <std::same_as<origin>... Origins>
  [[nodiscard]] static tensor_type recorded(tensor value, Origins... origins) {
    if (!((origins.from != nullptr) || ...)) return tensor_type(std::move(value));
    return tensor_type(std::move(value), std::make_shared<record>(std::vector<origin>{std::move(origins)...}));
  }

  B be_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_TAPE_HPP
