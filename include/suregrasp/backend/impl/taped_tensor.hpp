#ifndef SUREGRASP_BACKEND_IMPL_TAPED_TENSOR_HPP
#define SUREGRASP_BACKEND_IMPL_TAPED_TENSOR_HPP

#include <memory>
#include <suregrasp/backend/impl/gradient_record.hpp>
#include <utility>

namespace suregrasp::inline v2 {

template <tensor_backend B>
class taped;

/// A tensor of a `taped` backend: a value that copies share, and how it came about where that is recorded.
template <tensor_backend B>
class taped_tensor {
 public:
  [[nodiscard]] tensor_t<B> const& value() const { return *value_; }

 private:
  friend class taped<B>;
  using record = gradient_record<B>;

  explicit taped_tensor(tensor_t<B> value, typename record::link history = nullptr)
      : value_(std::make_shared<tensor_t<B> const>(std::move(value))), history_(std::move(history)) {}

  std::shared_ptr<tensor_t<B> const> value_;
  typename record::link history_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_IMPL_TAPED_TENSOR_HPP
