// A mean teacher for a box regressor in LibTorch: a small network finds the bright box in an image; in part of the
// unlabelled ones a larger box misleads the teacher. Which method leads depends on settings: see the guide in docs/.
#include <suregrasp/backends/libtorch/backend.hpp>
//
#include <suregrasp/backends/libtorch/module_state.hpp>
#include <suregrasp/backends/libtorch/optimizer.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>

#include "compare_methods.hpp"

using namespace suregrasp;
using libtorch::backend;
using torch::Tensor;
namespace nn = torch::nn;

// [detector]
/// Images [N, 1, 24, 24] to boxes (centre x, y, width, height, in sides of the image), a [N, 4] for each of five heads.
struct box_detector {
  using input_type = Tensor;
  using output_type = std::vector<Tensor>;
  nn::Sequential net{nn::Conv2d(nn::Conv2dOptions(1, 12, 3).stride(2).padding(1)),
                     nn::BatchNorm2d(12),
                     nn::ReLU(),
                     nn::Conv2d(nn::Conv2dOptions(12, 24, 3).stride(2).padding(1)),
                     nn::ReLU(),
                     nn::Flatten(),
                     nn::Linear(864, 64),
                     nn::ReLU(),
                     nn::Linear(64, 5 * 4)};

  output_type forward(Tensor const& images) { return net->forward(images).chunk(5, 1); }
  model_state<Tensor> state() const { return libtorch::state_of(*net); }
  void load(model_state<Tensor> const& values) { libtorch::load_state(*net, values, "state of a box detector"); }
  box_detector clone() const {
    box_detector copy;
    copy.load(state());
    return copy;
  }
};
// [detector]

struct scenes {
  Tensor images, boxes;  // [N, 1, 24, 24] and [N, 4]
};

void paint(Tensor const& image, Tensor const& box, double brightness) {
  auto const pixels = torch::arange(24) / 24.0;
  auto const inside = [&](int axis) { return (pixels - box[axis]).abs() < box[axis + 2] / 2; };
  image.masked_fill_(inside(1).unsqueeze(1) & inside(0).unsqueeze(0), brightness);
}

scenes draw(std::int64_t count, double misleading, random_stream random) {
  torch::manual_seed(random.bits());
  auto const box = [](double least, double most) {
    return torch::cat({torch::rand(2) * 0.4 + 0.3, torch::rand(2) * (most - least) + least});
  };
  scenes drawn{torch::randn({count, 1, 24, 24}) * 0.3, torch::empty({count, 4})};
  for (std::int64_t i = 0; i < count; ++i) {
    drawn.boxes[i] = box(0.2, 0.5);
    paint(drawn.images[i][0], drawn.boxes[i], 1);
    if (random.chance(misleading)) paint(drawn.images[i][0], box(0.4, 0.9), random.uniform(2, 6));
  }
  return drawn;
}

struct box_task {
  using labelled_batch = scenes;
  using unlabelled_batch = scenes;  // whose boxes only the report uses
  using target_type = Tensor;
  struct view_pair {
    Tensor teacher, student;
    bool mirrored;
  };
  static Tensor mirror(Tensor const& boxes) { return torch::cat({1 - boxes.slice(1, 0, 1), boxes.slice(1, 1)}, 1); }

  Tensor supervised(backend const& be, box_detector& model, scenes const& batch) const {
    return consistency(be, model.forward(batch.images), batch.boxes).mean();
  }
  view_pair views(scenes const& batch, random_stream random) const {
    bool const mirrored = random.chance(0.5);
    return {batch.images, (mirrored ? batch.images.flip(3) : batch.images) * random.uniform(0.8, 1.2), mirrored};
  }
  Tensor target(backend const&, std::vector<Tensor> const& heads, view_pair const& views) const {
    return views.mirrored ? mirror(torch::stack(heads).mean(0)) : torch::stack(heads).mean(0);
  }
  Tensor uncertainty(backend const&, auto const& heads) const { return torch::stack(heads).var(0, false).sum(1); }
  Tensor consistency(backend const&, std::vector<Tensor> const& heads, Tensor const& target) const {
    return torch::smooth_l1_loss(torch::stack(heads), target.expand({5, -1, -1}), at::Reduction::None, 0.05)
        .mean(at::IntArrayRef({0, 2}));
  }
  std::vector<double> pseudo_label_error(backend const& be, Tensor const& boxes, scenes const& batch,
                                         view_pair const& views) const {
    auto const far = be.to_host((boxes - (views.mirrored ? mirror(batch.boxes) : batch.boxes)).abs().mean(1)).values;
    return {far.begin(), far.end()};
  }
};

int main() {
  torch::set_num_threads(1);
  auto const train = [](std::uint64_t seed, auto filter) {
    random_stream const random(seed);
    auto const labelled = draw(24, 0, random.fork("labelled")), test = draw(200, 0, random.fork("test"));
    box_detector student;
    training_curve result;
    mean_teacher loop(backend{}, student, box_task{},
                      libtorch::adam(student.net->parameters(), {.learning_rate = 2e-3}), filter,
                      {.consistency_weight = sigmoid_ramp{2, 150}, .on_step = [&](auto const& r) { result.note(r); }});
    while (loop.steps_done() < 400) {
      auto const step = random.fork("step", static_cast<std::uint64_t>(loop.steps_done()));
      (void)loop.step(labelled, draw(24, 0.5, step.fork("unlabelled")), step);
      if (loop.steps_done() % 25 != 0) continue;
      torch::NoGradGuard const no_gradient;
      auto const boxes = torch::stack(loop.best().clone().forward(test.images)).mean(0);
      result.errors.push_back((boxes - test.boxes).abs().mean().template item<double>());
    }
    return result;
  };
  return compare_methods("mean_teacher_boxes", 25, train, running_quantile{0.25}) ? 0 : 1;
}
