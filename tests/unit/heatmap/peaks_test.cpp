#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <vector>

#include "counted_allocations.hpp"
#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using peaks = std::vector<peak>;

namespace {

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

peaks peaks_of(host_array<float> const& heat, peak_options const& options) { return find_peaks(heat.view(), options); }

/// Hot pixels in whose window none is hotter, those that touch and are equal together; each group is a peak at the
/// pixel nearest to its mean, unless an equal pixel of an earlier group, or one of none, is within reach of that.
peaks by_definition(host_array<float> const& heat, peak_options const& options) {
  std::int64_t const width = heat.shape[1], count = heat.shape[0] * width;
  auto const radius = static_cast<std::int64_t>(options.radius);
  auto const value = [&](std::int64_t i) { return heat.values[static_cast<std::size_t>(i)]; };
  auto const near = [&](std::int64_t i, std::int64_t j, std::int64_t reach) {
    return std::abs(i / width - j / width) <= reach && std::abs(i % width - j % width) <= reach;
  };
  std::vector<std::int64_t> group(static_cast<std::size_t>(count), -1);  // first pixel of its group
  for (std::int64_t i = 0; i < count; ++i) {
    bool hottest = value(i) >= static_cast<float>(options.threshold);
    for (std::int64_t j = 0; j < count; ++j) hottest = hottest && !(near(i, j, radius) && value(j) > value(i));
    if (hottest) group[static_cast<std::size_t>(i)] = i;
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (std::int64_t i = 0; i < count; ++i)
      for (std::int64_t j = 0; j < count; ++j) {
        auto& of_i = group[static_cast<std::size_t>(i)];
        auto const of_j = group[static_cast<std::size_t>(j)];
        if (of_i < 0 || of_j < 0 || of_j >= of_i || !near(i, j, 1) || value(i) != value(j)) continue;
        of_i = of_j;
        changed = true;
      }
  }
  peaks found;
  for (std::int64_t first = 0; first < count; ++first) {
    if (group[static_cast<std::size_t>(first)] != first) continue;
    double x = 0, y = 0, members = 0;
    for (std::int64_t i = 0; i < count; ++i)
      if (group[static_cast<std::size_t>(i)] == first) x += double(i % width), y += double(i / width), ++members;
    std::int64_t middle = -1;
    double least = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      if (group[static_cast<std::size_t>(i)] != first) continue;
      double const dx = double(i % width) - x / members, dy = double(i / width) - y / members;
      if (middle < 0 || dx * dx + dy * dy < least) middle = i, least = dx * dx + dy * dy;
    }
    bool is_peak = true;
    for (std::int64_t j = 0; j < count; ++j) {
      auto const of_j = group[static_cast<std::size_t>(j)];
      if (near(middle, j, radius) && value(j) == value(middle) && (of_j < 0 ? j : of_j) < first) is_peak = false;
    }
    if (is_peak) found.push_back({middle % width, middle / width, value(middle)});
  }
  std::ranges::sort(found, [&](peak const& a, peak const& b) {
    return a.heat != b.heat ? a.heat > b.heat : a.y * width + a.x < b.y * width + b.x;
  });
  if (found.size() > options.max_count) found.resize(options.max_count);
  return found;
}

/// A flat disk on a cold map of 41 x 41.
host_array<float> disk(std::int64_t centre_x, std::int64_t centre_y, std::int64_t radius) {
  host_array<float> heat({41, 41}, 0.1F);
  for (std::int64_t y = 0; y < 41; ++y)
    for (std::int64_t x = 0; x < 41; ++x)
      if ((x - centre_x) * (x - centre_x) + (y - centre_y) * (y - centre_y) <= radius * radius)
        heat.values[static_cast<std::size_t>(y * 41 + x)] = 1;
  return heat;
}

host_array<float> random_heat(random_stream& random, double hot_share) {
  host_array<float> heat(
      {static_cast<std::int64_t>(1 + random.below(24)), static_cast<std::int64_t>(1 + random.below(24))});
  for (auto& value : heat.values) {
    value = static_cast<float>(random.uniform(0, 0.3));
    if (random.chance(hot_share)) value = static_cast<float>(random.chance(0.5) ? random.uniform(0.3, 1) : 0.5);
    if (random.chance(0.02)) value = not_a_number;
  }
  return heat;
}

}  // namespace

