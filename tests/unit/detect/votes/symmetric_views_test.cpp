#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <numbers>
#include <suregrasp/core/random.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>
#include <suregrasp/testing/network_laws.hpp>

#include "laws/expect_laws.hpp"
#include "plain_backend.hpp"
#include "thrown.hpp"
#include "unit/detect/painted_network.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_backend;
using suregrasp_tests::host_tensor;
using suregrasp_tests::painted_network;
using suregrasp_tests::tensor;
using suregrasp_tests::three_peaks;
using suregrasp_tests::values_of;

using painted_views = symmetric_views<host_backend, painted_network>;
static_assert(grasp_network<painted_views, host_backend>);

namespace {

constexpr std::int64_t side = 5;

/// A network that answers with what it is shown, and so turns with its image: heat is the red channel, the angle is
/// the direction of the depth's gradient at the location, the opening is the green channel, the jaw the depth.
struct mirror_network {
  [[nodiscard]] pose_encoding encoding() const { return {}; }
  [[nodiscard]] fusion_options fusion() const { return {}; }
  [[nodiscard]] std::int64_t input_size() const { return side; }

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
    for (auto const& each : at) {
      auto const value = [&](std::int64_t channel) {
        auto const row = (each.image * 6 + channel) * side + std::lround(each.y);
        return images.at(static_cast<std::size_t>(row * side + std::lround(each.x)));
      };
      double const theta = std::atan2(-value(5), value(4));  // y points down
      rows.insert(rows.end(), {std::cos(2 * theta), std::sin(2 * theta), value(1), value(3)});
    }
    return {tensor({std::ssize(at), 4}, rows)};
  }
};

/// A backend that notes the longest list of numbers that an algorithm hands it from the host.
struct noting_backend : suregrasp_tests::plain_backend<double> {
  std::shared_ptr<std::size_t> longest = std::make_shared<std::size_t>(0);

  [[nodiscard]] host_array<double> from_host(host_view<double const> const& view) const {
    *longest = std::max(*longest, view.values.size());
    return plain_backend::from_host(view);
  }
  [[nodiscard]] host_array<double> take(host_array<double> const& t, std::span<std::int64_t const> indices,
                                        std::size_t axis) const {
    *longest = std::max(*longest, indices.size());
    return plain_backend::take(t, indices, axis);
  }
};

/// One that has a transposition.
struct transposing_backend : noting_backend {
  [[nodiscard]] host_array<double> transpose(host_array<double> const& t) const {
    host_array<double> result({t.shape[1], t.shape[0]});
    auto const rows = static_cast<std::size_t>(t.shape[0]), columns = static_cast<std::size_t>(t.shape[1]);
    for (std::size_t i = 0; i < t.values.size(); ++i) result.values[(i % columns) * rows + i / columns] = t.values[i];
    return result;
  }
};

/// Shows what it is shown, of a side, and sees nothing in it.
template <class B>
struct showing_network {
  B be;
  std::int64_t size = 0;

