#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>
#include <suregrasp/pyramid/fusion.hpp>
#include <vector>

#include "properties.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using list = std::vector<double>;
using votes_type = std::vector<list>;  ///< a row of each head, all of one location

namespace {

pose_encoding const axial{angle_code::double_angle, {3.5, 0.6}, {3, 0.4}};
pose_encoding const raw{angle_code::raw, {3.5, 0.6}, {3, 0.4}};
fusion_options const per_unit{.scale = {1, 1, 1}};

/// Rows of one to eight heads: an angle vector of length 0.1 to 3 or a raw angle, and two sizes.
auto votes_in(pose_encoding const& code) {
  return [code](choices& from) {
    auto const row = [&](choices& c) {
      list values;
      double const angle = numbers{-7, 7}(c), length = code.angle == angle_code::raw ? 0 : numbers{0.1, 3}(c);
      if (code.angle == angle_code::raw)
        values.push_back(angle);
      else
        values.insert(values.end(), {length * std::cos(angle), length * std::sin(angle)});
      for (int i = 0; i < 2; ++i) values.push_back(numbers{-4, 4}(c));
      return values;
    };
    return lists(row, 1, 8)(from);
  };
}

struct fused {
  list mean, variance;
  double uncertainty;
};

fused fused_of(votes_type const& votes, pose_encoding const& code, fusion_options const& options = per_unit) {
  std::vector<std::span<double const>> heads(votes.begin(), votes.end());
  pose_fuser<double> fuser(code, options);
  auto const all = fuser.fuse(heads);
  return {{all.mean.begin(), all.mean.end()}, {all.variance.begin(), all.variance.end()}, all.uncertainty[0]};
}

/// The same by the definitions, in long double.
fused by_definition(votes_type const& votes, pose_encoding const& code, fusion_options const& options) {
  using number = long double;
  auto const count = static_cast<number>(votes.size());
  auto const moments = [&](auto const& value_of) {
    number mean = 0, variance = 0;
    for (auto const& row : votes) mean += value_of(row) / count;
    for (auto const& row : votes) variance += (value_of(row) - mean) * (value_of(row) - mean) / count;
    return std::pair{mean, variance};
  };
  fused result;
  auto const add = [&](number mean, number variance) {
    result.mean.push_back(static_cast<double>(mean)), result.variance.push_back(static_cast<double>(variance));
  };
  std::size_t first_size = 1;
  if (code.angle == angle_code::raw) {
    auto const [mean, variance] = moments([](list const& row) { return number(row[0]); });
    add(mean, variance);
  } else {
    first_size = 2;
    number x = 0, y = 0, p = 0, q = 0;
    for (auto const& row : votes) {
      number const length = std::hypot(number(row[0]), number(row[1])), unit = options.unit_heads ? length : 1;
      x += row[0] / unit / count, y += row[1] / unit / count;
      number const at_most_1 = unit * std::max<number>(1, length / unit);
      p += row[0] / at_most_1 / count, q += row[1] / at_most_1 / count;
    }
    number const length = options.unit_angle ? std::max<number>(1e-6L, std::hypot(x, y)) : 1;
    result.mean = {static_cast<double>(x / length), static_cast<double>(y / length)};
    number const resultant = std::clamp<number>(std::hypot(p, q), 1e-6L, 1);
    result.variance = {static_cast<double>(-std::log(resultant) / 2)};
  }
  for (std::size_t i = 0; i < 2; ++i) {
    auto const& size = i == 0 ? code.opening : code.jaw;
    auto const value_of = [&](list const& row) {
      number const value = row[first_size + i];
      return options.literal ? std::exp(value * size.log_deviation + size.log_mean) : value;
    };
    auto const [mean, variance] = moments(value_of);
    add(options.literal ? (std::log(mean) - size.log_mean) / size.log_deviation : mean, variance);
  }
  auto const unit = options.unit();
  result.uncertainty = result.variance[0] / (unit.theta * unit.theta) +
                       result.variance[1] / (unit.opening * unit.opening) + result.variance[2] / (unit.jaw * unit.jaw);
  return result;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }
bool near(list const& a, list const& b) {
  return std::ranges::equal(a, b, [](double x, double y) { return near(x, y); });
}

/// Whether the heads agree on an axis at all: else the direction of their mean is that of rounding.
bool decided(fused const& f, pose_encoding const& code) { return code.angle == angle_code::raw || f.variance[0] < 6; }

bool same(fused const& a, fused const& b, pose_encoding const& code) {
  if (!decided(a, code) || !decided(b, code)) return true;
  return near(a.mean, b.mean) && near(a.variance, b.variance) && near(a.uncertainty, b.uncertainty);
}

template <class Test>
void for_both_codes(Test const& test) {
  test("axial", axial);
  test("raw", raw);
}

}  // namespace

TEST_CASE("fusion: what the definitions say, computed without haste") {
  for_both_codes([](std::string const& name, pose_encoding const& code) {
    auto const flags = lists(one_of<bool>{{false, true}}, 3, 3);
    for_all(name, votes_in(code), flags, numbers{0.1, 3},
            [&](votes_type const& votes, std::vector<bool> const& set, double unit) {
              fusion_options const options{.scale = {unit, 2, 0.5},
                                           .unit_heads = set[0],
                                           .unit_angle = set[1],
                                           .literal = set[2] && code.angle == angle_code::raw};
              return same(fused_of(votes, code, options), by_definition(votes, code, options), code);
            });
  });
}

