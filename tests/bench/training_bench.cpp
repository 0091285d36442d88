// What a step of training takes beside one written by hand with LibTorch, turn about on one thread: the mean teacher's,
// for PoseNet's heads and for a residual network of 50 layers, and that of a whole detector. And fusion on LibTorch.
// bench_training SIDE: of the detector's input, 288 unless told otherwise.
#include <benchmark/benchmark.h>

#include <memory>
#include <suregrasp/backends/libtorch/named_backbone.hpp>
#include <suregrasp/backends/libtorch/pose_student.hpp>
#include <suregrasp/backends/libtorch/training.hpp>
//
#include <cstdint>
#include <cstdlib>
#include <string>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <vector>

#include "plain_fusion.hpp"
#include "ratio_reporter.hpp"

using namespace suregrasp;
using backend = libtorch::backend;
using tensors = std::vector<torch::Tensor>;

namespace {

/// A residual network of 50 layers that regresses four numbers.
class residual_network {
 public:
  using input_type = torch::Tensor;
  using output_type = torch::Tensor;

  residual_network() : net_(libtorch::named_backbone("resnet50", 64)) {}
  output_type forward(input_type const& images) { return net_->forward(images)[3].mean({2, 3}).narrow(1, 0, 4); }
  [[nodiscard]] model_state<torch::Tensor> state() const { return libtorch::state_of(*net_); }
  void load(model_state<torch::Tensor> const& state) { libtorch::load_state(*net_, state, "a clone"); }
  [[nodiscard]] residual_network clone() const {
    residual_network copy;
    copy.load(state());
    return copy;
  }
  [[nodiscard]] tensors parameters() const { return net_->parameters(); }

 private:
  libtorch::backbone net_;
};

/// Images to four numbers, of which the first two are one view's uncertainty.
struct image_task {
  using labelled_batch = tensors;  ///< images, targets
  using unlabelled_batch = tensors;
  using target_type = torch::Tensor;
  struct view_pair {
    torch::Tensor teacher, student;
  };

  torch::Tensor supervised(backend const&, residual_network& model, labelled_batch const& labelled) const {
    return torch::smooth_l1_loss(model.forward(labelled[0]), labelled[1]);
  }
  view_pair views(unlabelled_batch const& images, random_stream) const { return {images[0], images[0].flip({3})}; }
  target_type target(backend const&, torch::Tensor const& prediction, view_pair const&) const { return prediction; }
  torch::Tensor uncertainty(backend const&, torch::Tensor const& prediction) const {
    return prediction.narrow(1, 0, 2).square().sum(1);
  }
  torch::Tensor consistency(backend const&, torch::Tensor const& prediction, torch::Tensor const& target) const {
    return (prediction - target).square().mean(1);
  }
};

/// The step of the mean teacher as one writes it for one model: no checks, no report, nothing put back after a fault.
template <class Model, class Task>
class step_by_hand {
 public:
  step_by_hand(Model student, Task task)
      : student_(std::move(student)),
        teacher_(student_.clone()),
        task_(std::move(task)),
        adam_(student_.parameters(), torch::optim::AdamWOptions(1e-4).weight_decay(1e-4)) {
    for (auto const& item : student_.state())
      if (item.role != tensor_role::counter) from_.push_back(item.value);
    for (auto const& item : teacher_.state())
      if (item.role != tensor_role::counter) to_.push_back(item.value);
  }

  void step(typename Task::labelled_batch const& labelled, typename Task::unlabelled_batch const& unlabelled) {
    backend const be;
    auto loss = task_.supervised(be, student_, labelled);
    auto const views = task_.views(unlabelled, random_stream(1).fork("step", step_count_++));
    auto const prediction = [&] {
      torch::NoGradGuard const no_gradient;
      return teacher_.forward(views.teacher);
    }();
    auto const passes = (task_.uncertainty(be, prediction) < 1e9).to(torch::kFloat);
    auto const target = task_.target(be, prediction, views);
    loss = loss + (task_.consistency(be, student_.forward(views.student), target) * passes).mean();
    if (!std::isfinite(loss.template item<float>())) std::abort();
    for (auto& each : student_.parameters())
      if (each.grad().defined()) each.mutable_grad().zero_();
    loss.backward();
    torch::nn::utils::clip_grad_norm_(student_.parameters(), 5);
    adam_.step();
    torch::NoGradGuard const no_gradient;
    for (std::size_t i = 0; i < to_.size(); ++i) to_[i].lerp_(from_[i], 0.01);
  }

