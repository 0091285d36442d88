#ifndef SUREGRASP_BACKEND_IMPL_GRADIENT_RECORD_HPP
#define SUREGRASP_BACKEND_IMPL_GRADIENT_RECORD_HPP

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <suregrasp/backend/derived.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// How one tensor came about: what it was made of, and how a derivative by it becomes derivatives by those.
template <tensor_backend B>
class gradient_record {
 public:
  using tensor = tensor_t<B>;
  using link = std::shared_ptr<gradient_record>;

  /// Receives the derivative by this tensor, of its shape.
  using share = std::function<tensor(tensor const&)>;

  /// One tensor this was made of, and the share of the derivative that goes to it.
  struct origin {
    link from;
    share derivative;
  };

  gradient_record() = default;
  explicit gradient_record(std::vector<origin> origins) : origins_(std::move(origins)) {}
  gradient_record(gradient_record const&) = delete;
  gradient_record& operator=(gradient_record const&) = delete;

  /// A long history is let go in a loop: link by link would be as deep a recursion as the history is long.
  ~gradient_record() {
    auto doomed = std::move(origins_);
    while (!doomed.empty()) {
      auto const last = std::move(doomed.back().from);
      doomed.pop_back();
      if (last.use_count() != 1) continue;
      for (auto& before : last->origins_) doomed.push_back(std::move(before));
      last->origins_.clear();
    }
  }

  /// Derivatives by each of `leaves` of the tensor with history `last`, whose derivative by itself is `seed`. Empty for
  /// a leaf it does not depend on. Later records go first, so that each has all its shares before it passes them on;
  /// the order is that of the computation, whatever the addresses.
  [[nodiscard]] static std::vector<std::shared_ptr<tensor const>> backwards(B const& be, link const& last,
                                                                            tensor const& seed,
                                                                            std::vector<link> const& leaves) {
    struct due {
      gradient_record const* record;
      tensor total;
    };
    std::map<std::uint64_t, due, std::greater<>> pending;
    std::vector<std::shared_ptr<tensor const>> results(leaves.size());
    if (last) pending.emplace(last->age_, due{last.get(), seed});
    while (!pending.empty()) {
      auto const now = pending.extract(pending.begin());
      auto const& [record, total] = now.mapped();
      for (std::size_t i = 0; i < leaves.size(); ++i)
        if (leaves[i].get() == record) results[i] = std::make_shared<tensor const>(total);
      for (auto const& [from, derivative] : record->origins_) {
        if (!from) continue;
        auto part = derivative(total);
        auto const [at, first] = pending.try_emplace(from->age_, due{from.get(), part});
        if (!first) at->second.total = be.add(at->second.total, part);
      }
    }
    return results;
  }

 private:
  [[nodiscard]] static std::uint64_t next_age() {
    static std::atomic<std::uint64_t> count = 0;
    return ++count;
  }

  std::uint64_t age_ = next_age();
  std::vector<origin> origins_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKEND_IMPL_GRADIENT_RECORD_HPP
