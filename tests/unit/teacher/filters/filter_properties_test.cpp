#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <suregrasp/teacher/filters/named_filter.hpp>
#include <suregrasp/teacher/filters/student_filter.hpp>
#include <vector>

#include "properties.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using list = std::vector<double>;
using batches_type = std::vector<list>;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
double const not_a_number = std::nan("");

/// Uncertainties, now and then none or an infinite one.
auto const doubts = [](choices& from) {
  double const value = numbers{0, 1e6}(from);
  std::size_t const odd = from.below(20);
  return odd == 19 ? not_a_number : odd == 18 ? infinity : value;
};
auto const batch = lists(doubts, 0, 12);
auto const batches = lists(batch, 1, 6);

/// Options of every filter that has a name.
auto const any_options = [](choices& from) {
  named_filter_options options;
  auto const names = names_of(filter_name{});
  options.name = names[from.below(names.size())].value;
  options.keep_share = numbers{0, 1}(from);
  options.softness = numbers{1e-3, 1e3}(from);
  options.window = counts{1, 40}(from);
  options.smoothing = numbers{0, 1}(from);
  options.coverage_rate = numbers{1e-3, 1}(from);
  if (*options.name == filter_name::fixed || *options.name == filter_name::soft) options.threshold = doubts(from);
  if (options.threshold && !std::isfinite(*options.threshold)) options.threshold = 1;
  return options;
};

/// What a new filter says of the last of the batches.
list last_weights(named_filter_options const& options, batches_type const& all) {
  named_filter filter(options);
  list weights;
  for (auto const& each : all) weights = filter(each);
  return weights;
}

}  // namespace

TEST_CASE("filters: weights from 0 to 1, none for NaN, and never less for a smaller uncertainty") {
  for_all("weights", any_options, batches, [](named_filter_options const& options, batches_type const& all) {
    auto const weights = last_weights(options, all);
    auto const& u = all.back();
    if (weights.size() != u.size()) return false;
    for (std::size_t i = 0; i < u.size(); ++i) {
      if (!(weights[i] >= 0 && weights[i] <= 1)) return false;
      if (std::isnan(u[i]) && weights[i] != 0 && *options.name != filter_name::all) return false;
      for (std::size_t k = 0; k < u.size(); ++k)
        if (u[i] <= u[k] && weights[i] < weights[k]) return false;
    }
    return true;
  });
}

TEST_CASE("filters: the order within a batch does not matter") {
  for_all("order", any_options, batches, counts{0, 1000},
          [](named_filter_options options, batches_type all, std::size_t seed) {
            options.window = 1000;  // a shorter one forgets the first of a batch
            auto const before = last_weights(options, all);
            std::vector<std::size_t> order(before.size());
            std::iota(order.begin(), order.end(), std::size_t{0});
            random_stream(seed).shuffle(order);
            auto const last = all.back();
            list expected;
            for (std::size_t i = 0; i < order.size(); ++i)
              all.back()[i] = last[order[i]], expected.push_back(before[order[i]]);
            auto const after = last_weights(options, all);
            for (std::size_t i = 0; i < order.size(); ++i)
              if (std::abs(after[i] - expected[i]) > 1e-12) return false;
            return true;
          });
}

TEST_CASE("filters: the unit of uncertainty does not matter, where thresholds and scales are in it") {
  for_all("powers of two", any_options, batches, counts{0, 40},
          [](named_filter_options options, batches_type all, std::size_t power) {
            double const unit = std::exp2(static_cast<double>(power) - 20);
            auto const before = last_weights(options, all);
            for (auto& each : all)
              for (double& u : each)
                if (u > 0 && u < 1e-200)
                  return true;  // which a factor would take from 0 to no number at all
                else
                  u *= unit;
            if (options.threshold) *options.threshold *= unit;
            options.softness *= unit;
            return last_weights(options, all) == before;
          });
}

TEST_CASE("filters: a memory given back goes on to the bit, and one odd batch is got over") {
  for_all("memory", any_options, batches, batches,
          [](named_filter_options const& options, batches_type const& first, batches_type const& then) {
            named_filter filter(options), other(options);
            for (auto const& each : first) (void)filter(each);
            other.load(filter.state());
            return std::ranges::all_of(then, [&](list const& each) { return filter(each) == other(each); });
          });
  auto const odd_batch = lists(one_of<double>{{0.5, infinity, -infinity, not_a_number}}, 0, 4);
  for_all("got over", any_options, odd_batch, [](named_filter_options options, list const& odd) {
    if (options.keep_share < 0.1 || options.keep_share > 0.9 || options.smoothing > 0.9) return true;
    if (options.threshold) options.threshold = 0.5;
    options.softness = 0.5, options.coverage_rate = 1;
    named_filter filter(options);
    (void)filter(list{0.25, 0.75});
    (void)filter(odd);
    double kept = 0;
    for (int n = 0; n < 400; ++n)
      for (double const weight : filter(list{0.25, 0.75})) kept += weight;
    bool const follows = *options.name == filter_name::quantile || *options.name == filter_name::smoothed ||
                         *options.name == filter_name::coverage;
    return kept > 0 && (!follows || std::isfinite(filter.threshold()));
  });
}