TEST_CASE("peaks: a map by hand") {
  host_array<float> heat({4, 5}, std::vector<float>{0.9F, 0.1F, 0.0F, 0.0F, 0.5F,  //
                                                    0.8F, 0.1F, 0.0F, 0.0F, 0.0F,  //
                                                    0.0F, 0.0F, 0.0F, 0.0F, 0.0F,  //
                                                    0.0F, 0.0F, 0.0F, 0.6F, 0.2F});
  CHECK(peaks_of(heat, {.threshold = 0.3, .radius = 1}) == peaks{{0, 0, 0.9F}, {3, 3, 0.6F}, {4, 0, 0.5F}});
  CHECK(peaks_of(heat, {.threshold = 0.3, .radius = 0}) ==
        peaks{{0, 0, 0.9F}, {0, 1, 0.8F}, {3, 3, 0.6F}, {4, 0, 0.5F}});
  CHECK(peaks_of(heat, {.threshold = 0.3, .radius = 3}) == peaks{{0, 0, 0.9F}});
  CHECK(peaks_of(heat, {.threshold = 0.3, .radius = 1, .max_count = 2}) == peaks{{0, 0, 0.9F}, {3, 3, 0.6F}});
  CHECK(peaks_of(heat, {.threshold = 0.3, .radius = 1, .max_count = 0}).empty());
}

TEST_CASE("peaks: the threshold itself is hot enough") {
  host_array<float> const heat({1, 3}, std::vector<float>{0.3F, 0.0F, 0.29999998F});
  CHECK(peaks_of(heat, {.threshold = 0.3, .radius = 0}) == peaks{{0, 0, 0.3F}});
}

TEST_CASE("peaks: a plateau is one peak, in its middle") {
  host_array<float> const flat({3, 7}, 0.5F);
  CHECK(peaks_of(flat, {.radius = 1}) == peaks{{3, 1, 0.5F}});
  CHECK(peaks_of(flat, {.radius = 100}) == peaks{{3, 1, 0.5F}});
  host_array<float> const ridge({1, 7}, std::vector<float>{0, 0.9F, 0.9F, 0.9F, 0.9F, 0.9F, 0});
  CHECK(peaks_of(ridge, {.radius = 1}) == peaks{{3, 0, 0.9F}});
  host_array<float> const two({1, 4}, std::vector<float>{0, 0.9F, 0.9F, 0});
  CHECK(peaks_of(two, {.radius = 1}) == peaks{{1, 0, 0.9F}});
  for (std::size_t const window : {1U, 2U, 5U, 8U, 30U})
    CHECK(peaks_of(disk(20, 22, 6), {.radius = window}) == peaks{{20, 22, 1}});
  CHECK(peaks_of(disk(0, 40, 6), {.radius = 4}) == peaks{{2, 38, 1}});  // what the border leaves of it
}

TEST_CASE("peaks: of equal pixels that do not touch the first stands for those within reach") {
  host_array<float> const apart({1, 7}, std::vector<float>{0.5F, 0, 0, 0.5F, 0, 0, 0.5F});
  CHECK(peaks_of(apart, {.radius = 2}) == peaks{{0, 0, 0.5F}, {3, 0, 0.5F}, {6, 0, 0.5F}});
  CHECK(peaks_of(apart, {.radius = 3}) == peaks{{0, 0, 0.5F}});
}

TEST_CASE("peaks: ties stand in row order") {
  host_array<float> heat({5, 5}, 0.0F);
  for (std::size_t const i : {24U, 4U, 20U, 0U}) heat.values[i] = 0.7F;
  CHECK(peaks_of(heat, {.radius = 1}) == peaks{{0, 0, 0.7F}, {4, 0, 0.7F}, {0, 4, 0.7F}, {4, 4, 0.7F}});
}

TEST_CASE("peaks: NaN is neither a peak nor in the way of one") {
  host_array<float> const heat({1, 4}, std::vector<float>{not_a_number, 0.5F, not_a_number, not_a_number});
  CHECK(peaks_of(heat, {.radius = 2}) == peaks{{1, 0, 0.5F}});
  CHECK(peaks_of(host_array<float>({2, 2}, not_a_number), {}).empty());
}

TEST_CASE("peaks: a map without pixels has none") {
  for (auto const& shape : {extents{0, 0}, extents{0, 5}, extents{5, 0}})
    for (std::size_t const radius : {0U, 3U}) CHECK(peaks_of(host_array<float>(shape), {.radius = radius}).empty());
}

