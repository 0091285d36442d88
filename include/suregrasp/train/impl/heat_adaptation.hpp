#ifndef SUREGRASP_TRAIN_IMPL_HEAT_ADAPTATION_HPP
#define SUREGRASP_TRAIN_IMPL_HEAT_ADAPTATION_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/impl/checkpoint_parts.hpp>
#include <suregrasp/train/impl/adaptation_context.hpp>
#include <suregrasp/train/impl/run_checkpoints.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// LocNet learns what the new workplace looks like, from the labelled photographs alone: the same for every method, so
/// that with a cache the methods share it.
template <class B, adaptable_heads<B> Network>
class heat_adaptation {
 public:
  using moment = training_checkpoint<float>;

  explicit heat_adaptation(adaptation_context<B, Network> const& context) : it_(context), key_(make_key()) {}

  /// Goes on from where `resumed` had stopped, which may be later than LocNet.
  void operator()(std::optional<moment> const& resumed, run_checkpoints<>& checkpoints) {
    auto const steps = it_.options.heat_steps;
    if (steps == 0) return;
    auto training = it_.network.heat_training(it_.options.heat_learning_rate);
    std::int64_t step = 0;
    if (resumed) {
      load(*resumed);
      step = std::min(resumed->step, steps);
      if (step < steps) training.optimizer().load_state(detail::stored_part(resumed->bytes, "locnet optimizer"));
    } else if (auto const known = it_.cache.location_net(key_, it_.hooks.note)) {
      load(*known);
      step = steps;
    }
    if (step == steps) return;
    run(training, step, checkpoints);
    it_.cache.keep_location_net(key_, state(steps));
    checkpoints.write(state(steps), phase);
  }

  /// What a checkpoint holds of LocNet, after `step` steps.
  [[nodiscard]] moment state(std::int64_t step) const {
    moment at{.step = step};
    detail::store_model(it_.be, "locnet", it_.network.location_state(), at);
    return at;
  }

  /// Of all that decides the adapted LocNet.
  [[nodiscard]] std::string const& key() const { return key_; }

 private:
  static constexpr char const* phase = "adapting LocNet";

  [[nodiscard]] std::string make_key() const {
    auto const& o = it_.options;
    digest all;
    all.add(it_.weights).add(o.seed).add(o.heat_steps).add(o.heat_learning_rate);
    return all.add(it_.digest_of_samples(it_.data.labelled)).text();
  }

  template <class Training>
  void run(Training& training, std::int64_t step, run_checkpoints<>& checkpoints) {
    auto const& o = it_.options;
    auto const count = it_.data.labelled.size();
    epoch_sampler const sampler(count, std::min<std::size_t>(8, count), it_.random.fork("heat"));
    batch_options const batches{.input = it_.input(), .encoding = it_.network.encoding()};
    it_.tell(phase, step, o.heat_steps);
    while (step < o.heat_steps) {
      std::vector<std::size_t> drawn;
      for (auto const i : sampler(step)) drawn.push_back(it_.data.labelled[i]);
      auto const random = it_.random.fork("heat batch", static_cast<std::uint64_t>(step));
      double const loss =
          training.step(make_training_batch(it_.data.samples, drawn, batches, random, batch_part::whole(drawn.size())),
                        o.heat_learning_rate);
      it_.tell(phase, ++step, o.heat_steps, "loss " + significant_text(loss));
      if (step == o.heat_steps || !checkpoints.due()) continue;
      auto at = state(step);
      at.bytes["locnet optimizer"] = training.optimizer().state();
      checkpoints.write(std::move(at), phase);
    }
  }

  void load(moment const& at) {
    it_.network.load_location_state(detail::stored_model(it_.be, "locnet", it_.network.location_state(), at));
  }

  adaptation_context<B, Network> const& it_;
  std::string key_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_HEAT_ADAPTATION_HPP
