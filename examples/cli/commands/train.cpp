#include "train.hpp"

#include <algorithm>
#include <map>
#include <suregrasp/backends/libtorch/backbone_weights.hpp>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/training.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/data/prefetch.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/teacher/schedule.hpp>

#include "augmentation.hpp"
#include "checkpoint.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "detector_runtime.hpp"
#include "evaluation_result.hpp"
#include "model_metadata.hpp"
#include "samples.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

/// Everything that decides the outcome: what a checkpoint must agree with to be continued.
json configuration_of(train_options const& o, detector_options const& network, run_options const& run,
                      json const& split) {
  return {{"data", o.data.string()},
          {"network", to_json(network)},
          {"backbone_weights", o.backbone_weights.string()},
          {"pose_steps", o.pose_steps},
          {"heat_steps", o.heat_steps},
          {"pose_rate", o.pose_rate},
          {"heat_rate", o.heat_rate},
          {"backbone_pace", o.backbone_pace},
          {"frozen_stages", o.frozen_stages},
          {"bfloat16", o.bfloat16},
          {"batch", o.batch},
          {"places", o.places},
          {"depth_dropout", o.depth_dropout},
          {"disk_radius", o.disk_radius},
          {"augment", o.augment},
          {"seed", run.seed},
          {"split", split}};
}

/// One training run: what both phases share.
class training_run {
 public:
  training_run(train_options const& options, run_options const& run)
      : options_(options),
        run_(run),
        random_(run.seed),
        samples_(load_samples(options.data, run)),
        split_(options.split.empty()
                   ? split_samples(samples_, options.data, options.block, options.holdout, random_.fork("split"))
                   : split_from(options.split, samples_)),
        train_(chosen(samples_, split_.train)),
        checkpoint_path_(options.out.string() + ".checkpoint") {
    if (options_.backbone_pace == 0) options_.backbone_pace = pretrained() ? 0.1 : 1;
    auto network = options_.network;
    if (network.depth_branch && std::ranges::all_of(train_, [](sample const* s) { return s->depth.empty(); })) {
      say(run_, "no photograph has depth: the model gets no depth branch");
      network.depth_branch = false;
    }
    input_ = input_of(network);
    auto const grasps = grasps_in_input(train_, input_);
    if (grasps.empty())
      throw data_error("data.no_labels", options_.data.string() + ": none of its " + std::to_string(train_.size()) +
                                             " training photographs has a labelled grasp in view; nothing to learn");
    network.encoding = pose_encoding::fitted(grasps, network.encoding.angle);
    configuration_ = configuration_of(options_, network, run_, split_json(samples_, split_));
    begin(network);
  }

  json operator()() {
    if (state_.phase == "posenet") {
      libtorch::pose_training training(net_, be_,
                                       {.adam = {.learning_rate = options_.pose_rate},
                                        .frozen_stages = options_.frozen_stages,
                                        .backbone_pace = options_.backbone_pace,
                                        .keep_statistics = pretrained(),
                                        .bfloat16 = options_.bfloat16});
      phase(training, "PoseNet", options_.pose_steps, options_.pose_rate, "batch", true);
      state_ = {{}, {}, "locnet", 0, 0, state_.curves};
    }
    libtorch::heat_training training(net_, be_,
                                     {.adam = {.learning_rate = options_.heat_rate}, .bfloat16 = options_.bfloat16});
    phase(training, "LocNet", options_.heat_steps, options_.heat_rate, "heat batch", false);
    return finish();
  }

 private:
  [[nodiscard]] bool pretrained() const { return !options_.backbone_weights.empty(); }

  void begin(detector_options const& network) {
    if (options_.restart) remove_checkpoint(checkpoint_path_);
    if (auto found = read_checkpoint(checkpoint_path_, configuration_)) {
      state_ = std::move(*found);
      net_ = libtorch::from_file(state_.network, checkpoint_path_.string());
      say(run_, "resuming " + state_.phase + " at step " + std::to_string(state_.step) + " from " +
                    checkpoint_path_.string());
    } else {
      state_.phase = "posenet";
      state_.curves = {{"posenet", json::array()}, {"locnet", json::array()}};
      net_ = libtorch::detector(network);
      if (pretrained()) libtorch::load_backbone(net_, options_.backbone_weights);
    }
    be_.device = torch::Device(run_.device);
    net_->to(be_.device);
  }

