#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <span>
#include <suregrasp/core/random.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <type_traits>
#include <vector>

using namespace suregrasp;
using pose = grasp<double>;
using row = std::vector<double>;

// An encoded pose allocates nothing.
static_assert(std::is_trivially_copyable_v<encoded_pose>);

namespace {

constexpr double pi = std::numbers::pi;

pose decoded(pose_encoding const& code, row const& values, point<double> centre) {
  return code.decode(std::span<double const>(values), centre);
}

row numbers_of(encoded_pose const& encoded) { return {encoded.begin(), encoded.end()}; }

}  // namespace

TEST_CASE("pose_encoding: rows by hand") {
  pose const g{10, 20, pi / 4, 40, 20};
  pose_encoding code{.opening = {std::log(20.0), std::log(2.0)}, .jaw = {std::log(10.0), 0.5}};
  CHECK(code.columns() == 4);
  auto const double_angle = code.encode(g);
  REQUIRE(double_angle.size() == 4);
  CHECK(double_angle[0] == Approx(0).margin(1e-15));
  CHECK(double_angle[1] == Approx(1));
  CHECK(double_angle[2] == Approx(1));
  CHECK(double_angle[3] == Approx(2 * std::log(2.0)));
  code.angle = angle_code::raw;
  CHECK(code.columns() == 3);
  auto const raw = code.encode(g);
  CHECK(numbers_of(raw) == row{pi / 4, double_angle[2], double_angle[3]});
}

TEST_CASE("pose_encoding: decoding undoes encoding") {
  random_stream random(31);
  for (auto const angle : {angle_code::double_angle, angle_code::raw})
    for (int i = 0; i < 200; ++i) {
      pose_encoding const code{angle, {random.normal(4, 1), random.uniform(0.1, 2)}, {random.normal(3, 1), 0.4}};
      pose const g{random.uniform(-9, 9), random.uniform(-9, 9), random.uniform(-pi / 2, pi / 2),
                   random.uniform(1, 150), random.uniform(1, 120)};
      auto const back = decoded(code, numbers_of(code.encode(g)), {g.x, g.y});
      CHECK(back.x == g.x);
      CHECK(back.y == g.y);
      CHECK(axial_distance(back.theta, g.theta) < 1e-12);
      CHECK(back.opening == Approx(g.opening));
      CHECK(back.jaw == Approx(g.jaw));
    }
}

TEST_CASE("pose_encoding: the double angle is continuous across the wrap, the raw one jumps by pi") {
  pose const below{0, 0, pi / 2 - 1e-9, 1, 1}, above{0, 0, -pi / 2 + 1e-9, 1, 1};
  pose_encoding code;
  CHECK(code.encode(below)[0] == Approx(code.encode(above)[0]).margin(1e-8));
  CHECK(code.encode(below)[1] == Approx(code.encode(above)[1]).margin(1e-8));
  code.angle = angle_code::raw;
  CHECK(code.encode(below)[0] - code.encode(above)[0] == Approx(pi));
}

TEST_CASE("pose_encoding: an axis has one code, however often it was turned by pi") {
  for (auto const angle : {angle_code::double_angle, angle_code::raw}) {
    pose_encoding const code{angle, {}, {}};
    for (int turns = -2; turns <= 2; ++turns) {
      auto const turned = code.encode({0, 0, 0.3 + turns * pi, 1, 1});
      for (std::size_t i = 0; i < turned.size(); ++i)
        CHECK(turned[i] == Approx(code.encode({0, 0, 0.3, 1, 1})[i]).margin(1e-12));
    }
  }
}

TEST_CASE("pose_encoding: the length of an angle vector means nothing to decoding, a raw angle is wrapped") {
  pose_encoding code;
  for (double const length : {1e-3, 1.0, 50.0})
    CHECK(decoded(code, {length * std::cos(0.8), length * std::sin(0.8), 0, 0}, {}).theta == Approx(0.4));
  code.angle = angle_code::raw;
  CHECK(decoded(code, {pi / 2 + 0.1, 0, 0}, {}).theta == Approx(-pi / 2 + 0.1));
}

TEST_CASE("pose_encoding: the fitted code gives sizes mean 0 and deviation 1") {
  random_stream random(32);
  std::vector<pose> grasps;
  for (int i = 0; i < 500; ++i) grasps.push_back({0, 0, 0, std::exp(random.normal(4, 0.6)), random.uniform(5, 90)});
  auto const code = pose_encoding::fitted(grasps, angle_code::raw);
  CHECK(code.angle == angle_code::raw);
  for (std::size_t const which : {1U, 2U}) {
    double sum = 0, squares = 0;
    for (auto const& g : grasps) {
      double const value = code.encode(g)[which];
      sum += value;
      squares += value * value;
    }
    CHECK(sum / 500 == Approx(0).margin(1e-12));
    CHECK(squares / 500 == Approx(1));
  }
}

TEST_CASE("pose_encoding: fitting to nothing, and to equal sizes, still gives a code") {
  CHECK(pose_encoding::fitted({}) == pose_encoding{});
  std::vector<pose> const equal(3, pose{0, 0, 0, 40, 20});
  auto const code = pose_encoding::fitted(equal);
  CHECK(code.opening.log_mean == Approx(std::log(40.0)));
  CHECK(code.opening.log_deviation > 0);
  CHECK(decoded(code, numbers_of(code.encode(equal[0])), {}).jaw == Approx(20));
}
