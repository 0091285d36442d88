#ifndef SUREGRASP_DATA_PREFETCH_HPP
#define SUREGRASP_DATA_PREFETCH_HPP

#include <cstdint>
#include <functional>
#include <future>
#include <utility>

namespace suregrasp::inline v1 {

/// Makes item `n + 1` on another thread while item `n` is worked on, so that training does not wait for images.
///
/// `make(n)` must depend on n alone. Exceptions it throws come out of `get`.
template <class T>
class prefetch {
 public:
  explicit prefetch(std::function<T(std::int64_t)> make) : make_(std::move(make)) {}

  /// Item `n`; fast when the last call asked for `n - 1`.
  [[nodiscard]] T get(std::int64_t n) {
    T item = next_.valid() && number_ == n ? next_.get() : make_(n);
    number_ = n + 1;
    next_ = std::async(std::launch::async, make_, number_);
    return item;
  }

 private:
  std::function<T(std::int64_t)> make_;
  std::int64_t number_ = -1;
  std::future<T> next_;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DATA_PREFETCH_HPP
