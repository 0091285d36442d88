#ifndef SUREGRASP_TRAIN_IMPL_ADAPTATION_RUN_HPP
#define SUREGRASP_TRAIN_IMPL_ADAPTATION_RUN_HPP

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/data/prefetch.hpp>
#include <suregrasp/distributed/batch_part.hpp>
#include <suregrasp/distributed/collectives.hpp>
#include <suregrasp/evaluate/pose_error.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <suregrasp/train/adaptation_result.hpp>
#include <suregrasp/train/detector_task.hpp>
#include <suregrasp/train/impl/adaptation_curve.hpp>
#include <suregrasp/train/impl/data_digest.hpp>
#include <suregrasp/train/impl/run_checkpoints.hpp>
#include <suregrasp/train/training_data.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// One adaptation of a whole detector, from its start or from a checkpoint, to its end. What it is given must outlive
/// it.
template <differentiable_backend B, trainable_network<B> Network, process_group Group = single_process>
class adaptation_run {
 public:
  using moment = training_checkpoint<float>;

  adaptation_run(B const& be, Network& network, adaptation_data const& data, adaptation_options const& options,
                 run_hooks const& hooks, Group group = {})
      : be_(be),
        network_(network),
        data_(data),
        options_(options),
        hooks_(hooks),
        random_(options.seed),
        input_(input_of(network.input_size())),
        group_(std::move(group)),
        checkpoints_(hooks, "whole adaptation 1", configuration(), group_) {
    require_something_to_learn();
    suregrasp::require_item_for_each(options.labelled_batch, group_, "a labelled batch");
    if (!direct()) suregrasp::require_item_for_each(options.unlabelled_batch, group_, "an unlabelled batch");
  }

  adaptation_result operator()() {
    switch (options_.method) {
      case adaptation_method::direct:
        return adapt(keep_none{});
      case adaptation_method::mean_teacher:
        return adapt(named_filter({.name = filter_name::all}));
      case adaptation_method::confident:
        break;
    }
    if (options_.student_margin) return adapt(more_certain_than_student{*options_.student_margin});
    return adapt(named_filter(options_.filter));
  }

 private:
  /// What one step learns from.
  struct step_batch {
    training_batch labelled;
    unlabelled_batch unlabelled;
  };

  [[nodiscard]] bool direct() const { return options_.method == adaptation_method::direct; }

  [[nodiscard]] std::map<std::string, std::string> configuration() const {
    auto all = configuration_of(options_);
    all["network"] = network_.digest();
    all.merge(digests_of(data_, digests_of(data_.samples)));
    return all;
  }

  void require_something_to_learn() const {
    auto const has_points = [&](std::size_t i) { return !data_.samples.labels(i).grasp_points.empty(); };
    if (grasps_in_input(data_.samples, data_.labelled, input_).empty() &&
        std::ranges::none_of(data_.labelled, has_points))
      throw data_error("data.no_labels",
                       "the " + std::to_string(data_.labelled.size()) + " labelled photographs have no grasp in view");
    if (!direct() && data_.unlabelled.empty())
      throw data_error("data.no_unlabelled",
                       "no photograph is left to learn from without labels; label fewer, hold out less, or adapt by "
                       "the direct method");
  }

  template <class Filter>
  [[nodiscard]] auto make_loop(Filter filter) {
    auto const& o = options_;
    auto const side = static_cast<double>(network_.input_size());
    detector_student<B, Network> student(be_, network_.clone(), o.teacher_views, o.peaks,
                                         detect_options{}.smoothing * side);
    auto optimizer = student.network().optimizer(o);
    detector_task<B> task(
        be_, network_.encoding(), network_.fusion(), network_.input_size(),
        {.heat_weight = o.heat_weight,
         .heat_samples = o.heat_samples,
         .poses = {.by_component = o.by_component, .measure = o.uncertainty, .agreement = o.agreement}});
    mean_teacher_options const schedules{
        .alpha = linear_schedule{o.alpha_first, o.alpha_last, std::max<std::int64_t>(1, o.steps / 4)},
        .consistency_weight = consistency_weight(),
        .starved_after = 0};
    return mean_teacher(be_, std::move(student), std::move(task), std::move(optimizer), std::move(filter), schedules,
                        group_);
  }

  [[nodiscard]] std::function<double(std::int64_t)> consistency_weight() const {
    auto const ramp = static_cast<std::int64_t>(options_.ramp_up * static_cast<double>(options_.steps));
    if (ramp == 0) return constant_schedule{options_.consistency};
    return sigmoid_ramp{options_.consistency, ramp};
  }

  template <class Filter>
  [[nodiscard]] adaptation_result adapt(Filter filter) {
    auto loop = make_loop(std::move(filter));
    begin(loop);
    prefetch<step_batch> batches([&](std::int64_t step) { return batch_at(step); });
    auto const every = std::max<std::int64_t>(1, options_.steps / options_.evaluations);
    if (loop.steps_done() < options_.steps) tell(loop.steps_done());
    while (loop.steps_done() < options_.steps) {
      auto const step = loop.steps_done();
      auto const batch = batches.get(step);
      auto const report = or_keep(loop, [&] {
        return loop.step(batch.labelled, batch.unlabelled, random_.fork("step", static_cast<std::uint64_t>(step)));
      });
      if (hooks_.on_step) hooks_.on_step(report);
      curve_.add(report);
      if ((step + 1) % every == 0) curve_.close(step + 1, held_out_losses(loop.teacher().network()), !direct());
      tell(step + 1);
      if (or_keep(loop, [&] { return checkpoints_.due(); })) checkpoints_.write(moment_of(loop), phase);
    }
    loop.require_pseudo_labels();
    loop.require_equal_models();
    network_.load(loop.teacher().state());
    return result();
  }

