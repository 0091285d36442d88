// How the host kernels' time grows with what they are given: `CHART/SERIES/X` a benchmark. scaling_charts draws them.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/detect/smoothed_peaks.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <thread>
#include <vector>

using namespace suregrasp;

namespace {

template <class Work>
void measure(std::string const& name, std::size_t x, Work work) {
  benchmark::RegisterBenchmark((name + "/" + std::to_string(x)).c_str(), [work](benchmark::State& state) mutable {
    for (auto _ : state) benchmark::DoNotOptimize(work());
  })->MinTime(0.1);
}

std::vector<grasp<float>> random_grasps(std::size_t count) {
  random_stream random(3);
  std::vector<grasp<float>> grasps;
  auto const draw = [&](double low, double high) { return static_cast<float>(random.uniform(low, high)); };
  for (std::size_t i = 0; i < count; ++i) {
    float const x = draw(0, 1000), y = draw(0, 1000), theta = draw(-1.57, 1.57), opening = draw(20, 60);
    grasps.push_back({x, y, theta, opening, draw(10, 30)});
  }
  return grasps;
}

void measure_iou(std::string const& name, std::size_t x, std::size_t count, int threads) {
  std::vector<float> rows;
  for (auto const& g : random_grasps(count)) rows.insert(rows.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  measure(name, x,
          [=, finder = iou_finder<float>()]() mutable { return finder.matrix(rows, rows, {.threads = threads})[0]; });
}

void measure_count(std::size_t count) {
  measure_iou("N/IoU of N x N grasps", count, count, 1);
  auto const grasps = random_grasps(count);
  std::vector<float> scores(count), votes(4 * count);
  random_stream random(5);
  for (float& score : scores) score = static_cast<float>(random.uniform());
  for (float& vote : votes) vote = static_cast<float>(random.normal(0, 0.7));
  measure("N/suppression of N grasps", count,
          [=, suppressor = rotated_suppressor<float>()]() mutable { return suppressor.find(grasps, scores).size(); });
  measure("N/fusion of N locations", count, [=, fuser = pose_fuser<float>(pose_encoding{})]() mutable {
    std::vector<std::span<float const>> const heads(4, votes);
    return fuser.fuse(heads).uncertainty[0];
  });
}

void measure_side(int side) {
  cv::Mat white(side, side, CV_32F), smooth;
  cv::RNG(7).fill(white, cv::RNG::UNIFORM, 0.F, 1.F);
  cv::GaussianBlur(white, smooth, {}, 8);
  cv::normalize(smooth, smooth, 0, 1, cv::NORM_MINMAX);
  auto const x = static_cast<std::size_t>(side);
  auto const view = [](cv::Mat const& map) {
    return host_view<float const>({map.rows, map.cols}, {map.ptr<float>(), map.total()});
  };
  measure("side of the map/peaks, smooth", x,
          [=, finder = peak_finder()]() mutable { return finder.find(view(smooth)).size(); });
  measure("side of the map/peaks, white noise", x,
          [=, finder = peak_finder()]() mutable { return finder.find(view(white)).size(); });
  measure("side of the map/smoothing", x, [=] { return detail::smoothed(view(white), 3.0).total(); });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  cv::setNumThreads(1);
  for (std::size_t const count : {100, 250, 500, 1000, 2000, 4000}) measure_count(count);
  for (unsigned threads = 1; threads <= std::max(2U, std::thread::hardware_concurrency()); ++threads)
    measure_iou("threads/IoU of 2000 x 2000 grasps", threads, 2000, static_cast<int>(threads));
  for (int const side : {96, 192, 288, 480, 640, 960}) measure_side(side);
  benchmark::RunSpecifiedBenchmarks();
}
