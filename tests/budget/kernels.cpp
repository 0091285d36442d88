// kernels NAME: runs one of the kernels below once on fixed data, inside `measured`, which is what kernel_budget.sh
// counts. kernels --twice NAME: twice, a slow-down for the gate to find. Without a name: lists them.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/heatmap/axial_blur.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <vector>

using namespace suregrasp;

extern "C" void measured(std::function<void()> const& work) __attribute__((noinline));
void measured(std::function<void()> const& work) { work(); }

namespace {

struct host_backend : reference_backend<host_backend, host_array<float>, float> {
  [[nodiscard]] host_array<float> from_host(host_view<float const> const& view) const {
    return {view.shape, std::vector<float>(view.values.begin(), view.values.end())};
  }
  [[nodiscard]] host_array<float> to_host(host_array<float> const& t) const { return t; }
};

std::vector<grasp<float>> random_grasps(std::size_t count) {
  random_stream random(3);
  std::vector<grasp<float>> result;
  for (std::size_t i = 0; i < count; ++i)
    result.push_back({static_cast<float>(random.uniform(0, 1000)), static_cast<float>(random.uniform(0, 1000)),
                      static_cast<float>(random.uniform(-1.5, 1.5)), static_cast<float>(random.uniform(10, 60)),
                      static_cast<float>(random.uniform(5, 40))});
  return result;
}

std::vector<float> rows_of(std::vector<grasp<float>> const& grasps) {
  std::vector<float> rows;
  for (auto const& g : grasps) rows.insert(rows.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  return rows;
}

/// Hills of heat over 288 x 288 pixels, with noise of this size on them.
host_array<float> heatmap(double noise) {
  random_stream random(5);
  host_array<float> map({288, 288});
  for (std::size_t i = 0; i < map.values.size(); ++i) {
    auto const x = static_cast<double>(i % 288), y = static_cast<double>(i / 288);
    auto const hill = std::sin(x / 20) * std::sin(y / 25);
    map.values[i] = static_cast<float>(hill * hill + random.uniform(0, noise));
  }
  return map;
}

}  // namespace

int main(int count, char** arguments) {
  bool const twice = count > 1 && std::strcmp(arguments[1], "--twice") == 0;
  std::string const name = count > (twice ? 2 : 1) ? arguments[twice ? 2 : 1] : "";
  std::size_t kept = 0;  // so that nothing is left out

  auto const grasps = random_grasps(300), more = random_grasps(2000);
  auto const rows = rows_of(grasps);
  std::vector<float> scores;
  for (std::size_t i = 0; i < more.size(); ++i) scores.push_back(std::sin(static_cast<float>(i)));
  auto const smooth = heatmap(0), noisy = heatmap(0.2);
  host_backend const be;
  std::vector<host_array<float>> heads;
  for (int k = 0; k < 4; ++k) {
    random_stream random(static_cast<std::uint64_t>(k));
    host_array<float> head({50, 4});
    for (auto& value : head.values) value = static_cast<float>(random.normal(0, 1));
    heads.push_back(head);
  }

  std::map<std::string, std::function<void()>> const kernels{
      {"iou_matrix", [&] { kept += host_iou_matrix<float>(rows, rows, {.threads = 1}).size(); }},
      {"rotated_suppression", [&] { kept += rotated_suppression(more, scores).size(); }},
      {"find_peaks_smooth", [&] { kept += find_peaks(smooth.view()).size(); }},
      {"find_peaks_noisy", [&] { kept += find_peaks(noisy.view()).size(); }},
      {"fuse",
       [&] { kept += fuse(be, std::span<host_array<float> const>(heads), pose_encoding{}).mean.values.size(); }},
  };
  if (name.empty())
    for (auto const& [each, work] : kernels) std::puts(each.c_str());
  else
    for (int i = 0; i < (twice ? 2 : 1); ++i) measured(kernels.at(name));
  return kept == 0 && !name.empty();
}
