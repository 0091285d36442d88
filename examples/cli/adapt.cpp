#include "adapt.hpp"

#include <algorithm>
#include <map>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/pose_student.hpp>
#include <suregrasp/backends/libtorch/training.hpp>
#include <suregrasp/backends/libtorch/windows.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/detect/evaluation.hpp>
#include <suregrasp/detect/pose_lessons.hpp>
#include <suregrasp/io/atomic_file.hpp>
#include <suregrasp/io/number_text.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>

#include "detector_runtime.hpp"
#include "interrupt.hpp"
#include "model_metadata.hpp"
#include "output_file.hpp"
#include "samples.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;
using lessons = pose_lessons<libtorch::backend>;
using windows = window_store<torch::Tensor>;

/// One adaptation: a detector, and photographs of the new workplace as windows of its frozen pyramid.
class adaptation {
 public:
  adaptation(adapt_options const& options, run_options const& run)
      : options_(options),
        run_(run),
        random_(run.seed),
        net_(libtorch::load_detector(options.model)),
        be_{.device = torch::Device(run.device)},
        input_(input_of(net_->options)),
        samples_(load_samples(options.data, run)),
        split_(split_samples(samples_, options.data, options.block, options.holdout, random_.fork("split"))),
        labelled_(draw_labelled()) {
    if (options_.labelled == 0)
      throw option_error("adapt.no_labels", "adaptation needs at least one labelled photograph");
    net_->to(be_.device);
    std::set_difference(split_.train.begin(), split_.train.end(), labelled_.begin(), labelled_.end(),
                        std::back_inserter(unlabelled_));
  }

  json operator()() {
    tune_heat();
    look();
    if (options_.method == "direct") return teach(keep_none{});
    if (options_.method == "mean-teacher") return teach(keep_all{});
    if (options_.method != "confident")
      throw option_error("adapt.method",
                         "unknown method '" + options_.method + "': expected direct, mean-teacher or confident");
    if (options_.threshold) return teach(fixed_threshold{*options_.threshold});
    return teach(running_quantile{options_.keep_share});
  }

 private:
  /// The photographs whose labels may be used.
  std::vector<std::size_t> draw_labelled() const {
    if (options_.labelled > split_.train.size())
      throw option_error("adapt.labelled", options_.data.string() + ": --labelled " +
                                               std::to_string(options_.labelled) + " is more than the " +
                                               std::to_string(split_.train.size()) + " photographs not held out");
    return labelled_subset(split_.train, options_.labelled, random_);
  }

  /// LocNet learns what the new workplace looks like, from the labelled photographs alone; the same for every method.
  void tune_heat() {
    if (options_.heat_steps == 0) return;
    libtorch::heat_training training(net_, be_, {.learning_rate = options_.heat_rate});
    epoch_sampler const sampler(labelled_.size(), std::min<std::size_t>(8, labelled_.size()), random_.fork("heat"));
    progress bar("adapting LocNet", options_.heat_steps, run_.progress_display());
    for (std::int64_t step = 0; step < options_.heat_steps; ++step) {
      throw_if_interrupted();
      std::vector<sample const*> batch;
      for (auto const i : sampler(step)) batch.push_back(&samples_[labelled_[i]]);
      batch_options const options{.input = input_, .encoding = net_->options.encoding};
      auto const drawn =
          make_training_batch(batch, options, random_.fork("heat batch", static_cast<std::uint64_t>(step)));
      double const loss = training.step(drawn, options_.heat_rate);
      bar.update(step + 1, "loss " + significant_text(loss));
    }
    bar.finish();
  }

