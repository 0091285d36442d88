#ifndef SUREGRASP_TRAIN_IMPL_TRAINING_RUN_HPP
#define SUREGRASP_TRAIN_IMPL_TRAINING_RUN_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/data/prefetch.hpp>
#include <suregrasp/distributed/agreement.hpp>
#include <suregrasp/distributed/batch_part.hpp>
#include <suregrasp/teacher/buffer_snapshot.hpp>
#include <suregrasp/teacher/impl/checkpoint_parts.hpp>
#include <suregrasp/teacher/schedule.hpp>
#include <suregrasp/train/impl/learning_curve.hpp>
#include <suregrasp/train/impl/run_checkpoints.hpp>
#include <suregrasp/train/run_hooks.hpp>
#include <suregrasp/train/trainable_detector.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <suregrasp/train/training_data.hpp>
#include <suregrasp/train/training_result.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// One of the two phases of a training.
struct training_phase {
  std::string network;     ///< PoseNet or LocNet
  char const* stream;      ///< of random numbers
  std::int64_t first = 0;  ///< steps of the run before it
  std::int64_t steps = 0;
  double rate = 0;  ///< learning rate at first
  bool validates = false;
  std::vector<learning_point>* curve = nullptr;

  [[nodiscard]] std::string name() const { return "training " + network; }
};

/// Runs one training, from its start or from a checkpoint, to its end. Everything it is given must outlive it.
template <class B, trainable_detector<B> Network, process_group Group = single_process>
class training_run {
 public:
  using moment = training_checkpoint<float>;

  training_run(B const& be, Network& network, sample_store const& photographs, data_split const& split,
               training_options const& options, run_hooks const& hooks, Group group = {})
      : be_(be),
        network_(network),
        options_(options),
        hooks_(hooks),
        random_(options.seed),
        photographs_(photographs),
        split_(split),
        encoding_(network.encoding()),
        input_(input_of(network.input_size())),
        group_(std::move(group)),
        checkpoints_(hooks, "training 2", configuration(), group_) {
    suregrasp::require_item_for_each(options.batch, group_, "a batch");
    if (group_.size() > 1)
      suregrasp::require_equal(group_, "the network at first", suregrasp::model_digest(be_, network_));
    result_.trained_on = ids_at(photographs, split.train);
    result_.held_out = ids_at(photographs, split.test);
  }

  training_result operator()() {
    training_phase const pose{"PoseNet", "batch", 0, options_.pose_steps, options_.pose_rate, true, &result_.posenet};
    training_phase const heat{"LocNet",           "heat batch", options_.pose_steps, options_.heat_steps,
                              options_.heat_rate, false,        &result_.locnet};
    auto resumed = checkpoints_.newest();
    if (resumed) load(*resumed, resumed->step < heat.first ? pose : heat);
    if (done_ < heat.first) {
      auto trainer = network_.pose_trainer(options_);
      take_steps(trainer, pose, resumed);
      resumed.reset();
    }
    auto trainer = network_.heat_trainer(options_);
    take_steps(trainer, heat, resumed);
    if (group_.size() > 1)
      suregrasp::require_equal(group_, "the trained network", suregrasp::model_digest(be_, network_));
    return std::move(result_);
  }

 private:
  /// What a checkpoint must agree with.
  [[nodiscard]] std::map<std::string, std::string> configuration() const {
    auto all = configuration_of(options_, photographs_, split_);
    for (auto const& [name, value] : std::map<std::string, std::string>(network_.description()))
      all["network." + name] = value;
    return all;
  }

  void load(moment const& at, training_phase const& phase) {
    network_.load(detail::stored_model(be_, "network", network_.state(), at));
    result_.posenet = curve_from(stored_part(at.numbers, "posenet"));
    result_.locnet = curve_from(stored_part(at.numbers, "locnet"));
    loss_ = stored_part(at.numbers, "loss").at(0);
    done_ = at.step;
    if (hooks_.note)
      hooks_.note("resuming " + phase.network + " at step " + std::to_string(done_ - phase.first) + " from " +
                  hooks_.checkpoints->path().string());
  }

