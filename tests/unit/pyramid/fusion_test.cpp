#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <span>
#include <suregrasp/core/random.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;
using list = std::vector<double>;
using heads_type = std::vector<suregrasp_tests::host_tensor>;

namespace {

constexpr double pi = std::numbers::pi;

struct fused_values {
  list mean, variance, uncertainty;
};

fused_values fused(heads_type const& heads, pose_encoding const& code, fusion_options const& options = {}) {
  auto const result = fuse(host, std::span<suregrasp_tests::host_tensor const>(heads), code, options);
  return {values_of(result.mean), values_of(result.variance), values_of(result.uncertainty)};
}

list numbers_of(encoded_pose const& encoded) { return {encoded.begin(), encoded.end()}; }

/// Heads that each see one pose, encoded.
heads_type heads_of(std::vector<grasp<double>> const& poses, pose_encoding const& code) {
  heads_type heads;
  for (auto const& pose : poses) heads.push_back(tensor({1, code.columns()}, numbers_of(code.encode(pose))));
  return heads;
}

heads_type random_heads(random_stream& random, std::int64_t locations, pose_encoding const& code) {
  heads_type heads;
  for (int k = 0; k < 4; ++k) {
    list values(static_cast<std::size_t>(locations * code.columns()));
    for (auto& value : values) value = random.normal(0, 0.7);
    heads.push_back(tensor({locations, code.columns()}, values));
  }
  return heads;
}

void check_close(list const& a, list const& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == Approx(b[i]).epsilon(1e-9).margin(1e-12));
}

pose_encoding const plain{};
pose_encoding const raw{angle_code::raw, {}, {}};

}  // namespace

TEST_CASE("fusion: heads that agree leave no doubt") {
  for (auto const& code : {plain, raw}) {
    auto const row = numbers_of(code.encode({0, 0, 0.7, 3, 2}));
    auto const result = fused(heads_type(4, tensor({1, code.columns()}, row)), code);
    check_close(result.mean, row);
    for (double const value : result.variance) CHECK(std::abs(value) < 1e-15);
    CHECK(std::abs(result.uncertainty[0]) < 1e-14);
  }
}

TEST_CASE("fusion: shapes, and every location on its own") {
  random_stream random(41);
  for (auto const& code : {plain, raw}) {
    auto const heads = random_heads(random, 5, code);
    auto const all = fuse(host, std::span<suregrasp_tests::host_tensor const>(heads), code);
    CHECK(host.shape(all.mean) == extents{5, code.columns()});
    CHECK(host.shape(all.variance) == extents{5, 3});
    CHECK(host.shape(all.uncertainty) == extents{5});
    heads_type third;
    for (auto const& head : heads) third.push_back(slice(host, head, 0, 2));
    auto const alone = fused(third, code);
    CHECK(alone.uncertainty[0] == values_of(all.uncertainty)[2]);
    CHECK(alone.mean == values_of(slice(host, all.mean, 0, 2)));
  }
}

TEST_CASE("fusion: sizes and raw angles have the mean and the population variance of their heads") {
  auto const result = fused({tensor({1, 3}, {0.1, 1, -1}), tensor({1, 3}, {0.5, 4, -1})}, raw, {.scale = {0.5, 1, 2}});
  check_close(result.mean, {0.3, 2.5, -1});
  check_close(result.variance, {0.04, 2.25, 0});
  check_close(result.uncertainty, {0.04 / 0.25 + 2.25});
}

TEST_CASE("fusion: axes d apart have R = cos d, and so the variance -log(cos d) / 2") {
  for (double const d : {0.01, 0.2, 0.7}) {
    auto const result = fused(heads_of({{0, 0, 0.3, 1, 1}, {0, 0, 0.3 + d, 1, 1}}, plain), plain, {.scale = {1, 1, 1}});
    CHECK(result.variance[0] == Approx(-std::log(std::cos(d)) / 2));
    CHECK(result.uncertainty[0] == Approx(result.variance[0]));
    CHECK(std::atan2(result.mean[1], result.mean[0]) / 2 == Approx(0.3 + d / 2));
    CHECK(std::hypot(result.mean[0], result.mean[1]) == Approx(1));
  }
}

TEST_CASE("fusion: across the wrap the axial mean holds and the raw one turns by pi / 2") {
  std::vector<grasp<double>> const poses{{0, 0, pi / 2 - 0.05, 1, 1}, {0, 0, -pi / 2 + 0.05, 1, 1}};
  auto const axial = fused(heads_of(poses, plain), plain);
  auto const decoded = plain.decode(std::span<double const>(axial.mean), {});
  CHECK(axial_distance(decoded.theta, pi / 2) < 1e-9);
  CHECK(axial.variance[0] == Approx(0.0025).epsilon(0.01));
  auto const linear = fused(heads_of(poses, raw), raw);
  CHECK(std::abs(linear.mean[0]) < 1e-9);
  CHECK(linear.variance[0] == Approx(std::pow(pi / 2 - 0.05, 2)));
}

