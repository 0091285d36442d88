// What the host kernels cost beside their peers, in one run: IoU, peaks of heatmaps, suppression of rotated grasps,
// fusion.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <suregrasp/backends/xtensor/backend.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/detect/smoothed_peaks.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <utility>
#include <vector>

#include "limit_kernel.hpp"
#include "plain_fusion.hpp"
#include "ratio_reporter.hpp"

using namespace suregrasp;

namespace {

struct kind_of_map {
  char const* name;
  cv::Mat (*draw)(cv::Size);
};

cv::Mat white(cv::Size size) {
  cv::Mat map(size, CV_32F);
  cv::RNG(7).fill(map, cv::RNG::UNIFORM, 0.F, 1.F);
  return map;
}

cv::Mat smooth(cv::Size size) {
  cv::Mat map = white(size);
  cv::GaussianBlur(map, map, {}, 8);
  cv::normalize(map, map, 0, 1, cv::NORM_MINMAX);
  return map;
}

cv::Mat noisy(cv::Size size) { return smooth(size) + 0.05 * white(size); }

cv::Mat disks(cv::Size size) {
  cv::Mat map(size, CV_32F, cv::Scalar(0));
  cv::RNG random(7);
  for (int k = 0; k < 30; ++k)
    cv::circle(map, {random.uniform(0, size.width), random.uniform(0, size.height)}, 6, 1, -1);
  return map;
}

cv::Mat soft_disks(cv::Size size) {
  cv::Mat map = disks(size);
  cv::GaussianBlur(map, map, {}, 3);
  return map;
}

cv::Mat levels(cv::Size size) {
  cv::Mat bytes, map;
  white(size).convertTo(bytes, CV_8U, 255);
  bytes.convertTo(map, CV_32F, 1 / 255.0);
  return map;
}

/// Equally hot pixels, two apart.
cv::Mat dots(cv::Size size) {
  cv::Mat map(size, CV_32F, cv::Scalar(0));
  for (int y = 0; y < size.height; y += 2)
    for (int x = 0; x < size.width; x += 2) map.at<float>(y, x) = 0.5;
  return map;
}

cv::Mat one_level(cv::Size size) { return {size, CV_32F, cv::Scalar(0.5)}; }

host_view<float const> view_of(cv::Mat const& map) { return {{map.rows, map.cols}, {map.ptr<float>(), map.total()}}; }

/// Peaks as one finds them by dilation; plateaus are left as they are.
std::vector<peak> dilated_peaks(cv::Mat const& map, int radius) {
  cv::Mat highest, hot;
  cv::dilate(map, highest, cv::getStructuringElement(cv::MORPH_RECT, {2 * radius + 1, 2 * radius + 1}));
  cv::bitwise_and(map >= highest, map >= 0.3F, hot);
  std::vector<cv::Point> points;
  cv::findNonZero(hot, points);
  std::vector<peak> peaks;
  peaks.reserve(points.size());
  for (auto const& p : points) peaks.push_back({p.x, p.y, map.at<float>(p)});
  auto const count = std::min<std::size_t>(50, peaks.size());
  std::partial_sort(peaks.begin(), peaks.begin() + static_cast<std::ptrdiff_t>(count), peaks.end(),
                    [](peak const& a, peak const& b) { return a.heat > b.heat; });
  peaks.resize(count);
  return peaks;
}

void measure_peaks(kind_of_map const& kind, cv::Size size, int radius) {
  cv::Mat const map = kind.draw(size);
  measure_beside(
      std::string("peaks, ") + kind.name + ", " + std::to_string(size.height) + " x " + std::to_string(size.width) +
          ", radius " + std::to_string(radius),
      "OpenCV dilate, compare",
      [=, finder = peak_finder()]() mutable {
        return finder.find(view_of(map), {.radius = static_cast<std::size_t>(radius)}).size();
      },
      [=] { return dilated_peaks(map, radius).size(); });
}

void measure_smoothing(cv::Size size) {
  cv::Mat const map = white(size);
  measure_beside(
      "smoothing, " + std::to_string(size.height) + " x " + std::to_string(size.width), "OpenCV GaussianBlur",
      [=] { return detail::smoothed(view_of(map), 3.0).total(); },
      [=] {
        cv::Mat blurred;
        cv::GaussianBlur(map, blurred, {}, 3.0);
        return blurred.total();
      });
}

/// A matrix with one thread beside the bare formula, in the vectors of one instruction set.
template <class T, class Limit>
void measure_matrix(std::string const& set, simd::iou_loops<T> const& loops, Limit limit) {
  constexpr std::size_t count = 1000;
  random_stream random(7);
  std::vector<T> sides[2];
  for (auto& rows : sides)
    for (std::size_t i = 0; i < count; ++i)
      for (auto const& [low, high] : {std::pair{-40.0, 40.0}, {-40.0, 40.0}, {-1.6, 1.6}, {5.0, 150.0}, {5.0, 150.0}})
        rows.push_back(static_cast<T>(random.uniform(low, high)));
  simd::rectangle_columns<T> a, b;
  host_iou_detail::prepare<T>(a, sides[0], loops);
  host_iou_detail::prepare<T>(b, sides[1], loops);
  std::vector<T> out(count * b.stride());
  measure_beside(
      "IoU of 1000 x 1000 grasps, " + set, "the bare formula",
      [=, a = sides[0], b = sides[1], finder = iou_finder<T>(loops)]() mutable { return finder.matrix(a, b)[0]; },
      [=]() mutable {
        for (std::size_t i = 0; i < count; ++i) limit(a, i, b, out.data() + i * count);
        benchmark::ClobberMemory();
        return out[0];
      });
}

template <class T>
void measure_matrices(std::string const& type) {
  auto const loops = simd::supported_iou_loops<T>();
  using namespace simd;
  measure_matrix<T>(type + ", baseline", loops[0], limit_kernel::baseline::find_row<pack<T, 16>>);
#ifdef __x86_64__
  if (loops.size() > 1) measure_matrix<T>(type + ", AVX2", loops[1], limit_kernel::avx2::find_row<pack<T, 32>>);
  if (loops.size() > 2) measure_matrix<T>(type + ", AVX-512", loops[2], limit_kernel::avx512::find_row<pack<T, 64>>);
#endif
}

void measure_suppression(std::size_t count, double extent) {
  random_stream random(5);
  std::vector<grasp<float>> grasps;
  std::vector<float> scores;
  std::vector<cv::RotatedRect> boxes;
  auto const draw = [&](double low, double high) { return static_cast<float>(random.uniform(low, high)); };
  for (std::size_t i = 0; i < count; ++i) {
    float const x = draw(0, extent), y = draw(0, extent), theta = draw(-1.57, 1.57), opening = draw(20, 60);
    grasps.push_back({x, y, theta, opening, draw(10, 30)});
    scores.push_back(draw(0, 1));
    boxes.push_back({{x, y}, {opening, grasps.back().jaw}, -degrees(theta)});
  }
  measure_beside(
      "suppression of " + std::to_string(count) + " grasps in " + std::to_string(std::lround(extent)) + " x " +
          std::to_string(std::lround(extent)) + " pixels",
      "OpenCV NMSBoxes", [=] { return rotated_suppression(grasps, scores, {.angle = 1.6}).size(); },
      [=] {
        std::vector<int> kept;
        cv::dnn::NMSBoxes(boxes, scores, 0, 0.5F, kept);
        return kept.size();
      });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  cv::setNumThreads(1);
  measure_matrices<float>("float");
  measure_matrices<double>("double");
  for (kind_of_map const& kind : {kind_of_map{"smooth", smooth},
                                  {"noisy", noisy},
                                  {"white noise", white},
                                  {"disks", disks},
                                  {"smoothed disks", soft_disks},
                                  {"256 levels of noise", levels},
                                  {"dots", dots},
                                  {"one level", one_level}})
    for (int const radius : {5, 10})
      for (cv::Size const size : {cv::Size(288, 288), cv::Size(640, 480)}) measure_peaks(kind, size, radius);
  for (cv::Size const size : {cv::Size(288, 288), cv::Size(640, 480)}) measure_smoothing(size);
  for (std::int64_t const locations : {50, 1000, 100000})
    measure_fusion(xtensor::backend<float>(), "xtensor", locations);
  for (double const extent : {4000.0, 1000.0, 300.0}) measure_suppression(1000, extent);
  ratio_reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
}
