#ifndef SUREGRASP_BACKENDS_LIBTORCH_C10D_GROUP_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_C10D_GROUP_HPP

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/backends/libtorch/rendezvous.hpp>
#include <suregrasp/distributed/process_group.hpp>
#include <utility>
#include <vector>
//
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/Work.hpp>

namespace suregrasp::inline v2::libtorch {

/// What a group has sent, and how long it has waited.
struct group_traffic {
  double bytes = 0;    ///< handed over by this process, to be sent about twice as all-reduce does
  double seconds = 0;  ///< spent in calls of the group
};

namespace detail {

/// A process group by one of the engines of LibTorch's c10d. `Engine::open(options, store)` makes its group, of type
/// `Engine::type`; `Engine::device(options)` is where it wants tensors. They are summed in float or double; those of
/// another type, or another device, go that way.
template <class Engine>
class c10d_group {
 public:
  explicit c10d_group(group_options options) : state_(std::make_shared<state>()) {
    state_->options = std::move(options);
    if (size() == 1) return;
    auto const& o = state_->options;
    state_->store = open_store(o);
    state_->device = Engine::device(o);
    state_->group = while_meeting(
        o, [&] { return Engine::open(o, c10::make_intrusive<c10d::PrefixStore>("suregrasp", state_->store)); });
  }

  [[nodiscard]] std::size_t rank() const { return state_->options.rank; }
  [[nodiscard]] std::size_t size() const { return state_->options.size; }

  [[nodiscard]] std::vector<std::string> gather(std::string_view bytes) const {
    if (size() == 1) return {std::string(bytes)};
    std::vector<torch::Tensor> const lengths = all_of(torch::tensor({static_cast<std::int64_t>(bytes.size())}));
    std::int64_t longest = 0;
    for (torch::Tensor const& each : lengths) longest = std::max(longest, each.item<std::int64_t>());
    std::vector<std::string> all(size());
    if (longest == 0) return all;
    auto const theirs = all_of(padded(bytes, longest));
    for (std::size_t i = 0; i < size(); ++i)
      all[i].assign(static_cast<char const*>(theirs[i].data_ptr()),
                    static_cast<std::size_t>(lengths[i].item<std::int64_t>()));
    return all;
  }

  [[nodiscard]] std::string broadcast(std::string_view bytes) const {
    if (size() == 1) return std::string(bytes);
    torch::Tensor const told = first(torch::tensor({static_cast<std::int64_t>(bytes.size())}));
    auto const length = told.item<std::int64_t>();
    if (length == 0) return {};
    auto const text = first(rank() == 0 ? padded(bytes, length) : torch::empty({length}, torch::kByte));
    return {static_cast<char const*>(text.data_ptr()), static_cast<std::size_t>(length)};
  }

  void barrier() const {
    if (size() > 1) timed("waited for all", 0, [&] { state_->group->barrier()->wait(); });
  }

  void sum(std::span<double> values) const {
    if (size() == 1 || values.empty()) return;
    auto const host = torch::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}, torch::kDouble);
    auto const shared = host.to(state_->device);  // itself on the host
    timed("summed", static_cast<double>(values.size_bytes()), [&] { begin_sum(shared)->wait(); });
    if (!shared.is_same(host)) host.copy_(shared);
  }

  /// In stretches of about 16 MB, of which one is put together while others are under way.
  void sum_tensors(std::vector<torch::Tensor>& tensors) const {
    if (size() == 1) return;
    torch::NoGradGuard const no_gradient;
    for (auto const type : {torch::kFloat, torch::kDouble}) {
      std::vector<stretch> under_way;
      double bytes = 0;
      timed("summed gradients", 0, [&] {
        for (std::size_t i = 0; i < tensors.size();) {
          stretch next{.tensors = {}, .flat = {}, .work = {}};
          std::vector<torch::Tensor> parts;
          for (std::int64_t count = 0; i < tensors.size() && count < most_values; ++i) {
            if (summed_as(tensors[i]) != type || tensors[i].numel() == 0) continue;
            next.tensors.push_back(i);
            parts.push_back(tensors[i].detach().reshape({-1}).to(state_->device, type));
            count += parts.back().numel();
          }
          if (parts.empty()) continue;
          next.flat = torch::cat(parts);
          bytes += static_cast<double>(next.flat.nbytes());
          next.work = begin_sum(next.flat);
          under_way.push_back(std::move(next));
        }
        for (auto const& each : under_way) put_back(each, tensors);
      });
      state_->traffic.bytes += bytes;
    }
  }

