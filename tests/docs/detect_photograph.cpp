// Finds grasps in a photograph. tests/docs/CMakeLists.txt says how this is compiled without a source more.
// [program]
#include <cstdio>
#include <exception>
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/images/images.hpp>

int main(int count, char** arguments) try {
  if (count != 3) return std::fputs("usage: detect_photograph MODEL PHOTOGRAPH\n", stderr), 2;
  suregrasp::libtorch::backend const be;
  suregrasp::libtorch::inference const network(suregrasp::libtorch::load_detector(arguments[1]));
  suregrasp::sample const photograph{"photograph", suregrasp::read_rgb(arguments[2]), {}, {}};
  auto const found = suregrasp::detect_whole_image(be, network, photograph);
  if (found.ranked.empty()) std::puts("nothing to grasp");
  for (auto const& [grasp, uncertainty, heat, variance] : found.ranked)
    std::printf("x %.0f, y %.0f, theta %+.2f rad, opening %.0f, jaw %.0f, M_uc %.2f\n", grasp.x, grasp.y, grasp.theta,
                grasp.opening, grasp.jaw, uncertainty);
} catch (std::exception const& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}
// [program]