 private:
  Model student_, teacher_;
  Task task_;
  torch::optim::AdamW adam_;
  tensors from_, to_;
  std::uint64_t step_count_ = 0;
};

template <class Model, class Task>
void measure_mean_teacher(std::string const& name, int times, Model const& model, Task const& task,
                          typename Task::labelled_batch const& labelled,
                          typename Task::unlabelled_batch const& unlabelled) {
  auto student = model.clone();
  libtorch::adam optimizer(student.parameters(), {});
  auto const loop = std::make_shared<mean_teacher<backend, Model, Task, libtorch::adam, fixed_threshold>>(
      backend{}, std::move(student), task, std::move(optimizer), fixed_threshold{1e9},
      mean_teacher_options{.alpha = constant_schedule{0.99}});
  auto const by_hand = std::make_shared<step_by_hand<Model, Task>>(model.clone(), task);
  measure_turn_about(
      "mean teacher, " + name, "a step by hand", times,
      [=] { (void)loop->step(labelled, unlabelled, random_stream(1)); }, [=] { by_hand->step(labelled, unlabelled); });
}

feature_crops<torch::Tensor> random_crops(detector_options const& o, std::size_t locations, std::size_t views) {
  feature_crops<torch::Tensor> crops{.levels = {}, .maps = {}, .grasps = {}, .locations = locations, .views = views};
  auto const rows = static_cast<std::int64_t>(locations * views);
  for (std::size_t level = 0; level < detector_options::strides.size(); ++level)
    crops.levels.push_back(torch::randn({rows, o.crop_size, o.crop_size, o.pyramid_channels}));
  crops.maps.resize(locations * views);
  for (std::size_t i = 0; i < locations; ++i) crops.grasps.push_back({20, 30, 0.01 * static_cast<double>(i), 40, 20});
  return crops;
}

void measure_heads() {
  libtorch::detector const net(detector_options{});
  auto const& o = net->options;
  std::vector<std::int64_t> rows(32);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(7 * i);
  measure_mean_teacher(
      "PoseNet's heads", 200, libtorch::pose_student(net),
      pose_task<backend>(backend{}, random_crops(o, 256, 1), random_crops(o, 256, 2), o.encoding, o.fusion), rows,
      rows);
}

void measure_residual_network() {
  auto const images = torch::rand({4, 3, 96, 96});
  measure_mean_teacher("ResNet-50, 4 images of 96 x 96", 7, residual_network(), image_task{},
                       {images, torch::rand({4, 4})}, {images.flip({2})});
}

/// A step of PoseNet's training with the whole detector, and the same by hand.
void measure_training(int side) {
  detector_options const options{.backbone = "resnet50", .depth_branch = false, .input_size = side};
  random_stream const random(3);
  std::vector<sample> scenes;
  for (std::uint64_t i = 0; i < 8; ++i) scenes.push_back(generate_scene(random, i, {}));
  auto const batch = std::make_shared<training_batch>(
      make_training_batch(scenes, {.input = {.size = side}, .encoding = options.encoding, .use_depth = false}, random));
  auto const trainer = std::make_shared<libtorch::pose_training>(libtorch::detector(options), backend{},
                                                                 libtorch::trainer_options{.bfloat16 = true});
  libtorch::detector net(options);
  net->train();
  for (auto& each : net->parameters())
    if (each.dim() == 4) each.set_data(each.contiguous(at::MemoryFormat::ChannelsLast));
  auto const parameters = libtorch::detail::joined(
      net->branches->parameters(), libtorch::detail::joined(net->top_down->parameters(), net->pose_net->parameters()));
  auto const adam =
      std::make_shared<torch::optim::AdamW>(parameters, torch::optim::AdamWOptions(1e-4).weight_decay(1e-4));
  measure_turn_about(
      "training step, ResNet-50, 8 images of " + std::to_string(side) + " x " + std::to_string(side),
      "by hand, channels last", 3, [=] { (void)trainer->step(*batch, 1e-4); },
      [=]() mutable {
        backend const be;
        adam->zero_grad();
        auto const heads = [&] {
          libtorch::autocast const reduced(at::kCPU, true);
          auto const images = be.from_host(batch->images.rgb.view()).contiguous(at::MemoryFormat::ChannelsLast);
          return net->poses(net->features({images, {}}), batch->at);
        }();
        auto const target = be.from_host(batch->poses.view());
        auto loss = torch::zeros({});
        for (auto const& head : heads) loss = loss + torch::smooth_l1_loss(head.to(torch::kFloat), target);
        loss.backward();
        torch::nn::utils::clip_grad_norm_(parameters, 5);
        adam->step();
      });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  at::set_num_threads(1);
  torch::manual_seed(1);
  for (std::int64_t const locations : {50, 1000, 100000}) measure_fusion(backend{}, "LibTorch", locations);
  measure_heads();
  measure_residual_network();
  measure_training(argc > 1 ? std::atoi(argv[1]) : 288);
  ratio_reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
}