  /// Windows of labelled, unlabelled and held-out photographs.
  void look() {
    auto const at_labels = [&](std::vector<std::size_t> const& positions) {
      std::vector<libtorch::placed_sample> placed;
      for (auto const i : positions) placed.push_back({&samples_[i], in_view(samples_[i])});
      return placed;
    };
    labelled_windows_ = look_at("labelled", at_labels(labelled_), options_.plain_labels ? 1 : options_.views);
    held_out_windows_ = look_at("held-out", at_labels(split_.test), 1);
    if (options_.method != "direct") unlabelled_windows_ = look_at("unlabelled", detected(), options_.views);
    if (labelled_windows_.places == 0)
      throw data_error("data.no_labels", options_.data.string() + ": the " + std::to_string(labelled_.size()) +
                                             " labelled photographs have no grasp in view");
    if (options_.method != "direct" && unlabelled_windows_.places == 0)
      throw data_error("data.no_unlabelled", options_.data.string() +
                                                 ": no photograph is left to learn from without labels; "
                                                 "label fewer, hold out less, or use --method direct");
  }

  windows look_at(std::string const& what, std::vector<libtorch::placed_sample> const& placed, std::size_t views) {
    progress bar("looking at " + what + " photographs", static_cast<std::int64_t>(placed.size()),
                 run_.progress_display());
    auto const store = libtorch::make_windows(net_, be_, placed,
                                              {.input = input_,
                                               .augmentation = augment_options::strong(),
                                               .views = views,
                                               .on_image =
                                                   [&](std::size_t done) {
                                                     throw_if_interrupted();
                                                     bar.update(static_cast<std::int64_t>(done));
                                                   }},
                                              random_.fork(what));
    bar.finish(std::to_string(store.places) + " places");
    return store;
  }

  /// The labelled grasps whose centre the network sees.
  std::vector<grasp<double>> in_view(sample const& image) const {
    auto const map = input_map(image.rgb.size(), input_);
    auto seen = grasps_inside(image.grasps, map, input_.size);
    for (auto& g : seen) g = map.inverse()(g);
    return seen;
  }

  /// The unlabelled photographs with the places that LocNet finds in them.
  std::vector<libtorch::placed_sample> detected() {
    libtorch::inference const network(net_);
    std::vector<libtorch::placed_sample> placed;
    for (auto const i : unlabelled_) {
      placed.push_back({&samples_[i], {}});
      auto const found =
          detect(be_, network, preprocess(samples_[i], input_), {.peaks = {.threshold = 0.15, .max_count = 8}});
      for (auto const& each : found.ranked) placed.back().places.push_back(each.grasp);
    }
    return placed;
  }

  template <class Filter>
  json teach(Filter filter) {
    constexpr bool direct = std::same_as<Filter, keep_none>;
    libtorch::pose_student student(net_);
    libtorch::adam optimizer(student.parameters(), {.learning_rate = options_.rate});
    mean_teacher_options const schedules{.alpha = linear_schedule{options_.alpha_first, options_.alpha_last,
                                                                  std::max<std::int64_t>(1, options_.steps / 4)},
                                         .consistency_weight = constant_schedule{options_.consistency}};
    epoch_sampler const labelled(labelled_windows_.places * labelled_windows_.views, options_.labelled_batch,
                                 random_.fork("labelled batches"));
    epoch_sampler const unlabelled(std::max<std::size_t>(1, unlabelled_windows_.places), options_.unlabelled_batch,
                                   random_.fork("unlabelled batches"));
    auto const count = unlabelled_windows_.places;
    mean_teacher loop(
        be_, std::move(student),
        lessons(be_, labelled_windows_, unlabelled_windows_, net_->options.encoding, net_->options.fusion),
        std::move(optimizer), std::move(filter), schedules);
    progress bar("adapting PoseNet (" + options_.method + ")", options_.steps, run_.progress_display());
    auto const every = std::max<std::int64_t>(1, options_.steps / std::max<std::int64_t>(1, options_.evaluations));
    json curve = json::array();
    double loss = 0, passed = 0;
    auto const point = [&](double steps) {
      double const held_out = evaluation_loss(direct ? loop.student() : loop.teacher());
      curve.push_back({{"step", loop.steps_done()},
                       {"loss", steps > 0 ? json(loss / steps) : json()},
                       {"evaluation_loss", held_out},
                       {"pass_rate", direct || steps == 0 ? json() : json(passed / steps)}});
      loss = passed = 0;
    };
    point(0);
    while (loop.steps_done() < options_.steps) {
      throw_if_interrupted();
      auto const step = loop.steps_done();
      auto const report = loop.step(as_rows(labelled(step)), as_rows(unlabelled(step)),
                                    random_.fork("lesson", static_cast<std::uint64_t>(step)));
      loss += report.supervised_loss;
      passed += report.pass_rate;
      if (loop.steps_done() % every == 0) point(static_cast<double>(every));
      bar.update(loop.steps_done(),
                 "evaluation loss " + significant_text(curve.back()["evaluation_loss"].get<double>()));
    }
    loop.require_lessons();
    bar.finish("evaluation loss " + significant_text(curve.back()["evaluation_loss"].get<double>()));
    return finish(direct ? loop.student() : loop.teacher(), std::move(curve), count);
  }

