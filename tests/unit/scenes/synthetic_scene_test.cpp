#include <map>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <set>
#include <suregrasp/scenes/synthetic_scene.hpp>
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
  std::size_t compared = 0;
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
      CHECK(plates < 0.0145);  // the floor of a bowl at its highest
      ++compared;
    }
  }
  CHECK(compared > 100);
}

TEST_CASE("openings and plates are about Cornell's") {
  double opening = 0, jaw = 0, count = 0;
  for (std::uint64_t i = 0; i < 60; ++i)
    for (auto const& g : generate_scene(random_stream(1), i).grasps) opening += g.opening, jaw += g.jaw, count += 1;
  CHECK(opening / count == Approx(50).margin(12));
  CHECK(jaw / count == Approx(29).margin(6));
}

TEST_CASE("no two scenes show one object, unless there is a stock of them") {
  std::set<std::string> names, stocked;
  for (std::uint64_t i = 0; i < 40; ++i) {
    names.insert(generate_scene(random_stream(1), i).object);
    stocked.insert(generate_scene(random_stream(1), i, {.stock = 6}).object);
  }
  CHECK(names.size() == 40);
  CHECK(stocked.size() <= 6);
  CHECK(stocked.size() >= 4);
  for (auto const& name : stocked) CHECK(name.substr(name.size() - 4, 3) == "-00");
  CHECK(generate_scene(random_stream(1), 0, {.most_objects = 3}).object.empty());
}

TEST_CASE("an object of the stock looks alike in every scene that shows it") {
  std::map<std::string, std::vector<float>> heights;
  scene_options options{.spread = 10, .stock = 3};
  options.domain.most_tilt = 0;
  for (std::uint64_t i = 0; i < 24; ++i) {
    auto const s = generate_scene(random_stream(2), i, options);
    cv::Mat const smooth = s.depth(cv::Rect(180, 100, 280, 280)).clone();
    cv::medianBlur(smooth, smooth, 5);
    double nearest = 0, furthest = 0;
    cv::minMaxLoc(smooth, &nearest, &furthest, nullptr, nullptr, smooth > 0);
    heights[s.object].push_back(static_cast<float>(furthest - nearest));
  }
  for (auto const& [name, each] : heights) {
    INFO(name);
    CHECK(std::ranges::max(each) - std::ranges::min(each) < 0.008F);
  }
}

TEST_CASE("scenes with nothing to grasp come by their share, without labels, and do not change the others") {
  std::size_t bare = 0;
  for (std::uint64_t i = 0; i < 60; ++i) {
    scene_options const options{.size = {160, 120}, .least_grasps = 1, .spread = 10, .empty_share = 0.3};
    auto const s = generate_scene(random_stream(4), i, options);
    CHECK(s.rgb.size() == cv::Size(160, 120));
    CHECK_FALSE(s.depth.empty());
    if (s.grasps.empty()) CHECK((++bare > 0 && s.object.empty()));
    auto always = options;
    always.empty_share = 0;
    if (!s.grasps.empty()) CHECK(same(s, generate_scene(random_stream(4), i, always)));
  }
  CHECK(bare >= 9);
  CHECK(bare <= 28);
  CHECK(generate_scene(random_stream(4), 0, {.empty_share = 1}).grasps.empty());
}

TEST_CASE("the two domains share neither families, colours, tables, height nor depth") {
  auto const a = synthetic::source_domain(), b = synthetic::target_domain();
  for (auto const& mine : a.families)
    for (auto const& theirs : b.families) CHECK(std::string(mine.name) != theirs.name);
  auto const nearest = [](auto const& these, auto const& those) {
    double least = 9;
    for (auto const& p : these)
      for (auto const& q : those) least = std::min(least, cv::norm(p - q));
    return least;
  };
  CHECK(nearest(a.palette, b.palette) > 0.1);
  CHECK(nearest(a.ground, b.ground) > 0.6);
  for (auto const surface : b.surfaces) CHECK(std::ranges::count(a.surfaces, surface) == 0);
  CHECK(b.camera_height > 1.2 * a.camera_height);
  CHECK(b.camera_height / b.metres_per_pixel == Approx(a.camera_height / a.metres_per_pixel).epsilon(0.001));
  CHECK(a.depth);
  CHECK_FALSE(b.depth);
}

TEST_CASE("the workshop has the families of both domains, and no colour, table, height or lamp of either") {
  auto const here = synthetic::workshop_domain();
  CHECK(here.families.size() ==
        synthetic::source_domain().families.size() + synthetic::target_domain().families.size());
  for (auto const& other : {synthetic::source_domain(), synthetic::target_domain()}) {
    for (auto const& mine : here.ground)
      for (auto const& theirs : other.ground) CHECK(cv::norm(mine - theirs) > 0.08);
    for (auto const& mine : here.palette)
      for (auto const& theirs : other.palette) CHECK(cv::norm(mine - theirs) > 0.05);
    CHECK(here.camera_height < 0.9 * other.camera_height);
    CHECK(here.most_tilt > 1.4 * other.most_tilt);
    CHECK(here.ambient.second < 0.6 * (other.ambient.first + other.ambient.second));
  }
  auto const scene = generate_scene(random_stream(5), 0, {.domain = here});
  CHECK(scene.grasps.size() >= 3);
  CHECK(scene.depth.empty());
}

TEST_CASE("options that make no sense are refused") {
  CHECK(error_of([] { (void)generate_scene(random_stream(1), 0, {.least_objects = 0}); }).id == "option.scene.objects");
  CHECK(error_of([] { (void)generate_scene(random_stream(1), 0, {.empty_share = 2}); }).id ==
        "option.scene.empty_share");
  scene_options empty;
  empty.domain.families.clear();
  CHECK(error_of([&] { (void)generate_scene(random_stream(1), 0, empty); }).id == "option.scene.domain");
  scene_options blocked;
  blocked.grasps.most_opening = 1;
  CHECK(error_of([&] { (void)generate_scene(random_stream(1), 0, blocked); }).id == "option.scene.no_grasps");
}
