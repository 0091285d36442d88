#ifndef SUREGRASP_TRAIN_IMPL_HEAD_ADAPTATION_RUN_HPP
#define SUREGRASP_TRAIN_IMPL_HEAD_ADAPTATION_RUN_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/backend/extensions.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/teacher/impl/checkpoint_parts.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <suregrasp/train/impl/adaptation_curve.hpp>
#include <suregrasp/train/impl/adaptation_features.hpp>
#include <suregrasp/train/impl/heat_adaptation.hpp>
#include <suregrasp/train/training_data.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// One adaptation from its start, or from a checkpoint, to its end.
template <class B, adaptable_heads<B> Network>
class head_adaptation_run {
 public:
  using tensor = tensor_t<B>;
  using moment = training_checkpoint<float>;

  explicit head_adaptation_run(adaptation_context<B, Network> context)
      : it_(std::move(context)),
        checkpoints_(it_.hooks, "adaptation 2", it_.configuration()),
        resumed_(checkpoints_.newest()),
        heat_(it_) {}
  head_adaptation_run(head_adaptation_run const&) = delete;
  head_adaptation_run& operator=(head_adaptation_run const&) = delete;
  ~head_adaptation_run() = default;

  adaptation_result operator()() {
    auto const& o = it_.options;
    if (resumed_)
      it_.tell(resumed_->step < o.heat_steps
                   ? "resuming LocNet at step " + std::to_string(resumed_->step)
                   : "resuming PoseNet at step " + std::to_string(resumed_->step - o.heat_steps));
    heat_(resumed_, checkpoints_);
    features_ = feature_source(it_, heat_.key())();
    switch (o.method) {
      case adaptation_method::direct:
        return adapt_heads(keep_none{});
      case adaptation_method::mean_teacher:
        return adapt_heads(named_filter({.name = filter_name::all}));
      case adaptation_method::confident:
        break;
    }
    return adapt_heads(named_filter(o.filter));
  }

 private:
  template <class Filter>
  [[nodiscard]] auto make_loop(Filter filter) const {
    auto const& o = it_.options;
    auto heads = it_.network.heads();
    auto optimizer = it_.network.heads_optimizer(heads, o.learning_rate);
    auto fusion = it_.network.fusion();
    fusion.unit_angle = o.targets == pseudo_label_angle::unit;
    mean_teacher_options const schedules{
        .alpha = linear_schedule{o.alpha_first, o.alpha_last, std::max<std::int64_t>(1, o.steps / 4)},
        .consistency_weight = constant_schedule{o.consistency},
        .unlabelled_slots = candidates_of(o) == 0 ? 0 : o.unlabelled_batch * (o.by_component ? 2 : 1),
        .starved_after = 500 + o.filter.warm_up};
    return mean_teacher(it_.be, std::move(heads),
                        pose_task<B>(it_.be, features_.labelled, features_.unlabelled.crops, it_.network.encoding(),
                                     fusion, {.by_component = o.by_component, .known = features_.unlabelled.near}),
                        std::move(optimizer), std::move(filter), schedules);
  }

  template <class Filter>
  [[nodiscard]] adaptation_result adapt_heads(Filter filter) {
    auto const& o = it_.options;
    auto const& unlabelled_crops = features_.unlabelled.crops;
    auto loop = make_loop(std::move(filter));
    epoch_sampler const labelled(features_.labelled.locations * features_.labelled.views, o.labelled_batch,
                                 it_.random.fork("labelled batches"));
    epoch_sampler const unlabelled(std::max<std::size_t>(1, unlabelled_crops.locations),
                                   candidates_of(o) > 0 ? candidates_of(o) : o.unlabelled_batch,
                                   it_.random.fork("unlabelled batches"));
    auto const every = std::max<std::int64_t>(1, o.steps / o.evaluations);
    begin(loop);
    if (loop.steps_done() < o.steps) it_.tell(phase, loop.steps_done(), o.steps);
    while (loop.steps_done() < o.steps) {
      auto const step = loop.steps_done();
      auto const report = loop.step(as_rows(labelled(step)), as_rows(unlabelled(step)),
                                    it_.random.fork("lesson", static_cast<std::uint64_t>(step)));
      if (it_.hooks.on_step) it_.hooks.on_step(report);
      curve_.add(report);
      if (loop.steps_done() % every == 0)
        curve_.close(step + 1, held_out_losses(loop.best()), !std::same_as<Filter, keep_none>);
      it_.tell(phase, step + 1, o.steps, "evaluation loss " + significant_text(curve_.evaluation_loss()));
      if (checkpoints_.due()) checkpoints_.write(moment_of(loop), phase);
    }
    loop.require_pseudo_labels();
    it_.network.load_heads(loop.best().state());
    return result();
  }