TEST_CASE("fusion: no vote counts more for where it stands, and votes counted twice change nothing") {
  for_both_codes([](std::string const& name, pose_encoding const& code) {
    for_all("order, " + name, votes_in(code), counts{0, 1000}, [&](votes_type const& votes, std::size_t seed) {
      auto shuffled = votes;
      random_stream(seed).shuffle(shuffled);
      return same(fused_of(shuffled, code), fused_of(votes, code), code);
    });
    for_all("twice, " + name, votes_in(code), [&](votes_type const& votes) {
      auto twice = votes;
      twice.insert(twice.end(), votes.begin(), votes.end());
      return same(fused_of(twice, code), fused_of(votes, code), code);
    });
  });
}

TEST_CASE("fusion: M_uc is never below 0, and 0 where and only where all heads agree") {
  for_both_codes([](std::string const& name, pose_encoding const& code) {
    for_all("not below 0, " + name, votes_in(code), [&](votes_type const& votes) {
      auto const f = fused_of(votes, code);
      return f.uncertainty >= 0 && std::ranges::all_of(f.variance, [](double v) { return v >= 0; });
    });
    for_all("agreement, " + name, votes_in(code), counts{1, 8}, [&](votes_type const& votes, std::size_t n) {
      auto row = votes[0];
      if (code.angle == angle_code::double_angle)
        for (double& value : std::span(row).first(2)) value *= 2 / std::hypot(votes[0][0], votes[0][1]);
      return fused_of(votes_type(n, row), code).uncertainty < 1e-15;
    });
    for_all("disagreement, " + name, votes_in(code), counts{0, 3}, numbers{1e-3, 3},
            [&](votes_type const& votes, std::size_t column, double off) {
              auto other = votes;
              other.push_back(votes[0]);
              other.back()[column % votes[0].size()] += off;
              auto const f = fused_of({votes[0], other.back()}, code);
              bool const on_one_ray = code.angle == angle_code::double_angle && column < 2 &&
                                      std::abs(votes[0][0] * other.back()[1] - votes[0][1] * other.back()[0]) < 1e-6;
              return on_one_ray || f.uncertainty > 0;
            });
  });
}

TEST_CASE("fusion: moved, turned and stretched votes") {
  for_both_codes([](std::string const& name, pose_encoding const& code) {
    auto const angle_columns = static_cast<std::size_t>(code.angle_columns());
    for_all("moved and stretched sizes, " + name, votes_in(code), numbers{-3, 3}, numbers{0.1, 5},
            [&](votes_type votes, double shift, double factor) {
              auto expected = fused_of(votes, code);
              for (auto& row : votes) row[angle_columns] = factor * row[angle_columns] + shift;
              expected.mean[angle_columns] = factor * expected.mean[angle_columns] + shift;
              expected.uncertainty += (factor * factor - 1) * expected.variance[1];
              expected.variance[1] *= factor * factor;
              return same(fused_of(votes, code), expected, code);
            });
  });
  for_all("turned axes", votes_in(axial), numbers{-4, 4}, [](votes_type votes, double turn) {
    double const c = std::cos(turn), s = std::sin(turn);
    auto const turned = [&](list& row) {
      double const x = row[0], y = row[1];
      row[0] = c * x - s * y, row[1] = s * x + c * y;
    };
    auto expected = fused_of(votes, axial);
    turned(expected.mean);
    for (auto& row : votes) turned(row);
    return same(fused_of(votes, axial), expected, axial);
  });
}

TEST_CASE("fusion: votes of two sets: mean of the means, and what is within them with what is between them") {
  for_all("law of total variance", votes_in(raw), votes_in(raw), [](votes_type const& first, votes_type const& second) {
    auto all = first;
    all.insert(all.end(), second.begin(), second.end());
    auto const a = fused_of(first, raw), b = fused_of(second, raw), both = fused_of(all, raw);
    double const p = static_cast<double>(first.size()) / static_cast<double>(all.size()), q = 1 - p;
    for (std::size_t i = 0; i < 3; ++i) {
      double const mean = p * a.mean[i] + q * b.mean[i], apart = a.mean[i] - b.mean[i];
      if (!near(both.mean[i], mean)) return false;
      if (!near(both.variance[i], p * a.variance[i] + q * b.variance[i] + p * q * apart * apart)) return false;
    }
    return true;
  });
  fusion_options const vectors{.scale = {1, 1, 1}, .unit_angle = false};
  for_all("vectors", votes_in(axial), votes_in(axial), [&](votes_type const& first, votes_type const& second) {
    auto all = first;
    all.insert(all.end(), second.begin(), second.end());
    auto const a = fused_of(first, axial, vectors), b = fused_of(second, axial, vectors);
    double const p = static_cast<double>(first.size()) / static_cast<double>(all.size());
    list expected;
    for (std::size_t i = 0; i < 4; ++i) expected.push_back(p * a.mean[i] + (1 - p) * b.mean[i]);
    return near(fused_of(all, axial, vectors).mean, expected);
  });
}
