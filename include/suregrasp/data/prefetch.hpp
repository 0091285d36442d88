#ifndef SUREGRASP_DATA_PREFETCH_HPP
#define SUREGRASP_DATA_PREFETCH_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <utility>

namespace suregrasp::inline v2 {

/// Makes item `n + 1` on another thread while item `n` is in use, so that training does not wait for images.
///
/// `make(n)` runs on other threads than the caller's and must depend on n alone; its exceptions are rethrown by `get`.
/// Call `get` from one thread at a time.
template <class T>
class prefetch {
 public:
  explicit prefetch(std::function<T(std::int64_t)> make) : make_(std::move(make)) {}

  /// Item `n`; made ahead if the last call asked for `n - 1`.
  [[nodiscard]] T get(std::int64_t n) {
    auto const asked = clock::now();
    T item = next_.valid() && number_ == n ? next_.get() : make_(n);
    number_ = n + 1;
    next_ = std::async(std::launch::async, make_, number_);
    auto const given = clock::now();
    if (began_ != clock::time_point()) waited_ += given - asked;  // nothing could have been made ahead of the first
    if (began_ == clock::time_point()) began_ = given;
    ended_ = given;
    return item;
  }

  /// Share of the time between the first and the last call of `get` that was spent waiting in it, from 0 to 1.
  [[nodiscard]] double waiting_share() const {
    std::chrono::duration<double> const all = ended_ - began_, waited = waited_;
    return all.count() > 0 ? waited / all : 0;
  }

 private:
  using clock = std::chrono::steady_clock;

  std::function<T(std::int64_t)> make_;
  std::int64_t number_ = -1;
  std::future<T> next_;
  clock::time_point began_, ended_;
  clock::duration waited_{0};
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_PREFETCH_HPP