  /// The start of the loop, or where it was interrupted.
  template <class Loop>
  void begin(Loop& loop) {
    if (!resumed_ || !resumed_->numbers.contains("loop")) {
      curve_.close(0, held_out_losses(loop.best()), false);
      return;
    }
    auto at = *std::move(resumed_);
    at.step -= it_.options.heat_steps;
    loop.resume(at, at.configuration);
    curve_.load(stored_part(at.numbers, "curve"));
  }

  template <class Loop>
  [[nodiscard]] moment moment_of(Loop const& loop) const {
    auto at = loop.checkpoint();
    at.step += it_.options.heat_steps;
    at.numbers["curve"] = curve_.state();
    at.tensors.merge(heat_.state(at.step).tensors);
    return at;
  }

  [[nodiscard]] static std::vector<std::int64_t> as_rows(std::vector<std::size_t> const& positions) {
    return {positions.begin(), positions.end()};
  }

  /// Mean losses of the fused poses at the labelled centres of the held-out photographs; NaN where there are none.
  template <class Model>
  [[nodiscard]] evaluation_losses held_out_losses(Model const& model) const {
    if (features_.held_out.locations == 0) return {};
    auto asked = model;
    auto const heads = suregrasp::without_gradients(it_.be, [&] { return asked.forward(features_.held_out.levels); });
    auto as_decoded = it_.network.fusion(), as_fused = as_decoded;
    as_decoded.unit_angle = true;
    as_fused.unit_angle = false;
    return {mean_loss(heads, as_decoded), mean_loss(heads, as_fused)};
  }

  [[nodiscard]] double mean_loss(std::vector<tensor> const& heads, fusion_options const& fusion) const {
    auto const& at = features_.held_out;
    auto const& code = it_.network.encoding();
    auto const mean = it_.be.to_host(suregrasp::fuse(it_.be, std::span<tensor const>(heads), code, fusion).mean);
    auto const columns = static_cast<std::size_t>(code.columns());
    double sum = 0;
    for (std::size_t i = 0; i < at.locations; ++i)
      sum += pose_loss(std::span<float const>(mean.values).subspan(i * columns, columns),
                       code.encode(at.maps[i](at.grasps[i])));
    return sum / static_cast<double>(at.locations);
  }

  [[nodiscard]] adaptation_result result() const {
    auto const& near = features_.unlabelled.near;
    adaptation_result all{.curve = curve_.points(),
                          .best_loss = curve_.points().front().evaluation_loss,
                          .final_loss = curve_.evaluation_loss(),
                          .labelled = ids_at(it_.data.samples, it_.data.labelled),
                          .unlabelled = ids_at(it_.data.samples, it_.data.unlabelled),
                          .held_out = ids_at(it_.data.samples, it_.data.held_out),
                          .labelled_grasps = features_.labelled.locations,
                          .unlabelled_locations = features_.unlabelled.crops.locations};
    for (auto const& each : all.curve) all.best_loss = std::min(all.best_loss, each.evaluation_loss);
    all.locations_near_labels =
        static_cast<std::size_t>(std::ranges::count_if(near, [](auto const& labels) { return !labels.empty(); }));
    return all;
  }

  static constexpr char const* phase = "adapting PoseNet";

  adaptation_context<B, Network> it_;
  run_checkpoints<> checkpoints_;
  std::optional<moment> resumed_;
  heat_adaptation<B, Network> heat_;
  adaptation_features<tensor> features_;
  adaptation_curve curve_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_HEAD_ADAPTATION_RUN_HPP
