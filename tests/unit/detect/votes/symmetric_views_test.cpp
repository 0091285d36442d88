#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>

#include "thrown.hpp"
#include "unit/detect/painted_network.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_backend;
using suregrasp_tests::host_tensor;
using suregrasp_tests::painted_network;
using suregrasp_tests::tensor;
using suregrasp_tests::three_places;
using suregrasp_tests::values_of;

using painted_views = symmetric_views<host_backend, painted_network>;
static_assert(grasp_network<painted_views, host_backend>);

namespace {

constexpr std::int64_t side = 5;

/// A network that answers with what it is shown, and so turns with its image: heat is the red channel, the angle is
/// the direction of the depth's gradient at the place, the opening is the green channel, the jaw the depth.
struct mirror_network {
  detector_options settings{};

  [[nodiscard]] detector_options const& options() const { return settings; }

  /// The images themselves: `[N, 6, S, S]`, colour and depth.
  [[nodiscard]] std::vector<level<host_tensor>> features(image_batch<host_tensor> const& images) const {
    std::vector<host_tensor> const both{images.rgb, *images.depth};
    return {{host.concat(std::span<host_tensor const>(both), 1), 1}};
  }
  [[nodiscard]] host_tensor heat(std::vector<level<host_tensor>> const& levels) const {
    auto const images = host.shape(levels[0].features)[0];
    return host.reshape(slice(host, levels[0].features, 1, 0), {images, side, side});
  }
  [[nodiscard]] std::vector<host_tensor> poses(std::vector<level<host_tensor>> const& levels,
                                               std::span<location const> at) const {
    auto const images = values_of(levels[0].features);
    std::vector<double> rows;
    for (auto const& place : at) {
      auto const value = [&](std::int64_t channel) {
        auto const row = (place.image * 6 + channel) * side + std::lround(place.y);
        return images.at(static_cast<std::size_t>(row * side + std::lround(place.x)));
      };
      double const theta = std::atan2(-value(5), value(4));  // y points down
      rows.insert(rows.end(), {std::cos(2 * theta), std::sin(2 * theta), value(1), value(3)});
    }
    return {tensor({std::ssize(at), 4}, rows)};
  }
};

/// Two images of random values.
image_batch<host_tensor> random_images() {
  random_stream random(3);
  auto const channels = [&] {
    std::vector<double> values(static_cast<std::size_t>(6 * side * side));
    for (auto& value : values) value = random.uniform(-1, 1);
    return tensor({2, 3, side, side}, values);
  };
  auto const rgb = channels();
  return {rgb, channels()};
}

mirror_network square_mirror() {
  mirror_network network;
  network.settings.input_size = side;
  return network;
}

}  // namespace

TEST_CASE("symmetric_views: a network that turns with its image sees the same in each view") {
  auto const network = square_mirror();
  auto const images = random_images();
  auto const levels = network.features(images);
  std::vector<location> const at{{0, 1, 3}, {1, 4, 0}, {1, 2, 2}};
  auto const alone = values_of(network.poses(levels, at).front());
  for (std::size_t const count : {1U, 2U, 4U, 8U}) {
    symmetric_views const views(host, network, count);
    auto const seen = views.features(images);
    CHECK(host.shape(seen.front().features)[0] == 2 * static_cast<std::int64_t>(count));
    auto const heat = views.heat(seen);
    CHECK(host.shape(heat) == extents{2, side, side});
    auto const expected_heat = values_of(network.heat(levels));
    auto const averaged = values_of(heat);
    for (std::size_t i = 0; i < averaged.size(); ++i) CHECK(averaged[i] == Approx(expected_heat[i]));
    auto const heads = views.poses(seen, std::span<location const>(at));
    REQUIRE(heads.size() == count);
    for (auto const& head : heads) {
      auto const values = values_of(head);
      REQUIRE(values.size() == alone.size());
      for (std::size_t i = 0; i < values.size(); ++i) CHECK(values[i] == Approx(alone[i]));
    }
    auto const poses = poses_at(host, views, seen, at);
    for (auto const& pose : poses) CHECK(pose.uncertainty == Approx(0).margin(1e-9));
  }
}

TEST_CASE("symmetric_views: what is seen the same way however the image is held is uncertain") {
  auto stubborn = three_places();
  stubborn.doubt = [](location const&) { return 0.0; };
  stubborn.pose = [](location const& at) { return grasp<double>{at.x, at.y, 0.2, 4, 2}; };
  stubborn.settings.input_size = 16;
  auto const input = suregrasp_tests::grey_input();
  location const at{0, 3, 4};
  auto const pose = [&](std::size_t views) {
    painted_views const network(host, stubborn, views);
    return poses_at(host, network, network.features(to_batch(host, input)), std::span(&at, 1)).front();
  };
  CHECK(pose(1).variance.theta == Approx(0).margin(1e-9));
  // Axes of 0.2 and -0.2: their mean lies between them, and their double angle vectors' has the length cos 0.4.
  CHECK(pose(2).grasp.theta == Approx(0).margin(1e-9));
  CHECK(pose(2).variance.theta == Approx(-std::log(std::cos(0.4)) / 2));
  CHECK(pose(4).variance.theta == Approx(pose(2).variance.theta));
}

TEST_CASE("symmetric_views: other numbers of views, and raw angles, are refused") {
  for (std::size_t const views : {0U, 3U, 9U})
    CHECK(error_of([&] { (void)painted_views(host, three_places(), views); }).id == "views.count");
  auto raw = three_places();
  raw.settings.encoding.angle = angle_code::raw;
  CHECK(error_of([&] { (void)painted_views(host, raw, 2); }).id == "views.raw_angle");
  CHECK_NOTHROW(painted_views(host, raw, 1));
}
