// What the host kernels cost beside their peers, in one run: peaks of heatmaps, suppression of rotated grasps, fusion.
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
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <vector>

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

/// The default fusion of four heads in a plain loop, into memory that is there.
void fuse_plainly(std::vector<std::vector<float>> const& heads, std::size_t locations, std::vector<float>& mean,
                  std::vector<float>& variance, std::vector<float>& uncertainty) {
  float const share = 1 / static_cast<float>(heads.size());
  for (std::size_t i = 0; i < locations; ++i) {
    float x = 0, y = 0, unit_x = 0, unit_y = 0;
    for (auto const& head : heads) {
      float const cos = head[4 * i], sin = head[4 * i + 1], size = std::sqrt(std::max(cos * cos + sin * sin, 1.0F));
      x += cos * share, y += sin * share, unit_x += cos / size * share, unit_y += sin / size * share;
    }
    float const size = std::sqrt(std::max(x * x + y * y, 1e-12F));
    mean[4 * i] = x / size, mean[4 * i + 1] = y / size;
    variance[3 * i] = -0.25F * std::log(std::clamp(unit_x * unit_x + unit_y * unit_y, 1e-12F, 1.0F));
    for (std::size_t c = 2; c < 4; ++c) {
      float total = 0, squares = 0;
      for (auto const& head : heads) total += head[4 * i + c] * share;
      for (auto const& head : heads) squares += (head[4 * i + c] - total) * (head[4 * i + c] - total) * share;
      mean[4 * i + c] = total, variance[3 * i + c - 1] = squares;
    }
    uncertainty[i] = variance[3 * i] / 0.09F + variance[3 * i + 1] + variance[3 * i + 2];
  }
}

void measure_fusion(std::int64_t locations) {
  random_stream random(3);
  xtensor::backend<float> const be;
  auto const size = static_cast<std::size_t>(locations);
  std::vector<std::vector<float>> heads(4, std::vector<float>(4 * size));
  std::vector<xt::xarray<float>> tensors;
  for (auto& head : heads) {
    for (float& value : head) value = static_cast<float>(random.normal(0, 0.7));
    tensors.push_back(be.from_host({{locations, 4}, head}));
  }
  std::vector<float> mean(4 * size), variance(3 * size), uncertainty(size);
  measure_beside(
      "fusion of " + std::to_string(locations) + " locations on xtensor", "a plain loop",
      [=] { return fuse(be, std::span<xt::xarray<float> const>(tensors), pose_encoding{}).uncertainty.size(); },
      [=]() mutable {
        fuse_plainly(heads, size, mean, variance, uncertainty);
        benchmark::ClobberMemory();
        return uncertainty[0];
      });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  cv::setNumThreads(1);
  for (kind_of_map const& kind : {kind_of_map{"smooth", smooth},
                                  {"noisy", noisy},
                                  {"white noise", white},
                                  {"disks", disks},
                                  {"smoothed disks", soft_disks},
                                  {"256 levels of noise", levels},
                                  {"one level", one_level}})
    for (int const radius : {5, 10})
      for (cv::Size const size : {cv::Size(288, 288), cv::Size(640, 480)}) measure_peaks(kind, size, radius);
  for (cv::Size const size : {cv::Size(288, 288), cv::Size(640, 480)}) measure_smoothing(size);
  for (std::int64_t const locations : {50, 1000, 100000}) measure_fusion(locations);
  for (double const extent : {4000.0, 1000.0, 300.0}) measure_suppression(1000, extent);
  ratio_reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
}
