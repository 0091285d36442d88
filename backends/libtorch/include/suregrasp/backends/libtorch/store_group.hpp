#ifndef SUREGRASP_BACKENDS_LIBTORCH_STORE_GROUP_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_STORE_GROUP_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <suregrasp/backends/libtorch/rendezvous.hpp>
#include <suregrasp/distributed/impl/packed_texts.hpp>
#include <suregrasp/distributed/process_group.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// A process group by LibTorch's store alone, which any build of it has: all that is said goes through rank 0. For
/// small models, and where a LibTorch or a machine has no Gloo. Of the time-outs `patience` holds for every call; a
/// process that is gone is noticed by it, and rank 0 at once.
class store_group {
 public:
  /// Waits for all processes. Throws `distributed_error`: `distributed.port`, `distributed.meeting`.
  explicit store_group(group_options options) : state_(std::make_shared<state>()) {
    state_->options = std::move(options);
    if (size() == 1) return;
    state_->store = detail::open_store(state_->options);
    detail::while_meeting(state_->options, [&] { return exchanged({}); });
    state_->store->setTimeout(state_->options.patience);
  }

  [[nodiscard]] std::size_t rank() const { return state_->options.rank; }
  [[nodiscard]] std::size_t size() const { return state_->options.size; }

  [[nodiscard]] std::vector<std::string> gather(std::string_view bytes) const {
    if (size() == 1) return {std::string(bytes)};
    return detail::as_distributed(state_->options, "gathered", [&] { return exchanged(bytes); });
  }

 private:
  struct state {
    state() = default;
    state(state const&) = delete;
    state& operator=(state const&) = delete;
    ~state() {
      detail::broken_pipes_told const guard;  // the others may have gone
      if (store) leave();
      store.reset();
    }

    /// Rank 0 goes last, for the store goes with it. One that is gone is not waited for longer than `patience`.
    void leave() noexcept try {
      if (options.rank != 0) return store->set(key("left", options.rank), std::vector<std::uint8_t>{1});
      for (std::size_t other = 1; other < options.size; ++other) (void)store->get(key("left", other));
    } catch (std::exception const&) {
    }

    group_options options;
    c10::intrusive_ptr<c10d::Store> store;
    std::uint64_t calls = 0;
  };

  /// Rank 0 puts together what all have passed.
  [[nodiscard]] std::vector<std::string> exchanged(std::string_view bytes) const {
    auto& store = *state_->store;
    auto const call = std::to_string(state_->calls++);
    std::vector<std::string> all;
    if (rank() != 0) {
      store.set(key(call, rank()), bytes_of(bytes));
      return suregrasp::detail::unpacked_texts(text_of(store.get(key(call, 0))));
    }
    all.emplace_back(bytes);
    for (std::size_t other = 1; other < size(); ++other) {
      all.push_back(text_of(store.get(key(call, other))));
      store.deleteKey(key(call, other));
    }
    if (state_->calls > 1) store.deleteKey(key(std::to_string(state_->calls - 2), 0));  // all are past it
    store.set(key(call, 0), bytes_of(suregrasp::detail::packed_texts(all)));
    return all;
  }

  [[nodiscard]] static std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
  [[nodiscard]] static std::string text_of(std::vector<std::uint8_t> const& bytes) {
    return {bytes.begin(), bytes.end()};
  }

  [[nodiscard]] static std::string key(std::string const& call, std::size_t rank) {
    return "suregrasp/" + call + "/" + std::to_string(rank);
  }

  std::shared_ptr<state> state_;
};

static_assert(process_group<store_group>);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_STORE_GROUP_HPP
