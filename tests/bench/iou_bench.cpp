// What a rotated IoU costs and how far it errs, here and elsewhere, in one run.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <vector>

#include "../gauntlet/regimes.hpp"
#include "../unit/geometry/double_double.hpp"
#include "../unit/geometry/polygon_overlap.hpp"
#include "markdown_reporter.hpp"

using namespace suregrasp;

namespace {

constexpr std::size_t pair_count = 1000;

template <class T>
struct workload {
  std::vector<grasp<T>> a, b;
  std::vector<prepared_grasp<T>> prepared_a, prepared_b;
  std::vector<T> rows_a, rows_b;
  std::vector<double> exact;

  explicit workload(random_grasps::kind const& kind) {
    random_stream random(7);
    for (std::size_t i = 0; i < pair_count; ++i) {
      auto const pair = kind.draw(random);
      add(random_grasps::rounded<T>(pair.a), a, prepared_a, rows_a);
      add(random_grasps::rounded<T>(pair.b), b, prepared_b, rows_b);
      exact.push_back(static_cast<double>(polygon_overlap::iou<double_double>(static_cast<grasp<double>>(a.back()),
                                                                              static_cast<grasp<double>>(b.back()))));
    }
  }

 private:
  static void add(grasp<T> const& g, std::vector<grasp<T>>& list, std::vector<prepared_grasp<T>>& prepared,
                  std::vector<T>& rows) {
    list.push_back(g);
    prepared.emplace_back(g);
    rows.insert(rows.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  }
};

double opencv(grasp<float> const& a, grasp<float> const& b) {
  auto const rectangle = [](grasp<float> const& g) {
    return cv::RotatedRect({g.x, g.y}, {g.opening, g.jaw}, -degrees(g.theta));
  };
  std::vector<cv::Point2f> corners;
  if (cv::rotatedRectangleIntersection(rectangle(a), rectangle(b), corners) == cv::INTERSECT_NONE) return 0;
  double const common = cv::contourArea(corners);
  return common / (static_cast<double>(a.opening * a.jaw + b.opening * b.jaw) - common);
}

double boost_geometry(grasp<double> const& a, grasp<double> const& b) {
  namespace bg = boost::geometry;
  using polygon = bg::model::polygon<bg::model::d2::point_xy<double>>;
  auto const rectangle = [](grasp<double> const& g) {
    polygon result;
    for (auto const& corner : corners(g)) bg::append(result, bg::model::d2::point_xy<double>(corner.x, corner.y));
    bg::correct(result);
    return result;
  };
  std::vector<polygon> common_parts;
  bg::intersection(rectangle(a), rectangle(b), common_parts);
  double common = 0;
  for (auto const& part : common_parts) common += bg::area(part);
  return common / (a.opening * a.jaw + b.opening * b.jaw - common);
}

/// Runs `all`, which returns the values of every pair; `stride` is from one pair to the next among them.
template <class All>
void measure(std::string const& name, std::vector<double> exact, All all, std::size_t stride = 1) {
  benchmark::RegisterBenchmark(
      name.c_str(),
      [exact = std::move(exact), all, stride](benchmark::State& state) {
        auto values = all();
        double worst = 0;
        for (std::size_t i = 0; i < exact.size(); ++i)
          worst = std::max(worst, std::abs(static_cast<double>(values[i * stride]) - exact[i]));
        auto const count = static_cast<double>(values.size());
        for (auto _ : state) benchmark::DoNotOptimize(values = all());
        state.counters["worst_error"] = worst;
        state.counters["ns_a_pair"] = benchmark::Counter(
            count * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
      })
      ->UseRealTime()
      ->MinTime(0.05)
      ->Repetitions(9)
      ->ComputeStatistics("least", [](std::vector<double> const& times) { return std::ranges::min(times); });
}

/// The values of f(i) for every pair.
template <class F>
auto each(F f) {
  return [f] {
    std::vector<double> values(pair_count);
    for (std::size_t i = 0; i < pair_count; ++i) values[i] = static_cast<double>(f(i));
    return values;
  };
}

template <class T>
void measure_ours(std::string const& type, std::string const& regime, workload<T> const& on) {
  measure("scalar, five parameters, " + type + regime, on.exact,
          each([&on](std::size_t i) { return iou(on.a[i], on.b[i]); }));
  measure("scalar, prepared, " + type + regime, on.exact,
          each([&on](std::size_t i) { return iou(on.prepared_a[i], on.prepared_b[i]); }));
  measure("batched pairs, five parameters, " + type + regime, on.exact,
          [&on] { return host_iou_pairs<T>(on.rows_a, on.rows_b); });
  for (int const threads : {1, 2})
    measure(
        "matrix 1000 x 1000, " + std::to_string(threads) + (threads == 1 ? " thread, " : " threads, ") + type + regime,
        on.exact, [&on, threads] { return host_iou_matrix<T>(on.rows_a, on.rows_b, {.threads = threads}); },
        pair_count + 1);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  for (auto const* kind : {&gauntlet_regimes::kinds[0], &gauntlet_regimes::kinds[1]}) {
    auto const& in_double = *new workload<double>(*kind);  // for as long as the benchmarks registered below
    auto const& in_float = *new workload<float>(*kind);
    std::string const regime = kind == &gauntlet_regimes::kinds[0] ? "; random" : "; near-identical";
    measure_ours("float", regime, in_float);
    measure_ours("double", regime, in_double);
    measure("OpenCV, float" + regime, in_float.exact,
            each([&](std::size_t i) { return opencv(in_float.a[i], in_float.b[i]); }));
    measure("Boost.Geometry, double" + regime, in_double.exact,
            each([&](std::size_t i) { return boost_geometry(in_double.a[i], in_double.b[i]); }));
  }
  markdown_reporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
}