  /// Runs one phase from `state_.step` to its end, with checkpoints each minute and when interrupted.
  template <class Training>
  void phase(Training& training, std::string const& label, std::int64_t steps, double rate, char const* stream,
             bool validates) {
    if (!state_.optimizer.empty()) training.optimizer().load_state(state_.optimizer);
    prefetch<training_batch> batches([&](std::int64_t step) { return batch_at(step, stream); });
    cosine_schedule const learning_rate{rate, rate * 0.01, steps};
    progress bar("training " + label, steps, run_.progress_display());
    double saved_at = monotonic_seconds();
    std::int64_t const record_every = std::max<std::int64_t>(1, steps / 100);
    std::int64_t const validate_every =
        std::max<std::int64_t>(1, steps / std::max<std::int64_t>(1, options_.validations));
    std::string note;
    for (auto& step = state_.step; step < steps;) {
      state_.loss += training.step(batches.get(step), learning_rate(step)) / static_cast<double>(record_every);
      ++step;
      if (step % record_every == 0) {
        record(learning_rate(step - 1), validates && (step % validate_every == 0 || step == steps));
        note = "loss " + significant_text(std::exchange(state_.loss, 0.0));
      }
      bar.update(step, note);
      if (bool const stop = interrupted(); stop || monotonic_seconds() - saved_at > 60) {
        save(training);
        saved_at = monotonic_seconds();
        if (stop) stop_here(bar);
      }
    }
    bar.finish(note + ", " + percent_text(batches.waiting_share()) + " of the time waiting for photographs");
  }

  void stop_here(progress& bar) const {
    bar.finish("interrupted");
    say(run_, "stopped at step " + std::to_string(state_.step) + "; the same command goes on from " +
                  checkpoint_path_.string());
    throw_if_interrupted();
  }

  training_batch batch_at(std::int64_t step, char const* stream) const {
    auto const random = random_.fork(stream);
    auto const index = static_cast<std::uint64_t>(step);
    std::vector<sample const*> samples;
    for (auto const i : epoch_sampler(train_.size(), options_.batch, random)(step)) samples.push_back(train_[i]);
    batch_options const options{.input = input_,
                                .views = augmentation_named(options_.augment),
                                .encoding = net_->options.encoding,
                                .places_per_image = options_.places,
                                .disk_radius = options_.disk_radius,
                                .use_depth = !random.fork("modality", index).chance(options_.depth_dropout)};
    return make_training_batch(samples, options, random.fork("draw", index));
  }

  void record(double rate, bool validates) {
    json point{{"step", state_.step}, {"loss", state_.loss}, {"learning_rate", rate}};
    if (validates) {
      auto const certainty = summarise(validation_errors());
      point["validation_loss"] = certainty.mean_error;
      point["mean_error"] = certainty.mean_error;
      point["certain_error"] = certainty.certain_half_error;
    }
    state_.curves[state_.phase].push_back(std::move(point));
  }

  std::vector<pose_error> validation_errors() {
    libtorch::inference const network(net_);
    std::vector<pose_error> errors;
    auto const held_out = chosen(samples_, split_.test);
    for (std::size_t i = 0; i < std::min(held_out.size(), options_.validation_images); ++i) {
      auto const found = errors_at(network, preprocess(*held_out[i], input_), i);
      errors.insert(errors.end(), found.begin(), found.end());
    }
    return errors;
  }

  /// None where the network's poses are not finite, which sizes far too large are in its first steps.
  [[nodiscard]] std::vector<pose_error> errors_at(libtorch::inference const& network, network_input const& input,
                                                  std::size_t image) const try {
    return pose_errors(be_, network, network.features(to_batch(be_, input)), input, image);
  } catch (model_error const& problem) {
    if (problem.id() != "model.not_finite") throw;
    return {};
  }

  template <class Training>
  void save(Training& training) {
    auto moment = state_;
    moment.network = libtorch::to_file(net_);
    moment.optimizer = training.optimizer().state();
    write_checkpoint(checkpoint_path_, moment, configuration_);
  }

  json finish() {
    auto record = to_json(run_.record);
    record["configuration"] = configuration_;
    record["curves"] = state_.curves;
    libtorch::save_detector(options_.out, net_,
                            {{split_key, configuration_["split"].dump()}, {record_key, record.dump()}},
                            options_.half ? torch::kHalf : torch::kFloat);
    write_file(options_.out.string() + ".json", record.dump(1) + "\n");
    remove_checkpoint(checkpoint_path_);
    return state_.curves;
  }

  train_options options_;
  run_options const& run_;
  random_stream random_;
  std::vector<sample> samples_;
  data_split split_;
  std::vector<sample const*> train_;
  std::filesystem::path checkpoint_path_;
  preprocess_options input_;
  json configuration_;
  libtorch::backend be_;
  libtorch::detector net_{nullptr};
  checkpoint state_;
};

}  // namespace

json train(train_options const& options, run_options const& run) {
  auto const checkpoint = options.out.string() + ".checkpoint";
  require_outputs({.writes = {{"--out", options.out},
                              {"the record of --out", options.out.string() + ".json"},
                              {"the checkpoint of --out", checkpoint}},
                   .reads = {{"--split", options.split}, {"--backbone-weights", options.backbone_weights}},
                   .data = {{"--data", options.data}}});
  require_own_checkpoint(checkpoint);
  if (options.network.fusion.literal && options.network.encoding.angle != angle_code::raw)
    throw option_error("train.literal_fusion", "--literal-fusion means fusing raw angles: it needs --angle raw");
  interrupt_guard const guard;
  configure_torch(run);
  return training_run(options, run)();
}

}  // namespace suregrasp::cli
