#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <span>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/testing/archetype.hpp>
#include <vector>

#include "counted_allocations.hpp"
#include "thrown.hpp"

using namespace suregrasp;

namespace {

template <class T>
using heads_of = std::vector<tensor_t<testing::archetype<T>>>;

template <class T>
heads_of<T> random_heads(random_stream& random, pose_encoding const& code, double odd) {
  auto const be = testing::archetype<T>::make();
  std::vector<T> const odd_values{std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(), T(0)};
  auto const locations = static_cast<std::int64_t>(random.below(9));
  heads_of<T> heads;
  for (std::size_t k = 0, count = 1 + random.below(5); k < count; ++k) {
    host_array<T> rows({locations, code.columns()});
    for (auto& value : rows.values)
      value = random.chance(odd) ? odd_values[random.below(3)] : static_cast<T>(random.normal(0.6, 0.4));
    heads.push_back(be.from_host(rows.view()));
  }
  return heads;
}

/// How many of the numbers differ by more than `most` times their size and `least`; NaN is like NaN alone.
template <class Tensor, class Backend>
int differences(Backend const& be, Tensor const& a, Tensor const& b, double most) {
  auto const x = be.to_host(a), y = be.to_host(b);
  if (x.shape != y.shape) return -1;
  int count = 0;
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    double const p = static_cast<double>(x.values[i]), q = static_cast<double>(y.values[i]);
    if (std::isnan(p) != std::isnan(q) || std::isinf(p) != std::isinf(q)) ++count;
    if (std::isfinite(p) && std::isfinite(q) && std::abs(p - q) > most * std::max(1.0, std::abs(q))) ++count;
  }
  return count;
}

template <class T>
void both_forms_agree(double odd, double most) {
  auto const be = testing::archetype<T>::make();
  random_stream random(61);
  for (int round = 0; round < 400; ++round) {
    auto const angle = random.chance(0.5) ? angle_code::raw : angle_code::double_angle;
    pose_encoding const code{angle, {3.5, 0.6}, {3, 0.4}};
    fusion_options const options{.scale = {random.uniform(0.1, 2), random.uniform(0.5, 2), 3},
                                 .unit_heads = random.chance(0.5),
                                 .unit_angle = random.chance(0.5),
                                 .literal = angle == angle_code::raw && random.chance(0.5)};
    auto const heads = random_heads<T>(random, code, odd);
    std::span const all(heads);
    auto const here = fuse(be, all, code, options);
    auto const there = detail::fuse_tensors(be, all, code, options);
    CAPTURE(round, options.unit_heads, options.unit_angle, options.literal, angle == angle_code::raw);
    REQUIRE(differences(be, here.mean, there.mean, most) == 0);
    REQUIRE(differences(be, here.variance, there.variance, most) == 0);
    REQUIRE(differences(be, here.uncertainty, there.uncertainty, most * 100) == 0);
  }
}

}  // namespace

TEST_CASE("host_fusion: agrees with the tensor form, whatever the options") {
  both_forms_agree<double>(0, 1e-13);
  both_forms_agree<float>(0, 1e-6);
}

TEST_CASE("host_fusion: NaN, infinities and zeros go where the tensor form takes them") {
  both_forms_agree<double>(0.1, 1e-13);
  both_forms_agree<float>(0.1, 1e-6);
}

TEST_CASE("host_fusion: leaves alone what records a gradient") {
  taped<testing::archetype<double>> const be(testing::archetype<double>::make());
  using tensor = tensor_t<decltype(be)>;
  pose_encoding const code;
  std::vector<double> const row{0.9, 0.1, 0.4, -0.2}, other{0.7, 0.5, 0.1, 0.3};
  std::vector<tensor> const leaves{be.variable(be.from_host({{1, 4}, row})),
                                   be.variable(be.from_host({{1, 4}, other}))};
  auto const fused = fuse(be, std::span<tensor const>(leaves), code);
  auto const slopes = be.gradient(sum_all(be, fused.uncertainty), std::span<tensor const>(leaves));
  double total = 0;
  for (auto const& slope : slopes)
    for (double const value : be.to_host(slope).values) total += std::abs(value);
  CHECK(total > 0.1);
}

TEST_CASE("pose_fuser: the numbers of fuse, and only its first call allocates") {
  auto const be = testing::archetype<float>::make();
  random_stream random(62);
  pose_encoding const code;
  auto heads = random_heads<float>(random, code, 0);
  while (be.shape(heads[0])[0] == 0) heads = random_heads<float>(random, code, 0);
  std::vector<host_array<float>> values;
  std::vector<std::span<float const>> votes;
  for (auto const& head : heads) values.push_back(be.to_host(head));
  for (auto const& each : values) votes.push_back(each.values);
  pose_fuser<float> fuser(code);
  auto const first = [&] { return fuser.fuse(votes).mean.size(); };
  CHECK_FALSE(suregrasp_tests::allocations_of(first).empty());
  CHECK(suregrasp_tests::allocations_of(first).empty());
  auto const here = fuser.fuse(votes);
  auto const there = fuse(be, std::span<tensor_t<decltype(be)> const>(heads), code);
  CHECK(std::ranges::equal(here.mean, be.to_host(there.mean).values));
  CHECK(std::ranges::equal(here.variance, be.to_host(there.variance).values));
  CHECK(std::ranges::equal(here.uncertainty, be.to_host(there.uncertainty).values));
}

TEST_CASE("pose_fuser: refuses heads that do not belong together") {
  pose_fuser<double> fuser(pose_encoding{});
  std::vector<double> const row(4), more(8), half(6);
  auto const error_of = [&](std::vector<std::span<double const>> const& heads) {
    return suregrasp_tests::error_of([&] { (void)fuser.fuse(heads); }).id;
  };
  CHECK(error_of({}) == "fusion.no_heads");
  CHECK(error_of({row, more}) == "shape.heads");
  CHECK(error_of({half, half}) == "shape.heads");
}
