#ifndef SUREGRASP_ROBOT_NEWEST_SLOT_HPP
#define SUREGRASP_ROBOT_NEWEST_SLOT_HPP

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

namespace suregrasp::inline v2 {

/// Room for one value between a thread that makes them and one that uses them: a new value replaces the one that nobody
/// took, so that the one taken is always the newest. All members may be called from any thread.
template <class T>
class newest_slot {
 public:
  /// Puts a value in the place of the one before.
  void put(T value) {
    {
      std::scoped_lock const lock(guard_);
      if (value_) ++replaced_;
      value_.emplace(std::move(value));
    }
    changed_.notify_one();
  }

  /// No more values will come.
  void close() {
    {
      std::scoped_lock const lock(guard_);
      closed_ = true;
    }
    changed_.notify_all();
  }

  /// The newest value; nothing where none came for so long, or none is left after `close`.
  [[nodiscard]] std::optional<T> take(std::chrono::milliseconds patience) {
    std::unique_lock lock(guard_);
    changed_.wait_for(lock, patience, [&] { return value_ || closed_; });
    return std::exchange(value_, std::nullopt);
  }

  /// Whether it is closed and empty.
  [[nodiscard]] bool finished() const {
    std::scoped_lock const lock(guard_);
    return closed_ && !value_;
  }

  /// How many values nobody took.
  [[nodiscard]] std::size_t replaced() const {
    std::scoped_lock const lock(guard_);
    return replaced_;
  }

 private:
  mutable std::mutex guard_;
  std::condition_variable changed_;
  std::optional<T> value_{};
  std::size_t replaced_ = 0;
  bool closed_ = false;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_NEWEST_SLOT_HPP