TEST_CASE("fusion: M_uc measures each component in its unit") {
  random_stream random(42);
  auto const heads = random_heads(random, 3, plain);
  auto const unit = fused(heads, plain, {.scale = {1, 1, 1}});
  for (uncertainty_scale const scale : {uncertainty_scale{0.3, 1, 1}, uncertainty_scale{2, 0.5, 7}}) {
    auto const result = fused(heads, plain, {.scale = scale});
    CHECK(result.variance == unit.variance);
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(result.uncertainty[i] == Approx(unit.variance[3 * i] / (scale.theta * scale.theta) +
                                            unit.variance[3 * i + 1] / (scale.opening * scale.opening) +
                                            unit.variance[3 * i + 2] / (scale.jaw * scale.jaw)));
  }
}

TEST_CASE("fusion: the order of the heads does not matter") {
  random_stream random(43);
  for (auto const& code : {plain, raw}) {
    auto heads = random_heads(random, 4, code);
    auto const before = fused(heads, code);
    for (int round = 0; round < 5; ++round) {
      random.shuffle(heads);
      auto const after = fused(heads, code);
      check_close(after.mean, before.mean);
      check_close(after.variance, before.variance);
      check_close(after.uncertainty, before.uncertainty);
    }
  }
}

TEST_CASE("fusion: without unit_angle the fused vector keeps the length on which the heads agree") {
  auto const heads = heads_of({{0, 0, 0, 1, 1}, {0, 0, 0.4, 1, 1}}, plain);
  auto const kept = fused(heads, plain, {.unit_angle = false});
  CHECK(std::hypot(kept.mean[0], kept.mean[1]) == Approx(std::cos(0.4)));
  auto const full = fused(heads, plain, {.unit_angle = true});
  CHECK(std::hypot(full.mean[0], full.mean[1]) == Approx(1));
  CHECK(kept.variance == full.variance);
}

TEST_CASE("fusion: an undecided head counts less and adds doubt, unless heads vote with unit length") {
  heads_type const heads{tensor({1, 4}, {0.2, 0, 0, 0}), tensor({1, 4}, {0, 1, 0, 0})};
  auto const weighted = fused(heads, plain);
  CHECK(std::atan2(weighted.mean[1], weighted.mean[0]) == Approx(std::atan2(1, 0.2)));
  CHECK(weighted.variance[0] == Approx(-std::log(std::hypot(0.1, 0.5)) / 2));
  auto const equal = fused(heads, plain, {.unit_heads = true});
  CHECK(std::atan2(equal.mean[1], equal.mean[0]) == Approx(pi / 4));
  CHECK(equal.variance[0] == Approx(-std::log(std::sqrt(0.5)) / 2));
}

TEST_CASE("fusion: opposed or vanishing angle vectors give a large but finite doubt") {
  for (heads_type const& heads : {heads_type{tensor({1, 4}, {1, 0, 0, 0}), tensor({1, 4}, {-1, 0, 0, 0})},
                                  heads_type(2, tensor({1, 4}, {0, 0, 0, 0}))})
    for (bool const unit_heads : {false, true}) {
      auto const result = fused(heads, plain, {.unit_heads = unit_heads});
      CHECK(result.variance[0] > 6);
      for (auto const& values : {result.mean, result.variance, result.uncertainty})
        CHECK(std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }));
    }
}

TEST_CASE("fusion: a vote longer than 1 adds no certainty, and hides no disagreement") {
  CHECK(std::abs(fused(heads_type(3, tensor({1, 4}, {3, 4, 0, 0})), plain).variance[0]) == 0);
  auto const pair = [](double length) {
    return fused({tensor({1, 4}, {length, 0, 0, 0}), tensor({1, 4}, {0.6 * length, 0.8 * length, 0, 0})}, plain)
        .variance[0];
  };
  double const unit = -std::log(std::hypot(0.8, 0.4)) / 2;
  for (double const length : {1.0, 1.2, 5.0}) CHECK(pair(length) == Approx(unit));
  CHECK(pair(0.9) == Approx(unit - std::log(0.9) / 2));
}

TEST_CASE("fusion: the literal form averages radians and pixels, as printed") {
  pose_encoding const code{angle_code::raw, {3.5, 0.6}, {3, 0.4}};
  auto const heads = heads_of({{0, 0, 0.1, 30, 20}, {0, 0, 0.3, 50, 20}, {0, 0, 0.2, 40, 26}}, code);
  auto const result = fused(heads, code, {.scale = {5, 6, 7}, .literal = true});
  check_close(result.variance, {0.02 / 3, 200.0 / 3, 8});
  check_close(result.uncertainty, {0.02 / 3 + 200.0 / 3 + 8});
  auto const mean = code.decode(std::span<double const>(result.mean), {});
  CHECK(mean.theta == Approx(0.2));
  CHECK(mean.opening == Approx(40));
  CHECK(mean.jaw == Approx(22));
}

TEST_CASE("fusion: without heads, or literally with double angles, there is nothing to fuse") {
  CHECK(error_of([] { (void)fused({}, plain); }).id == "fusion.no_heads");
  CHECK(error_of([] { (void)fused({tensor({1, 4}, {1, 0, 0, 0})}, plain, {.literal = true}); }).id == "fusion.literal");
}
