#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <suregrasp/metrics/conformal_interval.hpp>
#include <suregrasp/metrics/impl/binomial.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <suregrasp/metrics/precision_recall.hpp>
#include <suregrasp/metrics/rank_correlation.hpp>
#include <suregrasp/metrics/ranked_success.hpp>
#include <suregrasp/metrics/reliability.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>
#include <suregrasp/metrics/success_curve.hpp>
#include <vector>

#include "properties.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using list = std::vector<double>;
using flags = std::vector<bool>;
using judged = couple<list, flags>;

namespace {

one_of<bool> const either{{false, true}};

/// Numbers, each with a verdict.
[[nodiscard]] auto judgements(numbers of, std::size_t least = 1, std::size_t most = 40) {
  return [=](choices& from) {
    judged all;
    for (auto const& row : lists(couples(of, either), least, most)(from))
      all.first.push_back(row.first), all.second.push_back(row.second);
    return all;
  };
}

/// The same cases in another order.
[[nodiscard]] judged shuffled(judged const& all, std::size_t seed) {
  std::vector<std::size_t> order(all.first.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  random_stream(seed).shuffle(order);
  judged result;
  for (auto const i : order) result.first.push_back(all.first[i]), result.second.push_back(all.second[i]);
  return result;
}

/// Rises everywhere, and keeps numbers apart that are: exact for those within a million.
[[nodiscard]] list risen(list values) {
  for (double& value : values) value = 4 * value + (value > 0 ? 1e9 : 0);
  return values;
}

[[nodiscard]] list negated(list values) {
  for (double& value : values) value = -value;
  return values;
}

[[nodiscard]] bool both_kinds(flags const& all) {
  return std::ranges::count(all, true) > 0 && std::ranges::count(all, false) > 0;
}

counts const seeds{0, 1000};
numbers const shares{0.01, 0.99}, probabilities{0, 1}, halves{-1e3, 1e3};
/// Halves, so that sums of the transforms above are exact.
[[nodiscard]] auto ranked(std::size_t least = 1, std::size_t most = 40) {
  return [=](choices& from) {
    auto all = judgements(halves, least, most)(from);
    for (double& value : all.first) value = std::round(2 * value) / 2;
    return all;
  };
}

}  // namespace

TEST_CASE("risk_control: what it says is what the data has, and what the data proves") {
  for_all("counts", ranked(1, 120), shares, shares, either,
          [](judged const& all, double risk, double delta, bool grows) {
            risk_control_options const options{.risk = risk, .delta = delta, .risk_grows = grows};
            auto const found = control_risk(all.first, all.second, options);
            if (!found) return true;
            std::size_t kept = 0, failures = 0;
            for (std::size_t i = 0; i < all.first.size(); ++i)
              if (all.first[i] < found->threshold) ++kept, failures += all.second[i] ? 1 : 0;
            double const level = grows ? delta : delta / static_cast<double>(options.candidates);
            return found->kept == kept && found->failures == failures && kept > 0 && kept < all.first.size() &&
                   std::ranges::count(all.first, found->threshold) > 0 &&
                   found->coverage == static_cast<double>(kept) / static_cast<double>(all.first.size()) &&
                   clopper_pearson_upper(failures, kept, level) <= risk * (1 + 1e-9);
          });
}

TEST_CASE("risk_control: order, ranks, and what makes a threshold larger") {
  auto const threshold = [](judged const& all, risk_control_options const& options) {
    auto const found = control_risk(all.first, all.second, options);
    return found ? found->threshold : -std::numeric_limits<double>::infinity();
  };
  risk_control_options const every{.risk = 0.3, .delta = 0.3, .candidates = 200};
  for_all("order", ranked(1, 120), seeds, [&](judged const& all, std::size_t seed) {
    return threshold(shuffled(all, seed), every) == threshold(all, every);
  });
  for_all("ranks", ranked(1, 120), [&](judged const& all) {
    double const before = threshold(all, every), after = threshold({risen(all.first), all.second}, every);
    return after == (std::isinf(before) ? before : risen({before})[0]);
  });
  for_all("a failure less", ranked(1, 120), counts{0, 119}, either,
          [&](judged const& all, std::size_t which, bool grows) {
            auto better = all;
            better.second[which % all.second.size()] = false;
            auto options = every;
            options.risk_grows = grows;
            return threshold(better, options) >= threshold(all, options);
          });
  for_all("more risk, more delta, where every number of kept ones is a candidate", ranked(1, 120), shares, shares,
          shares, shares, [&](judged const& all, double risk, double other, double delta, double another) {
            return threshold(all, {std::min(risk, other), std::min(delta, another), 200}) <=
                   threshold(all, {std::max(risk, other), std::max(delta, another), 200});
          });
}

TEST_CASE("conformal: wider for more coverage, as wide as the errors are large") {
  auto const rows = lists(couples(numbers{-1e3, 1e3}, numbers{0, 1e3}), 1, 40);
  auto const quantile = [](auto const& all, double coverage, double unit = 1) {
    list errors, uncertainties;
    for (auto const& row : all) errors.push_back(unit * row.first), uncertainties.push_back(row.second);
    auto const found = calibrate_intervals(errors, uncertainties, {.coverage = coverage});
    return found ? found->quantile : std::numeric_limits<double>::infinity();
  };
  for_all("coverage", rows, shares, shares, [&](auto const& all, double a, double b) {
    return quantile(all, std::min(a, b)) <= quantile(all, std::max(a, b));
  });
  for_all("unit of the errors, to the bit", rows, shares,
          [&](auto const& all, double coverage) { return quantile(all, coverage, -8) == 8 * quantile(all, coverage); });
  for_all("order", rows, shares, [&](auto const& all, double coverage) {
    return quantile(std::vector(all.rbegin(), all.rend()), coverage) == quantile(all, coverage);
  });
  for_all("a larger error", rows, counts{0, 39}, shares, [&](auto all, std::size_t which, double coverage) {
    double const before = quantile(all, coverage);
    all[which % all.size()].first *= 2;
    return quantile(all, coverage) >= before;
  });
  for_all("the calibration set itself is covered", rows, shares, [](auto const& all, double coverage) {
    list errors, uncertainties;
    for (auto const& row : all) errors.push_back(row.first), uncertainties.push_back(row.second);
    auto const found = calibrate_intervals(errors, uncertainties, {.coverage = coverage});
    if (!found) return true;
    double inside = 0;
    for (auto const& row : all) inside += std::abs(row.first) <= found->half_width(row.second) * (1 + 1e-12) ? 1 : 0;
    return inside >= coverage * static_cast<double>(all.size() + 1) - 1e-9;  // and the further one that it is for
  });
  for_all("an interval is about its prediction and grows with M_uc", numbers{-1e3, 1e3}, numbers{0, 1e6},
          numbers{0, 1e6}, [](double predicted, double a, double b) {
            conformal_calibration const calibration{1.5, 0.3, 0.9, 10};
            auto const narrow = conformal_interval(calibration, predicted, std::min(a, b));
            auto const wide = conformal_interval(calibration, predicted, std::max(a, b));
            return wide.low <= narrow.low && narrow.low <= predicted && predicted <= narrow.high &&
                   narrow.high <= wide.high;
          });
}

TEST_CASE("reliability: bins share out all predictions, and their error is a mean of distances of probabilities") {
  auto const stated = judgements(probabilities);
  for_all("bins", stated, counts{1, 30}, [](judged const& all, std::size_t count) {
    auto const bins = reliability(all.first, all.second, count);
    std::size_t trials = 0, successes = 0;
    double last = -1;
    for (auto const& bin : bins) {
      trials += bin.outcome.trials, successes += bin.outcome.successes;
      double const stretch = std::min(std::floor(bin.stated * double(count) + 1e-9), double(count) - 1);
      if (!(bin.stated >= last - 1e-15) || bin.outcome.trials == 0 || stretch < last * double(count) - 1) return false;
      last = bin.stated;
    }
    double const error = expected_calibration_error(bins);
    return trials == all.first.size() && successes == std::size_t(std::ranges::count(all.second, true)) && error >= 0 &&
           error <= 1;
  });
  for_all("finer bins, no smaller error", stated, counts{1, 16}, [](judged const& all, std::size_t count) {
    return expected_calibration_error(reliability(all.first, all.second, count)) <=
           expected_calibration_error(reliability(all.first, all.second, 2 * count)) + 1e-12;
  });
  for_all("order", stated, seeds, [](judged const& all, std::size_t seed) {
    auto const other = shuffled(all, seed);
    return std::abs(expected_calibration_error(reliability(all.first, all.second)) -
                    expected_calibration_error(reliability(other.first, other.second))) < 1e-12;
  });
}

TEST_CASE("precision_recall: ranks alone count; recall never falls as more is kept") {
  for_all("curve", ranked(), counts{0, 9}, [](judged const& all, std::size_t more) {
    auto const right = static_cast<std::size_t>(std::ranges::count(all.second, true));
    auto const curve = precision_recall(all.first, all.second, std::max<std::size_t>(1, right + more));
    double recall = 0, score = std::numeric_limits<double>::infinity();
    for (auto const& point : curve.points) {
      if (!(point.recall >= recall && point.score < score && point.precision >= 0 && point.precision <= 1))
        return false;
      recall = point.recall, score = point.score;
    }
    double const average = curve.average_precision();
    return recall <= 1 && (more > 0 || right == 0 || recall == 1) && average >= 0 && average <= recall + 1e-15;
  });
  for_all("ranks and order", ranked(), seeds, [](judged const& all, std::size_t seed) {
    auto const other = shuffled({risen(all.first), all.second}, seed);
    return precision_recall(all.first, all.second, 40).average_precision() ==
           precision_recall(other.first, other.second, 40).average_precision();
  });
}

TEST_CASE("auroc: ranks alone count; turned over, it is what is left to 1") {
  for_all("turned over", ranked(2), [](judged const& all) {
    if (!both_kinds(all.second)) return true;
    flags opposite = all.second;
    opposite.flip();
    double const area = auroc(all.first, all.second);
    return area >= 0 && area <= 1 && std::abs(auroc(negated(all.first), all.second) + area - 1) < 1e-14 &&
           std::abs(auroc(all.first, opposite) + area - 1) < 1e-14;
  });
  for_all("ranks and order", ranked(2), seeds, [](judged const& all, std::size_t seed) {
    if (!both_kinds(all.second)) return true;
    auto const other = shuffled({risen(all.first), all.second}, seed);
    return auroc(all.first, all.second) == auroc(other.first, other.second);
  });
}

TEST_CASE("spearman: the same both ways, turned over by turning one over, and by ranks alone") {
  for_all("spearman", lists(couples(numbers{-9, 9}, numbers{-9, 9}), 1), [](auto const& rows) {
    list a, b;
    for (auto const& row : rows) a.push_back(std::round(row.first)), b.push_back(std::round(row.second));
    double const r = spearman(a, b);
    if (std::isnan(r))
      return std::ranges::count(a, a[0]) == std::ssize(a) || std::ranges::count(b, b[0]) == std::ssize(b);
    return r >= -1 && r <= 1 && spearman(b, a) == r && spearman(negated(a), b) == -r && spearman(risen(a), b) == r;
  });
}

TEST_CASE("paired comparison: exchanging the methods turns the gain and leaves the evidence") {
  auto const rows = lists(couples(either, either), 1, 60);
  for_all("exchanged", rows, [](auto const& all) {
    flags first, second;
    for (auto const& row : all) first.push_back(row.first), second.push_back(row.second);
    auto const there = compare_paired(first, second), back = compare_paired(second, first);
    return there.both == back.both && there.neither == back.neither && there.only_first == back.only_second &&
           there.only_second == back.only_first && there.gain() == -back.gain() && there.p_value() == back.p_value() &&
           there.both + there.neither + there.only_first + there.only_second == all.size() && there.p_value() > 0 &&
           there.p_value() <= 1;
  });
  for_all("the more one-sided, the more evidence", counts{1, 2000}, counts{0, 999},
          [](std::size_t n, std::size_t less) {
            std::size_t const k = less % ((n + 1) / 2 + 1);
            if (k == 0) return true;
            return paired_comparison{0, k - 1, n - k + 1, 0}.p_value() <=
                   paired_comparison{0, k, n - k, 0}.p_value() + 1e-15;
          });
}

TEST_CASE("proportion: its interval holds the rate, rises with successes, and widens with confidence") {
  for_all("wilson", counts{1, 500}, counts{0, 500}, numbers{0.1, 5},
          [](std::size_t n, std::size_t successes, double z) {
            std::size_t const k = successes % (n + 1);
            auto const [low, high] = proportion{k, n}.wilson(z);
            auto const wider = proportion{k, n}.wilson(z + 0.1), more = proportion{std::min(k + 1, n), n}.wilson(z);
            double const rate = proportion{k, n}.rate();
            return low >= 0 && low <= rate && rate <= high && high <= 1 && wider.low <= low && wider.high >= high &&
                   more.low >= low && more.high >= high;
          });
}

TEST_CASE("binomial: tails rise with successes and fall with probability; bounds lie above the rate") {
  for_all("binomial_at_most", counts{1, 300}, counts{0, 300}, probabilities, probabilities,
          [](std::size_t n, std::size_t successes, double p, double q) {
            std::size_t const k = successes % n;
            double const tail = binomial_at_most(k, n, std::min(p, q));
            return tail >= 0 && tail <= binomial_at_most(k + 1, n, std::min(p, q)) + 1e-12 &&
                   tail + 1e-12 >= binomial_at_most(k, n, std::max(p, q));
          });
  for_all("clopper_pearson_upper", counts{1, 300}, counts{0, 300}, numbers{1e-4, 0.5},
          [](std::size_t n, std::size_t successes, double delta) {
            std::size_t const k = successes % (n + 1);
            double const bound = clopper_pearson_upper(k, n, delta);
            return bound <= 1 && bound >= proportion{k, n}.rate() && bound <= clopper_pearson_upper(k + 1, n, delta) &&
                   bound <= clopper_pearson_upper(k, n, delta / 2) && bound >= clopper_pearson_upper(k, n + 1, delta);
          });
}

TEST_CASE("success curve: never rises, whatever it is made of, and does not ask in which order") {
  for_all("valid", ranked(), numbers{-1e3, 1e3}, numbers{-1e3, 1e3}, [](judged const& all, double a, double b) {
    auto const curve = success_curve_of(all.first, all.second);
    require_valid(curve, "curve");
    return curve.probability(std::min(a, b)) >= curve.probability(std::max(a, b)) && curve.probabilities.front() < 1 &&
           curve.probabilities.back() > 0;
  });
  for_all("least squares: no step could be cut in two of which the first succeeds less", ranked(),
          [](judged const& all) {
            auto const curve = success_curve_of(all.first, all.second);
            double before = -std::numeric_limits<double>::infinity(), higher = 2;
            for (double const end : curve.uncertainties) {
              auto const rate_within = [&](double from, double to) {
                proportion within;
                for (std::size_t i = 0; i < all.first.size(); ++i)
                  if (all.first[i] > from && all.first[i] <= to) within.add(!all.second[i]);
                return within.rate();
              };
              double const rate = rate_within(before, end);
              if (!(rate < higher)) return false;
              for (double const cut : all.first)
                if (cut > before && cut < end && rate_within(before, cut) > rate_within(cut, end)) return false;
              before = end, higher = rate;
            }
            return true;
          });
  for_all("order", ranked(), seeds, [](judged const& all, std::size_t seed) {
    auto const other = shuffled(all, seed);
    return success_curve_of(other.first, other.second) == success_curve_of(all.first, all.second);
  });
  for_all("ranks", ranked(), [](judged const& all) {
    auto expected = success_curve_of(all.first, all.second);
    expected.uncertainties = risen(expected.uncertainties);
    return success_curve_of(risen(all.first), all.second) == expected;
  });
}

TEST_CASE("risk_coverage: ends at the mean, by ranks alone, and no order beats that of the errors") {
  for_all("curve", lists(couples(numbers{-9, 9}, numbers{0, 9}), 1), [](auto const& rows) {
    list uncertainties, errors;
    double mean = 0;
    for (auto const& row : rows) {
      uncertainties.push_back(std::round(row.first)), errors.push_back(row.second);
      mean += row.second / static_cast<double>(rows.size());
    }
    auto const curve = risk_coverage(uncertainties, errors);
    auto const [least, most] = std::ranges::minmax(errors);
    for (auto const& point : curve.points)
      if (!(point.risk >= least - 1e-12 && point.risk <= most + 1e-12)) return false;
    return curve.points.size() == rows.size() && curve.points.back().coverage == 1 &&
           std::abs(curve.mean_error() - mean) < 1e-12 &&
           curve.area() >= risk_coverage(errors, errors).area() - 1e-12 &&
           curve.area() <= risk_coverage(negated(errors), errors).area() + 1e-12 &&
           risk_coverage(risen(uncertainties), errors).area() == curve.area();
  });
}

TEST_CASE("ranked_success: more ranks and smaller overlaps asked for, no less success") {
  for_all("monotone", lists(lists(probabilities, 0, 6), 0, 8), counts{0, 7}, probabilities, probabilities,
          [](std::vector<list> const& images, std::size_t top, double a, double b) {
            auto const found = success_within(images, top, std::max(a, b));
            return found.trials == images.size() &&
                   found.successes <= success_within(images, top, std::min(a, b)).successes &&
                   found.successes <= success_within(images, top + 1, std::max(a, b)).successes;
          });
}