  /// Runs one phase to its end; `resumed` is where it had stopped, if it had begun.
  template <class Trainer>
  void take_steps(Trainer& trainer, training_phase const& phase, std::optional<moment> const& resumed) {
    auto const steps = phase.steps;
    auto step = done_ - phase.first;
    if (resumed && step > 0 && step < steps) detail::load_optimizer(be_, trainer.optimizer(), *resumed);
    prefetch<training_batch> batches([&](std::int64_t n) { return batch_at(n, phase.stream); });
    cosine_schedule const rate{phase.rate, phase.rate * 0.01, steps};
    auto const record_every = std::max<std::int64_t>(1, steps / 100);
    auto const validate_every = std::max<std::int64_t>(1, steps / options_.validations);
    if (hooks_.progress && step < steps) hooks_.progress({phase.name(), step, steps, ""});
    std::string note;
    while (step < steps) {
      loss_ += step_of(trainer, batches.get(step), rate(step)) / static_cast<double>(record_every);
      done_ = phase.first + ++step;
      if (step % record_every == 0) {
        bool const validates = phase.validates && (step % validate_every == 0 || step == steps);
        record(phase, step, rate(step - 1), validates);
        note = "loss " + significant_text(phase.curve->back().loss);
      }
      if (step == steps) note += ", " + percent_text(batches.waiting_share()) + " of the time waiting for photographs";
      if (hooks_.progress) hooks_.progress({phase.name(), step, steps, note});
      if (checkpoints_.due()) checkpoints_.write(moment_of(trainer, step < steps), phase.name());
    }
  }

  template <class Trainer>
  [[nodiscard]] double step_of(Trainer& trainer, training_batch const& batch, double rate) const {
    if constexpr (std::same_as<Group, single_process>)
      return trainer.step(batch, rate);
    else
      return trainer.step(batch, rate, group_);
  }

  void record(training_phase const& phase, std::int64_t step, double rate, bool validates) {
    learning_point point{step, std::exchange(loss_, 0.0), rate, {}};
    if (validates) point.validation = summarise(validation_errors());
    phase.curve->push_back(point);
  }

  [[nodiscard]] std::vector<pose_error> validation_errors() const {
    auto const network = network_.inference();
    std::vector<pose_error> errors;
    for (std::size_t i = 0; i < std::min(split_.test.size(), options_.validation_images); ++i) {
      auto const found = errors_at(network, preprocess(photographs_[split_.test[i]], input_), i);
      errors.insert(errors.end(), found.begin(), found.end());
    }
    return errors;
  }

  /// None where the network's poses are not finite, which sizes far too large are in its first steps.
  template <class Inference>
  [[nodiscard]] std::vector<pose_error> errors_at(Inference const& network, network_input const& input,
                                                  std::size_t image) const try {
    auto const features = detail::checked_network(be_, network).features(suregrasp::to_batch(be_, input));
    return suregrasp::pose_errors(be_, network, features, input, image);
  } catch (model_error const& problem) {
    if (problem.id() != "model.not_finite") throw;
    return {};
  }

  [[nodiscard]] training_batch batch_at(std::int64_t step, char const* stream) const {
    auto const random = random_.fork(stream);
    auto const index = static_cast<std::uint64_t>(step);
    std::vector<std::size_t> positions;
    for (auto const i : epoch_sampler(split_.train.size(), options_.batch, random)(step))
      positions.push_back(split_.train[i]);
    batch_options const options{.input = input_,
                                .views = views_of(options_.augment),
                                .encoding = encoding_,
                                .locations_per_image = options_.locations,
                                .disk_radius = options_.disk_radius,
                                .use_depth = !random.fork("modality", index).chance(options_.depth_dropout)};
    return make_training_batch(photographs_, positions, options, random.fork("draw", index),
                               part_of(positions.size(), group_));
  }

  /// What a checkpoint keeps; the optimiser's state only where its phase goes on.
  template <class Trainer>
  [[nodiscard]] moment moment_of(Trainer& trainer, bool phase_goes_on) const {
    moment at{.step = done_};
    detail::store_model(be_, "network", network_.state(), at);
    if (phase_goes_on) detail::store_optimizer(be_, trainer.optimizer(), at);
    at.numbers["posenet"] = curve_numbers(result_.posenet);
    at.numbers["locnet"] = curve_numbers(result_.locnet);
    at.numbers["loss"] = {loss_};
    return at;
  }

  B const& be_;
  Network& network_;
  training_options const& options_;
  run_hooks const& hooks_;
  random_stream random_;
  sample_store const& photographs_;
  data_split const& split_;
  pose_encoding encoding_;
  preprocess_options input_;
  Group group_;
  run_checkpoints<Group> checkpoints_;
  training_result result_;
  std::int64_t done_ = 0;  ///< steps of both phases
  double loss_ = 0;        ///< summed up since the last point of the curve
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_TRAINING_RUN_HPP