TEST_CASE("filters: a larger share keeps no less, and a quantile keeps at least its share") {
  for_all("share", batches, numbers{0, 1}, numbers{0, 1}, one_of<std::size_t>{{1, 5, 1000}},
          [](batches_type const& all, double a, double b, std::size_t window) {
            auto const kept = [&](double share) {
              auto const weights =
                  last_weights({.name = filter_name::quantile, .keep_share = share, .window = window}, all);
              return std::accumulate(weights.begin(), weights.end(), 0.0);
            };
            return kept(std::min(a, b)) <= kept(std::max(a, b));
          });
  for_all("at least", batch, numbers{0, 1}, [](list const& all, double share) {
    auto const weights = last_weights({.name = filter_name::quantile, .keep_share = share}, {all});
    auto const there = std::ranges::count_if(all, [](double u) { return !std::isnan(u); });
    return std::accumulate(weights.begin(), weights.end(), 0.0) >= share * static_cast<double>(there) - 1e-9;
  });
}

TEST_CASE("soft weights: an uncertainty and a scale that grow alike weigh the same; inverse variances add up") {
  for_all("inverse variance", numbers{1e-3, 1e3}, numbers{0, 1e3}, [](double scale, double u) {
    double const weight = inverse_variance_weight{scale}(list{u})[0], rest = inverse_variance_weight{u}(list{scale})[0];
    return std::abs(weight - scale / (scale + u)) < 1e-15 && (u == 0 || std::abs(weight + rest - 1) < 1e-15);
  });
  for_all("exponential", numbers{1e-3, 1e3}, numbers{0, 1e3}, numbers{0, 1e3}, [](double scale, double u, double v) {
    exponential_weight const weigh{scale};
    return std::abs(weigh(list{u + v})[0] - weigh(list{u})[0] * weigh(list{v})[0]) < 1e-12;
  });
  for_all("sigmoid", numbers{-1e3, 1e3}, numbers{1e-3, 1e3}, numbers{0, 1e3},
          [](double centre, double width, double d) {
            auto const weights = sigmoid_weight{centre, width}(list{centre - d, centre + d});
            return std::abs(weights[0] + weights[1] - 1) < 1e-9;
          });
}

TEST_CASE("student_filter: a larger margin, a less certain student or a more certain teacher keeps no less") {
  auto const rows = lists(couples(doubts, doubts), 0, 12);
  auto const weights_of = [](auto const& all, double margin, double teacher_unit = 1, double student_unit = 1) {
    list teacher, student;
    for (auto const& row : all) {
      teacher.push_back(teacher_unit * row.first), student.push_back(student_unit * row.second);
    }
    return more_certain_than_student{margin}(teacher, student);
  };
  auto const no_less = [](list const& a, list const& b) { return std::ranges::equal(a, b, std::less_equal()); };
  for_all("margin", rows, numbers{0, 10}, numbers{0, 10}, [&](auto const& all, double a, double b) {
    return no_less(weights_of(all, std::min(a, b)), weights_of(all, std::max(a, b)));
  });
  for_all("certainties", rows, numbers{1e-3, 10}, [&](auto const& all, double margin) {
    auto const before = weights_of(all, margin);
    return no_less(before, weights_of(all, margin, 0.5)) && no_less(before, weights_of(all, margin, 1, 2)) &&
           weights_of(all, margin, 2, 2) == before;
  });
}

TEST_CASE("first_accepted: at most so many, the first of them, and the same again") {
  for_all("first", lists(numbers{0, 1}), counts{0, 25}, [](list const& weights, std::size_t slots) {
    auto const first = first_accepted(weights, slots);
    auto const positive = [](double w) { return w > 0; };
    auto const accepted = static_cast<std::size_t>(std::ranges::count_if(first, positive));
    auto const there = static_cast<std::size_t>(std::ranges::count_if(weights, positive));
    bool full = false;
    for (std::size_t i = 0, so_far = 0; i < weights.size(); ++i) {
      full = so_far == slots;
      if (first[i] != (full ? 0 : weights[i])) return full && weights[i] == 0;
      so_far += positive(first[i]) ? 1 : 0;
    }
    return accepted == std::min(there, slots) && first_accepted(first, slots) == first;
  });
}