  [[nodiscard]] group_traffic traffic() const { return state_->traffic; }

 private:
  static constexpr std::int64_t most_values = 1 << 22;

  struct state {
    state() = default;
    state(state const&) = delete;
    state& operator=(state const&) = delete;
    ~state() {
      broken_pipes_told const guard;  // the others may have gone
      group.reset();
      store.reset();
    }

    group_options options;
    c10::intrusive_ptr<c10d::Store> store;
    c10::intrusive_ptr<typename Engine::type> group;
    torch::Device device = torch::kCPU;
    group_traffic traffic;
  };

  /// Tensors that are summed as one.
  struct stretch {
    std::vector<std::size_t> tensors;  ///< their numbers
    torch::Tensor flat;
    c10::intrusive_ptr<c10d::Work> work;
  };

  [[nodiscard]] static torch::ScalarType summed_as(torch::Tensor const& t) {
    return t.scalar_type() == torch::kDouble ? torch::kDouble : torch::kFloat;
  }

  [[nodiscard]] c10::intrusive_ptr<c10d::Work> begin_sum(torch::Tensor const& values) const {
    std::vector<torch::Tensor> one{values};
    return state_->group->allreduce(one);
  }

  static void put_back(stretch const& done, std::vector<torch::Tensor>& tensors) {
    done.work->wait();
    std::int64_t at = 0;
    for (auto const i : done.tensors) {
      auto& each = tensors[i];
      auto const sum = done.flat.narrow(0, at, each.numel()).view(each.sizes());
      each = sum.to(each.options()).clone();
      at += each.numel();
    }
  }

  [[nodiscard]] static torch::Tensor padded(std::string_view bytes, std::int64_t length) {
    auto const all = torch::zeros({length}, torch::kByte);
    if (!bytes.empty()) std::memcpy(all.data_ptr(), bytes.data(), bytes.size());
    return all;
  }

  /// One tensor of every process, of one shape, on the host.
  [[nodiscard]] std::vector<torch::Tensor> all_of(torch::Tensor const& own) const {
    std::vector<torch::Tensor> one{own.to(state_->device)};
    std::vector<std::vector<torch::Tensor>> all(1);
    for (std::size_t i = 0; i < size(); ++i) all[0].push_back(torch::empty_like(one.front()));
    timed("gathered", static_cast<double>(own.nbytes()), [&] { state_->group->allgather(all, one)->wait(); });
    for (auto& each : all[0]) each = each.cpu();
    return all[0];
  }

  /// The tensor of rank 0, on the host.
  [[nodiscard]] torch::Tensor first(torch::Tensor const& own) const {
    std::vector<torch::Tensor> one{own.to(state_->device)};
    timed("took over from rank 0", static_cast<double>(own.nbytes()), [&] { state_->group->broadcast(one)->wait(); });
    return one.front().cpu();
  }

  template <class F>
  void timed(char const* doing, double bytes, F const& f) const {
    using clock = std::chrono::steady_clock;
    auto const start = clock::now();
    as_distributed(state_->options, doing, f);
    state_->traffic.seconds += std::chrono::duration<double>(clock::now() - start).count();
    state_->traffic.bytes += bytes;
  }

  std::shared_ptr<state> state_;
};

}  // namespace detail

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_C10D_GROUP_HPP
