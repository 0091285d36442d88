#ifndef SUREGRASP_TESTING_THREAD_GROUP_HPP
#define SUREGRASP_TESTING_THREAD_GROUP_HPP

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/process_group.hpp>
#include <thread>
#include <vector>

namespace suregrasp::inline v2::testing {

/// A process group whose processes are threads of this one: what runs on several processes can be tried without any.
/// It has nothing but `gather`, so that all else is derived. Made by `in_threads`.
class thread_group {
 public:
  [[nodiscard]] std::size_t rank() const { return rank_; }
  [[nodiscard]] std::size_t size() const { return table_->entries.size(); }

  /// Throws `distributed_error` `distributed.peer` where another thread has ended by an exception.
  [[nodiscard]] std::vector<std::string> gather(std::string_view bytes) const {
    auto& table = *table_;
    std::unique_lock lock(table.mutex);
    table.changed.wait(lock, [&] { return table.broken || !table.leaving; });  // the last gathering is over
    require_whole();
    table.entries[rank_] = bytes;
    if (++table.arrived == size()) table.leaving = true;
    table.changed.notify_all();
    table.changed.wait(lock, [&] { return table.broken || table.leaving; });
    if (!table.leaving) require_whole();
    auto all = table.entries;
    if (--table.arrived == 0) table.leaving = false;
    table.changed.notify_all();
    return all;
  }

  /// Calls `f(group)` in `size` threads, each with its own rank. Rethrows what the first of them, by rank, has thrown
  /// of its own accord.
  template <class F>
  static void run(std::size_t size, F const& f) {
    auto const table = std::make_shared<exchange>(size);
    std::vector<std::exception_ptr> thrown(size);
    std::vector<std::thread> threads;
    for (std::size_t rank = 0; rank < size; ++rank)
      threads.emplace_back([&, rank] {
        try {
          f(thread_group(table, rank));
        } catch (...) {
          thrown[rank] = std::current_exception();
          std::lock_guard const lock(table->mutex);
          table->broken = true;
          table->changed.notify_all();
        }
      });
    for (auto& each : threads) each.join();
    rethrow_first(thrown);
  }

 private:
  struct exchange {
    explicit exchange(std::size_t size) : entries(size) {}
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> entries;
    std::size_t arrived = 0;
    bool leaving = false;  ///< all have arrived, and not all have gone
    bool broken = false;
  };

  thread_group(std::shared_ptr<exchange> table, std::size_t rank) : table_(std::move(table)), rank_(rank) {}

  void require_whole() const {
    if (table_->broken) throw distributed_error("distributed.peer", "another process of the group is gone");
  }

  static void rethrow_first(std::vector<std::exception_ptr> const& thrown) {
    std::exception_ptr left_alone;
    for (auto const& each : thrown) {
      if (!each) continue;
      try {
        std::rethrow_exception(each);
      } catch (distributed_error const& problem) {
        if (problem.id() != "distributed.peer") throw;
        left_alone = each;
      }
    }
    if (left_alone) std::rethrow_exception(left_alone);
  }

  std::shared_ptr<exchange> table_;
  std::size_t rank_;
};

static_assert(process_group<thread_group>);

/// Calls `f(group)` in `size` threads that are a group; see `thread_group::run`.
template <class F>
void in_threads(std::size_t size, F const& f) {
  thread_group::run(size, f);
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_THREAD_GROUP_HPP