  static std::vector<std::int64_t> as_rows(std::vector<std::size_t> const& positions) {
    return {positions.begin(), positions.end()};
  }

  /// Mean loss of the fused pose at every labelled centre of the held-out photographs.
  double evaluation_loss(libtorch::pose_student const& model) const {
    torch::NoGradGuard const no_gradient;
    auto const heads = libtorch::pose_student(model).forward(held_out_windows_.levels);
    auto const& code = net_->options.encoding;
    auto const mean = be_.to_host(fuse(be_, std::span<torch::Tensor const>(heads), code, net_->options.fusion).mean);
    auto const columns = static_cast<std::ptrdiff_t>(code.columns());
    double sum = 0;
    for (std::size_t i = 0; i < held_out_windows_.places; ++i) {
      auto const first = mean.values.begin() + static_cast<std::ptrdiff_t>(i) * columns;
      sum += pose_loss({first, first + columns}, code.encode(held_out_windows_.maps[i](held_out_windows_.grasps[i])));
    }
    return sum / static_cast<double>(held_out_windows_.places);
  }

  json finish(libtorch::pose_student const& model, json curve, std::size_t unlabelled_places) {
    std::map<std::string, torch::Tensor> heads;
    for (auto const& item : model.state()) heads.emplace(item.name, item.value);
    libtorch::load_state(*net_->pose_net, heads, "adapted PoseNet");
    json result{{"method", options_.method},
                {"labelled", labelled_.size()},
                {"unlabelled", unlabelled_.size()},
                {"unlabelled_places", unlabelled_places},
                {"curve", curve}};
    double best = curve.front()["evaluation_loss"];
    for (auto const& each : curve) best = std::min(best, each["evaluation_loss"].get<double>());
    result["best_loss"] = best;
    result["final_loss"] = curve.back()["evaluation_loss"];
    auto record = to_json(run_.record);
    auto split = split_json(samples_, split_);
    split["labelled"] = split_json(samples_, {labelled_, {}})["train"];
    record["split"] = split;
    record["result"] = result;
    libtorch::save_detector(options_.out, net_, {{split_key, split.dump()}, {record_key, record.dump()}});
    write_file(options_.out.string() + ".json", record.dump(1) + "\n");
    return result;
  }

  adapt_options const& options_;
  run_options const& run_;
  random_stream random_;
  libtorch::detector net_;
  libtorch::backend be_;
  preprocess_options input_;
  std::vector<sample> samples_;
  data_split split_;
  std::vector<std::size_t> labelled_, unlabelled_;
  windows labelled_windows_, unlabelled_windows_, held_out_windows_;
};

}  // namespace

json adapt(adapt_options const& options, run_options const& run) {
  require_writable(options.out);
  interrupt_guard const guard;
  configure_torch(run);
  return adaptation(options, run)();
}

}  // namespace suregrasp::cli