TEST_CASE("peaks: few candidates and many lead to what the definition says") {
  random_stream random(13);
  for (double const hot_share : {0.0, 0.004, 0.02, 0.2, 1.0})
    for (int round = 0; round < 80; ++round) {
      auto const heat = random_heat(random, hot_share);
      peak_options const options{.radius = random.below(7), .max_count = random.chance(0.3) ? 2U : 1000U};
      REQUIRE(peaks_of(heat, options) == by_definition(heat, options));
    }
}

TEST_CASE("peaks: plateaus, NaN, infinities, any threshold and any radius lead to what the definition says") {
  random_stream random(14);
  constexpr float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> const levels{-infinity, -1, -0.0F, 0, 0.25F, 0.5F, 0.75F, 1, infinity, not_a_number};
  for (int round = 0; round < 400; ++round) {
    host_array<float> heat(
        {static_cast<std::int64_t>(1 + random.below(20)), static_cast<std::int64_t>(1 + random.below(40))});
    double const noise = random.chance(0.5) ? 0 : random.uniform(0, 0.3);
    auto const of = 1 + random.below(levels.size());
    for (auto& value : heat.values)
      value = random.chance(noise) ? static_cast<float>(random.uniform(-1, 1))
                                   : levels[levels.size() - 1 - random.below(of)];
    if (random.chance(0.5))  // larger plateaus
      for (std::size_t i = 1; i < heat.values.size(); ++i)
        if (random.chance(0.7)) heat.values[i] = heat.values[i - 1];
    peak_options const options{.threshold = random.chance(0.5)   ? random.uniform(-2, 1)
                                            : random.chance(0.5) ? 0
                                                                 : -infinity,
                               .radius = random.chance(0.2) ? 1000 : random.below(12),
                               .max_count = random.chance(0.3) ? random.below(4) : 1000};
    REQUIRE(peaks_of(heat, options) == by_definition(heat, options));
  }
}

TEST_CASE("peaks: a finder used again finds what a new one does") {
  random_stream random(15);
  peak_finder finder;
  for (int round = 0; round < 60; ++round) {
    auto const heat = random_heat(random, 0.3);
    peak_options const options{.radius = random.below(9)};
    auto const found = finder.find(heat.view(), options);
    REQUIRE(peaks(found.begin(), found.end()) == peaks_of(heat, options));
  }
}

TEST_CASE("peaks: a finder allocates nothing for a map such as one before") {
  random_stream random(16);
  host_array<float> heat({60, 70});
  for (auto& value : heat.values) value = static_cast<float>(random.uniform());
  auto const view = heat.view();
  peak_finder finder;
  auto const count = [&] { return finder.find(view, {.radius = 3}).size(); };
  CHECK_FALSE(suregrasp_tests::allocations_of(count).empty());
  CHECK(suregrasp_tests::allocations_of(count).empty());
}

TEST_CASE("peaks: the largest radius there is") {
  host_array<float> const heat({2, 2}, std::vector<float>{0.5F, 0.6F, 0.9F, 0.7F});
  CHECK(peaks_of(heat, {.radius = std::numeric_limits<std::size_t>::max()}) == peaks{{0, 1, 0.9F}});
}

TEST_CASE("peaks: a tensor of float is copied to the host once") {
  auto const be = testing::archetype<float>::make();
  host_array<float> map({100, 100});
  map.values[5050] = 0.7F;
  auto const heat = be.from_host(map.view());
  auto const sizes = suregrasp_tests::allocations_of([&] { return find_peaks(be, heat); });
  CHECK(std::ranges::count_if(sizes, [](std::size_t size) { return size >= 100 * 100 * sizeof(float); }) == 1);
}

TEST_CASE("peaks: a tensor of a backend has the peaks of its values") {
  auto const heat = suregrasp_tests::tensor({2, 3}, {0, 0.25, 0, 0.75, 0, 0.5});
  CHECK(find_peaks(suregrasp_tests::host, heat, {.threshold = 0.2, .radius = 1}) == peaks{{0, 1, 0.75F}, {2, 1, 0.5F}});
}

TEST_CASE("peaks: a map has two axes") {
  auto const [id, message] = error_of([] { (void)peaks_of(host_array<float>({1, 4, 4}), {}); });
  CHECK(id == "shape.rank");
  CHECK_THAT(message, Catch::Contains("[1, 4, 4]"));
}