  [[nodiscard]] pose_encoding encoding() const { return {}; }
  [[nodiscard]] fusion_options fusion() const { return {}; }
  [[nodiscard]] std::int64_t input_size() const { return size; }
  [[nodiscard]] std::vector<level<tensor_t<B>>> features(image_batch<tensor_t<B>> const& images) const {
    return {{images.rgb, 1}, {*images.depth, 1}};
  }
  [[nodiscard]] tensor_t<B> heat(std::vector<level<tensor_t<B>>> const& levels) const {
    return be.reshape(slice(be, levels[0].features, 1, 0), {be.shape(levels[0].features)[0], size, size});
  }
  [[nodiscard]] std::vector<tensor_t<B>> poses(std::vector<level<tensor_t<B>>> const&,
                                               std::span<location const> at) const {
    return {host_array<double>({std::ssize(at), 4})};
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

}  // namespace

TEST_CASE("symmetric_views: a network that turns with its image sees the same in each view") {
  mirror_network const network;
  auto const images = random_images();
  auto const levels = network.features(images);
  std::vector<location> const at{{0, 1, 3}, {1, 4, 0}, {1, 2, 2}};
  auto const alone = values_of(network.poses(levels, at).front());
  for (std::size_t const count : {1U, 2U, 4U, 8U}) {
    symmetric_views const views(host, network, count);
    auto const view_levels = views.features(images);
    CHECK(host.shape(view_levels.front().features)[0] == 2 * static_cast<std::int64_t>(count));
    auto const heat = views.heat(view_levels);
    CHECK(host.shape(heat) == extents{2, side, side});
    auto const expected_heat = values_of(network.heat(levels));
    auto const averaged = values_of(heat);
    for (std::size_t i = 0; i < averaged.size(); ++i) CHECK(averaged[i] == Approx(expected_heat[i]));
    auto const heads = views.poses(view_levels, std::span<location const>(at));
    REQUIRE(heads.size() == count);
    for (auto const& head : heads) {
      auto const values = values_of(head);
      REQUIRE(values.size() == alone.size());
      for (std::size_t i = 0; i < values.size(); ++i) CHECK(values[i] == Approx(alone[i]));
    }
    auto const poses = poses_at(host, views, view_levels, at);
    for (auto const& pose : poses) CHECK(pose.uncertainty == Approx(0).margin(1e-9));
  }
}

TEST_CASE("symmetric_views: a pose that does not turn with the image is uncertain") {
  auto stubborn = three_peaks();
  stubborn.doubt = [](location const&) { return 0.0; };
  stubborn.pose = [](location const& at) { return grasp<double>{at.x, at.y, 0.2, 4, 2}; };
  stubborn.side = 16;
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
    CHECK(error_of([&] { (void)painted_views(host, three_peaks(), views); }).id == "views.count");
  auto raw = three_peaks();
  raw.code.angle = angle_code::raw;
  CHECK(error_of([&] { (void)painted_views(host, raw, 2); }).id == "views.raw_angle");
  CHECK_NOTHROW(painted_views(host, raw, 1));
}

TEST_CASE("symmetric_views: keeps the laws of a network") {
  for (std::size_t const count : {1U, 2U, 8U})
    suregrasp_tests::expect_laws(testing::check_network(host, painted_views(host, three_peaks(), count)));
}

TEMPLATE_TEST_CASE("symmetric_views: views are made of rows and columns, never of tables of pixels, to the bit", "",
                   noting_backend, transposing_backend) {
  TestType const be;
  std::int64_t const size = 12, count = 2;
  auto const values = [&](std::size_t seed) { return testing::mixed_values<double>({count, 3, size, size}, seed); };
  image_batch<host_array<double>> const images{values(0), values(1)};
  symmetric_views<TestType, showing_network<TestType>> const network(be, {be, size}, 8);
  auto const levels = network.features(images);
  (void)network.heat(levels);
  CHECK(*be.longest <= static_cast<std::size_t>(count * 3 * size));
  struct view_map {
    int a, b, c, d;
  };
  view_map const maps[]{{1, 0, 0, 1}, {-1, 0, 0, 1}, {1, 0, 0, -1}, {-1, 0, 0, -1},
                        {0, 1, 1, 0}, {0, 1, -1, 0}, {0, -1, 1, 0}, {0, -1, -1, 0}};
  auto const at = [&](host_array<double> const& t, std::int64_t plane, std::int64_t x, std::int64_t y) {
    return t.values[static_cast<std::size_t>((plane * size + y) * size + x)];
  };
  std::size_t wrong = 0;
  for (std::int64_t v = 0; v < 8; ++v) {
    auto const [a, b, c, d] = maps[v];
    auto const moved = [&](std::int64_t first, std::int64_t second, std::int64_t x, std::int64_t y) {
      return first * x + second * y + (first + second < 0 ? size - 1 : 0);
    };
    for (std::int64_t plane = 0; plane < 3 * count; ++plane)
      for (std::int64_t y = 0; y < size; ++y)
        for (std::int64_t x = 0; x < size; ++x)
          wrong += at(levels[0].features, v * 3 * count + plane, moved(a, b, x, y), moved(c, d, x, y)) !=
                   at(images.rgb, plane, x, y);
  }
  CHECK(wrong == 0);
}
