#include <numeric>
#include <opencv2/core.hpp>
#include <suregrasp/data/synthetic_scene.hpp>
#include <thread>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

bool same(cv::Mat const& a, cv::Mat const& b) {
  return a.type() == b.type() && a.size() == b.size() && (a.empty() || cv::norm(a, b, cv::NORM_INF) == 0);
}

bool same(sample const& a, sample const& b) {
  return a.id == b.id && same(a.rgb, b.rgb) && same(a.depth, b.depth) && a.grasps == b.grasps;
}

scene_options target() { return {.domain = synthetic::target_domain(), .most_objects = 3, .prefix = "target"}; }

/// Height over the table of the points measured along a segment, metres; the table is the plane through three corners,
/// the inverse of whose depth is linear in the pixels.
std::vector<double> relief(sample const& s, point<double> p, point<double> q) {
  auto const corner = [&](int x, int y) {
    cv::Mat const patch = s.depth(cv::Rect(x, y, 30, 30));
    return cv::countNonZero(patch) / cv::sum(patch)[0];
  };
  double const origin = corner(0, 0), right = corner(610, 0), below = corner(0, 450);
  std::vector<double> heights;
  for (int i = 0; i <= 40; ++i) {
    double const x = p.x + i / 40.0 * (q.x - p.x), y = p.y + i / 40.0 * (q.y - p.y);
    double const depth = s.depth.at<float>(static_cast<int>(std::lround(y)), static_cast<int>(std::lround(x)));
    double const table = 1 / (origin + (right - origin) * (x - 14.5) / 610 + (below - origin) * (y - 14.5) / 450);
    if (depth > 0) heights.push_back(table - depth);
  }
  return heights;
}

double mean(std::vector<double> const& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("a scene depends on seed and id alone, on any thread and in any order") {
  random_stream const stream(42);
  auto const first = generate_scene(stream, 3, target());
  sample again;
  std::thread([&] {
    (void)generate_scene(stream, 9, target());
    again = generate_scene(stream, 3, target());
  }).join();
  CHECK(same(first, again));
  CHECK_FALSE(same(first.rgb, generate_scene(stream, 4, target()).rgb));
  CHECK_FALSE(same(first.rgb, generate_scene(random_stream(43), 3, target()).rgb));
}

TEST_CASE("scenes have the kind, size and number of labels they promise") {
  for (std::uint64_t i = 0; i < 12; ++i) {
    auto const source = generate_scene(random_stream(5), i), other = generate_scene(random_stream(5), i, target());
    CHECK(source.rgb.size() == cv::Size(640, 480));
    CHECK(source.rgb.type() == CV_8UC3);
    CHECK(source.depth.type() == CV_32FC1);
    CHECK(other.depth.empty());
    for (auto const* each : {&source, &other}) {
      auto const& s = *each;
      CHECK(s.grasps.size() >= 3);
      CHECK(s.grasps.size() <= (each == &source ? 15U : 45U));
      for (auto const& g : s.grasps) {
        constexpr double tilt = 1.08;  // the limits hold at the table's middle distance, the camera leans
        CHECK(g.opening >= 15 / tilt);
        CHECK(g.opening <= 150 * tilt);
        CHECK(g.jaw >= 15 / tilt);
        CHECK(g.jaw <= 40 * tilt);
      }
    }
  }
  CHECK(generate_scene(random_stream(5), 7).id == "scene00007");
}

TEST_CASE("in the rendered depth the object stands between the plates and the plates stand free") {
  std::size_t seen = 0;
  for (std::uint64_t i = 0; i < 25; ++i) {
    auto const s = generate_scene(random_stream(77), i);
    for (auto const& g : s.grasps) {
      auto const p = corners(g);
      auto const middle = [](point<double> a, point<double> b) {
        return point<double>{(a.x + b.x) / 2, (a.y + b.y) / 2};
      };
      auto const between = std::ranges::max(relief(s, middle(p[0], p[3]), middle(p[1], p[2])));
      auto const plates = std::max(mean(relief(s, p[1], p[2])), mean(relief(s, p[3], p[0])));
      INFO(s.id << " grasp at " << g.x << ", " << g.y);
      CHECK(between > plates + 0.003);
      CHECK(plates < 0.012);
      ++seen;
    }
  }
  CHECK(seen > 100);
}

TEST_CASE("openings and plates are about Cornell's") {
  double opening = 0, jaw = 0, count = 0;
  for (std::uint64_t i = 0; i < 60; ++i)
    for (auto const& g : generate_scene(random_stream(1), i).grasps) opening += g.opening, jaw += g.jaw, count += 1;
  CHECK(opening / count == Approx(50).margin(12));
  CHECK(jaw / count == Approx(29).margin(6));
}

TEST_CASE("options that make no sense are refused") {
  CHECK(error_of([] { (void)generate_scene(random_stream(1), 0, {.least_objects = 0}); }).id == "option.scene.objects");
  scene_options empty;
  empty.domain.families.clear();
  CHECK(error_of([&] { (void)generate_scene(random_stream(1), 0, empty); }).id == "option.scene.domain");
  scene_options blocked;
  blocked.grasps.most_opening = 1;
  CHECK(error_of([&] { (void)generate_scene(random_stream(1), 0, blocked); }).id == "option.scene.no_grasps");
}
