#include "adapt.hpp"

#include <algorithm>
#include <map>
#include <suregrasp/backends/libtorch/feature_crops.hpp>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/pose_student.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <suregrasp/train/pose_task.hpp>

#include "adapt_locnet.hpp"
#include "adapt_log.hpp"
#include "adapt_memory.hpp"
#include "cli/console/output_file.hpp"
#include "detector_runtime.hpp"
#include "model_metadata.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;
using lessons = pose_task<libtorch::backend>;
using windows = feature_crops<torch::Tensor>;

/// One adaptation: a detector, and photographs of the new workplace as windows of its frozen pyramid.
class adaptation {
 public:
  adaptation(adapt_options const& options, run_options const& run, adapt_memory::contents& memory)
      : options_(options),
        run_(run),
        memory_(memory),
        fill_(filling_of(options)),
        random_(run.seed),
        net_(libtorch::load_detector(options.model)),
        be_{.device = torch::Device(run.device)},
        input_(input_of(net_->options)),
        data_(options, run, random_, memory.photographs),
        checkpoints_(options, run, data_),
        resumed_(checkpoints_.newest()),
        log_(options.out, options.telemetry),
        locnet_(options, run, data_, random_, net_, be_, input_, memory) {
    net_->to(be_.device);
    if (resumed_)
      say(run_, resumed_->step < options_.heat_steps
                    ? "resuming LocNet at step " + std::to_string(resumed_->step)
                    : "resuming PoseNet at step " + std::to_string(resumed_->step - options_.heat_steps));
  }

  json operator()() {
    locnet_(resumed_, checkpoints_);
    look();
    if (options_.method == "direct") return teach(keep_none{});
    return teach(pseudo_label_filter(options_.method == "mean-teacher" ? pseudo_label_filter_options{.name = "all"}
                                                                       : options_.filter));
  }

 private:
  /// Windows of labelled, unlabelled and held-out photographs.
  void look() {
    std::optional<libtorch::pyramid_folder> folder;
    if (!options_.cache.empty()) folder = {options_.cache / "looks", [&](std::string const& note) { say(run_, note); }};
    libtorch::frozen_pyramid const pyramid(net_, be_, input_, folder);
    auto const at_labels = [&](std::string const& what, std::vector<std::size_t> const& positions, std::size_t views) {
      return memory_.seen(key_of(what, positions, views), [&]() -> view_crops {
        std::vector<libtorch::placed_sample> placed;
        for (auto const i : positions) placed.push_back({&data_.samples[i], grasps_in_view(data_.samples[i], input_)});
        return {look_at(pyramid, what, placed, views), {}};
      });
    };
    labelled_ = at_labels("labelled", data_.labelled, options_.plain_labels ? 1 : options_.views).store;
    held_out_ = at_labels("held-out", data_.split.test, 1).store;
    if (options_.method != "direct") {
      auto const& seen = memory_.seen(key_of("unlabelled " + locnet_.key(), data_.unlabelled, options_.views),
                                      [&] { return look_at_detected(pyramid); });
      unlabelled_ = seen.store;
      near_ = seen.near;
    }
    if (labelled_.places == 0)
      throw data_error("data.no_labels", options_.data.string() + ": the " + std::to_string(data_.labelled.size()) +
                                             " labelled photographs have no grasp in view");
    if (options_.method != "direct" && unlabelled_.places == 0)
      throw data_error("data.no_unlabelled", options_.data.string() +
                                                 ": no photograph is left to learn from without labels; "
                                                 "label fewer, hold out less, or use --method direct");
  }

  /// All that decides how photographs are seen.
  [[nodiscard]] std::string key_of(std::string const& what, std::vector<std::size_t> const& positions,
                                   std::size_t views) const {
    digest all;
    all.add(read_file(options_.model)).add(options_.data.string()).add(views).add(options_.view_seed);
    for (auto const i : positions) all.add(data_.samples[i].id);
    return what + " " + all.text();
  }

  windows look_at(libtorch::frozen_pyramid const& pyramid, std::string const& what,
                  std::vector<libtorch::placed_sample> const& placed, std::size_t views) {
    progress bar("looking at " + what + " photographs", static_cast<std::int64_t>(placed.size()),
                 run_.progress_display());
    auto const on_image = [&](std::size_t done) {
      throw_if_interrupted();
      bar.update(static_cast<std::int64_t>(done));
    };
    auto store = libtorch::make_feature_crops(
        net_, pyramid, placed, {.augmentation = augment_options::strong(), .views = views, .on_image = on_image},
        random_stream(options_.view_seed));
    bar.finish(std::to_string(store.places) + " places");
    return store;
  }

