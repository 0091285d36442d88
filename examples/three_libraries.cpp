// One photograph through a network of LibTorch's, the same of OpenVINO's, and one of ten lines on xtensor: another
// library is another line.
//   three_libraries [PHOTOGRAPH [THREADS [MODEL]]]: by default a generated scene, one thread, the model of the tool
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/openvino/model_file.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>

#include "bright_things.hpp"

using namespace suregrasp;

namespace {

double milliseconds_of(auto const& action) {
  auto const start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Says where to grasp and how long it took, the first time and the quickest of twenty.
std::vector<detection> found_by(char const* library, auto const& be, auto const& network, sample const& photograph) {
  auto const input = preprocess(photograph, input_of(network.input_size()));
  std::vector<detection> found;
  auto const once = [&] { found = detect(be, network, input).ranked; };
  double const first = milliseconds_of(once);
  double quickest = first;
  for (int i = 0; i < 20; ++i) quickest = std::min(quickest, milliseconds_of(once));
  std::printf("%s: %zu grasps, %.1f ms, the first time %.1f ms\n", library, found.size(), quickest, first);
  for (std::size_t i = 0; i < std::min<std::size_t>(3, found.size()); ++i) {
    auto const& g = found[i].grasp;
    std::printf("  x %.1f, y %.1f, theta %+.3f rad, opening %.1f, M_uc %.4f\n", g.x, g.y, g.theta, g.opening,
                found[i].uncertainty);
  }
  return found;
}

bool same(std::vector<detection> const& a, std::vector<detection> const& b) {
  return std::ranges::equal(a, b, [](detection const& one, detection const& other) {
    return std::hypot(one.grasp.x - other.grasp.x, one.grasp.y - other.grasp.y) < 0.1 &&
           axial_distance(one.grasp.theta, other.grasp.theta) < 0.01;
  });
}

}  // namespace

int main(int count, char** arguments) try {
  auto const photograph =
      count > 1 ? sample{"photograph", read_rgb(arguments[1]), {}, {}} : generate_scene(random_stream(3), 0, {});
  int const threads = count > 2 ? std::atoi(arguments[2]) : 1;
  char const* const model = count > 3 ? arguments[3] : "models/scenes.safetensors";
  at::set_num_threads(threads);

  auto const torch =
      found_by("LibTorch", libtorch::backend(), libtorch::inference(libtorch::load_detector(model)), photograph);
  auto const vino =
      found_by("OpenVINO", openvino::backend(), openvino::load_detector(model, {.threads = threads}), photograph);
  auto const own = found_by("xtensor", bright::backend(), bright::bright_things(), photograph);
  return same(torch, vino) ? 0 : 1;
} catch (std::exception const& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}