  /// What `f()` returns; where another process is gone in it, the loop as it was after its last step is kept.
  template <class Loop, class F>
  [[nodiscard]] auto or_keep(Loop const& loop, F const& f) const try {
    return f();
  } catch (distributed_error const&) {
    checkpoints_.keep(moment_of(loop));
    throw;
  }

  /// The start of the loop, or where it was interrupted.
  template <class Loop>
  void begin(Loop& loop) {
    auto const resumed = checkpoints_.newest();
    if (!resumed) {
      curve_.close(0, held_out_losses(loop.teacher().network()), false);
      return;
    }
    loop.resume(*resumed, resumed->configuration);
    curve_.load(stored_part(resumed->numbers, "curve"));
    if (hooks_.note) hooks_.note("resuming at step " + std::to_string(loop.steps_done()));
  }

  template <class Loop>
  [[nodiscard]] moment moment_of(Loop const& loop) const {
    auto at = loop.checkpoint();
    at.numbers["curve"] = curve_.state();
    return at;
  }

  void tell(std::int64_t done) const {
    if (hooks_.progress)
      hooks_.progress({phase, done, options_.steps, "evaluation loss " + significant_text(curve_.evaluation_loss())});
  }

  [[nodiscard]] step_batch batch_at(std::int64_t step) const {
    auto const random = random_.fork("batch", static_cast<std::uint64_t>(step));
    batch_options const labelled{.input = input_,
                                 .encoding = network_.encoding(),
                                 .locations_per_image = options_.locations,
                                 .disk_radius = options_.disk_radius};
    auto const positions = drawn(data_.labelled, options_.labelled_batch, step, "labelled");
    step_batch all{make_training_batch(data_.samples, positions, labelled, random.fork("labelled"),
                                       part_of(positions.size(), group_)),
                   {}};
    if (direct()) return all;
    auto const unlabelled = drawn(data_.unlabelled, options_.unlabelled_batch, step, "unlabelled");
    all.unlabelled = make_unlabelled_batch(data_.samples, unlabelled, {.input = input_}, random.fork("unlabelled"),
                                           part_of(unlabelled.size(), group_));
    return all;
  }

  /// The photographs of a step, which may be the same several times where there are fewer than a batch holds.
  [[nodiscard]] std::vector<std::size_t> drawn(std::vector<std::size_t> const& from, std::size_t count,
                                               std::int64_t step, char const* stream) const {
    std::vector<std::size_t> positions;
    for (auto const i : epoch_sampler(from.size(), count, random_.fork(stream))(step)) positions.push_back(from[i]);
    return positions;
  }

  /// Mean loss at the labelled centres of the held-out photographs, of which each process asks about its part; NaN
  /// where there are none.
  [[nodiscard]] evaluation_losses held_out_losses(Network const& network) const {
    std::vector<double> own;
    auto const part = part_of(data_.held_out.size(), group_);
    for (std::size_t at = part.first; at < part.first + part.count; ++at) {
      auto const i = data_.held_out[at];
      auto const input = preprocess(data_.samples[i], input_);
      auto const errors = [&] {
        return suregrasp::pose_errors(be_, network, network.features(suregrasp::to_batch(be_, input)), input, i);
      };
      for (auto const& each : unrecorded(errors)) own.push_back(each.loss);
    }
    auto const all = suregrasp::gather_values(group_, own);
    double sum = 0;
    for (double const each : all) sum += each;
    return {.decoded = sum / static_cast<double>(all.size())};
  }

  /// What `f()` returns, which holds no tensor; nothing is recorded on the way where the backend can do without.
  template <class F>
  [[nodiscard]] auto unrecorded(F const& f) const {
    if constexpr (has_without_gradients<B, F>)
      return be_.without_gradients(f);
    else
      return f();
  }

  [[nodiscard]] adaptation_result result() const {
    adaptation_result all{.curve = curve_.points(),
                          .best_loss = curve_.points().front().evaluation_loss,
                          .final_loss = curve_.evaluation_loss(),
                          .labelled = ids_at(data_.samples, data_.labelled),
                          .unlabelled = ids_at(data_.samples, data_.unlabelled),
                          .held_out = ids_at(data_.samples, data_.held_out),
                          .labelled_grasps = grasps_in_input(data_.samples, data_.labelled, input_).size()};
    for (auto const& each : all.curve) all.best_loss = std::min(all.best_loss, each.evaluation_loss);
    return all;
  }

  static constexpr char const* phase = "adapting";

  B const& be_;
  Network& network_;
  adaptation_data const& data_;
  adaptation_options const& options_;
  run_hooks const& hooks_;
  random_stream random_;
  preprocess_options input_;
  Group group_;
  run_checkpoints<Group> checkpoints_;
  adaptation_curve curve_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_ADAPTATION_RUN_HPP