  /// The unlabelled photographs at the places that LocNet finds in them, and which labels are near those.
  view_crops look_at_detected(libtorch::frozen_pyramid const& pyramid) {
    libtorch::inference const network(net_);
    std::vector<libtorch::placed_sample> placed;
    std::vector<std::vector<grasp<double>>> near;
    for (auto const i : data_.unlabelled) {
      throw_if_interrupted();
      auto const& image = data_.samples[i];
      auto const plain = pyramid.of(image)();
      auto const found =
          detect_in(be_, network, plain.levels, plain.to_input, {.peaks = {.threshold = 0.15, .max_count = 8}});
      placed.push_back({&image, {}});
      for (auto const& each : found.ranked) {
        placed.back().places.push_back(each.grasp);
        near.push_back(labels_near(image, each.grasp));
      }
    }
    return {look_at(pyramid, "unlabelled", placed, options_.views), std::move(near)};
  }

  template <class Filter>
  auto make_loop(Filter filter) {
    libtorch::pose_student student(net_);
    libtorch::adam optimizer(student.parameters(), {.learning_rate = options_.rate});
    auto fusion = net_->options.fusion;
    fusion.unit_angle = options_.targets == "unit";
    mean_teacher_options const schedules{
        .alpha =
            linear_schedule{options_.alpha_first, options_.alpha_last, std::max<std::int64_t>(1, options_.steps / 4)},
        .consistency_weight = constant_schedule{options_.consistency},
        .places = fill_ == 0 ? 0 : options_.unlabelled_batch * (options_.by_component ? 2 : 1),
        .starved_after = 500 + options_.filter.warm_up};
    return mean_teacher(be_, std::move(student),
                        lessons(be_, labelled_, unlabelled_, net_->options.encoding, fusion,
                                {.by_component = options_.by_component, .known = near_}),
                        std::move(optimizer), std::move(filter), schedules);
  }

  template <class Filter>
  json teach(Filter filter) {
    constexpr bool direct = std::same_as<Filter, keep_none>;
    auto loop = make_loop(std::move(filter));
    epoch_sampler const labelled(labelled_.places * labelled_.views, options_.labelled_batch,
                                 random_.fork("labelled batches"));
    epoch_sampler const unlabelled(std::max<std::size_t>(1, unlabelled_.places),
                                   fill_ > 0 ? fill_ : options_.unlabelled_batch, random_.fork("unlabelled batches"));
    progress bar("adapting PoseNet (" + options_.method + ")", options_.steps, run_.progress_display());
    auto const every = std::max<std::int64_t>(1, options_.steps / std::max<std::int64_t>(1, options_.evaluations));
    begin(loop);
    while (loop.steps_done() < options_.steps) {
      auto const step = loop.steps_done();
      auto const report = loop.step(as_rows(labelled(step)), as_rows(unlabelled(step)),
                                    random_.fork("lesson", static_cast<std::uint64_t>(step)));
      log_.add(report);
      curve_.add(report);
      if (loop.steps_done() % every == 0) curve_.close(step + 1, held_out_losses(loop.best()), !direct);
      bar.update(step + 1, "evaluation loss " + significant_text(curve_.evaluation_loss()));
      if (checkpoints_.due()) checkpoints_.write(moment_of(loop));
    }
    loop.require_pseudo_labels();
    log_.flush();
    bar.finish("evaluation loss " + significant_text(curve_.evaluation_loss()));
    return finish(loop.best());
  }

  /// The start of the loop, or where it was interrupted.
  template <class Loop>
  void begin(Loop& loop) {
    if (!resumed_ || !resumed_->numbers.contains("loop")) {
      log_.begin();
      curve_.close(0, held_out_losses(loop.best()), false);
      return;
    }
    auto at = *std::move(resumed_);
    at.step -= options_.heat_steps;
    loop.resume(at, at.configuration);
    curve_.load(at.bytes.at("curve"));
    log_.go_on(static_cast<std::int64_t>(at.numbers.at("log").at(0)));
  }

  template <class Loop>
  adapt_checkpoints::moment moment_of(Loop const& loop) {
    auto at = loop.checkpoint();
    at.step += options_.heat_steps;
    at.bytes["curve"] = curve_.state();
    at.bytes.merge(locnet_.state(at.step).bytes);
    at.numbers["log"] = {static_cast<double>(log_.size())};
    return at;
  }

  static std::vector<std::int64_t> as_rows(std::vector<std::size_t> const& positions) {
    return {positions.begin(), positions.end()};
  }

  /// Of the fused poses at every labelled centre of the held-out photographs.
  evaluation_losses held_out_losses(libtorch::pose_student const& model) const {
    torch::NoGradGuard const no_gradient;
    auto const heads = libtorch::pose_student(model).forward(held_out_.levels);
    auto as_decoded = net_->options.fusion, as_fused = as_decoded;
    as_decoded.unit_angle = true;
    as_fused.unit_angle = false;
    return {mean_loss(heads, as_decoded), mean_loss(heads, as_fused)};
  }

  double mean_loss(std::vector<torch::Tensor> const& heads, fusion_options const& fusion) const {
    auto const& code = net_->options.encoding;
    auto const mean = be_.to_host(fuse(be_, std::span<torch::Tensor const>(heads), code, fusion).mean);
    auto const columns = static_cast<std::size_t>(code.columns());
    double sum = 0;
    for (std::size_t i = 0; i < held_out_.places; ++i)
      sum += pose_loss(std::span<float const>(mean.values).subspan(i * columns, columns),
                       code.encode(held_out_.maps[i](held_out_.grasps[i])));
    return sum / static_cast<double>(held_out_.places);
  }

  json result() const {
    json result{{"method", options_.method},
                {"labelled", data_.labelled.size()},
                {"unlabelled", data_.unlabelled.size()},
                {"unlabelled_places", unlabelled_.places},
                {"places_near_labels", std::ranges::count_if(near_, [](auto const& l) { return !l.empty(); })}};
    if (options_.method == "confident") result["filter"] = to_json(options_.filter);
    auto const& curve = curve_.points();
    result["curve"] = curve;
    double best = curve.front()["evaluation_loss"];
    for (auto const& each : curve) best = std::min(best, each["evaluation_loss"].get<double>());
    result["best_loss"] = best;
    result["final_loss"] = curve_.evaluation_loss();
    return result;
  }

  json finish(libtorch::pose_student const& model) {
    std::map<std::string, torch::Tensor> heads;
    for (auto const& item : model.state()) heads.emplace(item.name, item.value);
    libtorch::load_state(*net_->pose_net, heads, "adapted PoseNet");
    auto record = to_json(run_.record);
    record["split"] = data_.split_record();
    record["result"] = result();
    libtorch::save_detector(options_.out, net_, {{split_key, record["split"].dump()}, {record_key, record.dump()}});
    write_file(options_.out.string() + ".json", record.dump(1) + "\n");
    checkpoints_.remove();
    return record["result"];
  }

  adapt_options const& options_;
  run_options const& run_;
  adapt_memory::contents& memory_;
  std::size_t fill_;
  random_stream random_;
  libtorch::detector net_;
  libtorch::backend be_;
  preprocess_options input_;
  adapt_data data_;
  adapt_checkpoints checkpoints_;
  std::optional<adapt_checkpoints::moment> resumed_;
  step_log log_;
  locnet_tuning locnet_;
  adaptation_curve curve_;
  windows labelled_, unlabelled_, held_out_;
  std::vector<std::vector<grasp<double>>> near_;  ///< labels near each unlabelled place, for reports
};

/// Before hours of work: files that must stay apart, and what is not ours to remove.
void require_files(adapt_options const& o) {
  call_files files{.writes = {{"--out", o.out}, {"the record of --out", o.out.string() + ".json"}},
                   .folders = {{"the checkpoints of --out", checkpoints_beside(o.out)}, {"--cache", o.cache}},
                   .reads = {{"--model", o.model}, {"--split", o.split}},
                   .data = {{"--data", o.data}}};
  if (auto const log = step_log::file_of(o.out, o.telemetry); !log.empty())
    files.writes.push_back({"the telemetry of --out", log});
  for (auto const& each : o.also) files.data.push_back({"--also", each});
  require_outputs(files);
  require_own_checkpoints(o.out);
}

/// Before hours of work: what cannot be meant.
void require_sense(adapt_options const& o) {
  if (o.method != "direct" && o.method != "mean-teacher" && o.method != "confident")
    throw option_error("adapt.method", "unknown method '" + o.method + "': expected direct, mean-teacher or confident");
  if (o.targets != "unit" && o.targets != "fused")
    throw option_error("adapt.targets", "unknown targets '" + o.targets + "': expected unit or fused");
  if (o.method != "confident" &&
      (!o.filter.name.empty() || o.filter.threshold || o.fill.value_or(0) > 0 || o.by_component))
    throw option_error("adapt.filter",
                       "--filter, --threshold, --fill and --by-component are for --method confident, "
                       "not for " +
                           o.method);
  if (o.fill.value_or(0) > 0 && *o.fill < o.unlabelled_batch)
    throw option_error("adapt.fill", "--fill: expected at least the " + std::to_string(o.unlabelled_batch) +
                                         " places of --unlabelled-batch, got " + std::to_string(*o.fill));
  pseudo_label_filter const named(o.filter);
}

}  // namespace

adapt_memory::adapt_memory() : contents_(std::make_unique<contents>()) {}
adapt_memory::~adapt_memory() = default;

void adapt_memory::forget_looks() {
  contents_->windows.clear();
  contents_->locnets.clear();
}

json adapt(adapt_options const& options, run_options const& run, adapt_memory const& memory) {
  require_sense(options);
  require_files(options);
  interrupt_guard const guard;
  configure_torch(run);
  return adaptation(options, run, *memory)();
}

}  // namespace suregrasp::cli
