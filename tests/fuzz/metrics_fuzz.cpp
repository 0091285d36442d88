#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <suregrasp/metrics.hpp>

#include "fuzz.hpp"
#include "number_bits.hpp"

// Figures of merit of scores and truths that are any bits: what is stated holds, or an error of ours says why not.
namespace {

using namespace suregrasp;
using namespace suregrasp_tests;
using numbers = std::vector<double>;

constexpr double some = 1 + 1e-9;  ///< a share, with the rounding of sums

bool is_share(double value) { return value >= 0 && value <= some; }
bool holds_nan(numbers const& values) {
  return std::ranges::any_of(values, [](double value) { return std::isnan(value); });
}
bool all_below(numbers const& values, double most) {
  return std::ranges::all_of(values, [&](double value) { return std::abs(value) < most; });
}

void try_risk_coverage(numbers const& uncertainties, numbers const& errors, double fraction) {
  risk_coverage_curve curve;
  bool const none = refused([&] { curve = risk_coverage(uncertainties, errors); });
  require(none == (errors.empty() || holds_nan(uncertainties) || holds_nan(errors)));
  if (none) return;
  require(curve.points.size() == errors.size() && curve.points.back().coverage == 1);
  auto const [least, most] = std::ranges::minmax(errors);
  double const rounding = 1e-9 * std::max(std::abs(least), std::abs(most));
  for (std::size_t i = 0; i < errors.size(); ++i) {
    auto const& [coverage, uncertainty, risk] = curve.points[i];
    require(is_share(coverage) && (i == 0 || uncertainty >= curve.points[i - 1].uncertainty));
    if (all_below(errors, 1e300)) require(risk >= least - rounding && risk <= most + rounding);
  }
  require(refused([&] { (void)curve.risk_at(fraction); }) == !(fraction > 0 && fraction <= 1));
  double const excess = excess_area(uncertainties, errors);
  require(all_below(errors, 1e300) ? excess >= 0 && excess_area(errors, errors) == 0 : !(excess < 0));
}

void try_risk_control(numbers const& uncertainties, std::vector<bool> const& failed, double risk, double delta) {
  for (bool const grows : {false, true}) {
    risk_control_options const options{.risk = risk, .delta = delta, .risk_grows = grows};
    std::optional<controlled_threshold> found;
    bool const none = refused([&] { found = control_risk(uncertainties, failed, options); });
    require(none == (failed.empty() || holds_nan(uncertainties) || !(risk > 0 && risk < 1 && delta > 0 && delta < 1)));
    if (!found) continue;
    std::size_t kept = 0, failures = 0;
    for (std::size_t i = 0; i < failed.size(); ++i)
      if (uncertainties[i] < found->threshold) ++kept, failures += failed[i] ? 1 : 0;
    require(found->kept == kept && found->failures == failures && kept > 0 && is_share(found->coverage));
    require(clopper_pearson_upper(failures, kept, delta) <= risk + 1e-9);
  }
}

void try_reliability(numbers const& probabilities, std::vector<bool> const& truth, std::size_t bins) {
  std::vector<reliability_bin> found;
  bool const probable = std::ranges::all_of(probabilities, [](double p) { return p >= 0 && p <= 1; });
  bool const none = refused([&] { found = reliability(probabilities, truth, bins); });
  require(none == (truth.empty() || !probable || bins == 0));
  if (none) return;
  std::size_t trials = 0;
  for (auto const& bin : found) trials += bin.outcome.trials, require(is_share(bin.stated) && bin.outcome.trials > 0);
  require(trials == truth.size() && is_share(expected_calibration_error(found)));
}

void try_ranks(numbers const& a, numbers const& b) {
  double found = 0;
  bool const none = refused([&] { found = spearman(a, b); });
  require(none == (a.empty() || holds_nan(a) || holds_nan(b)));
  if (none) return;
  require((found >= -1 && found <= 1) || std::isnan(found));
  require(same(found, spearman(b, a)));
  auto const ranks = average_ranks(a);
  double const n = static_cast<double>(a.size());
  require(std::abs(std::accumulate(ranks.begin(), ranks.end(), 0.0) - n * (n + 1) / 2) < 1e-6);
}

void try_precision_recall(numbers const& scores, std::vector<bool> const& right, std::size_t positives) {
  precision_recall_curve curve;
  auto const found = static_cast<std::size_t>(std::count(right.begin(), right.end(), true));
  bool const none = refused([&] { curve = precision_recall(scores, right, positives); });
  require(none == (right.empty() || holds_nan(scores) || positives == 0 || found > positives));
  if (none) return;
  double reached = 0;
  for (auto const& point : curve.points) {
    require(is_share(point.precision) && is_share(point.recall) && point.recall >= reached);
    reached = point.recall;
  }
  require(is_share(curve.average_precision()));
}

void try_success_curve(numbers const& uncertainties, std::vector<bool> const& failed, double asked, double heat) {
  success_calibration known{.least_heat = 0.5};
  bool const none = refused([&] { known.curve = success_curve_of(uncertainties, failed); });
  require(none == (failed.empty() || holds_nan(uncertainties)));
  if (none) return;
  require(!refused([&] { require_valid(known.curve, "fuzz"); }));
  double const chance = known.curve.probability(asked);
  require(std::isnan(asked) ? std::isnan(chance) : chance > 0 && chance < 1);
  require(known.probability(asked, heat).has_value() == (heat >= known.least_heat));
}

void try_intervals(numbers const& errors, numbers const& uncertainties, conformal_options const& options,
                   double predicted) {
  std::optional<conformal_calibration> found;
  bool const none = refused([&] { found = calibrate_intervals(errors, uncertainties, options); });
  bool const sound = options.coverage > 0 && options.coverage < 1 && options.offset >= 0;
  constexpr double largest = std::numeric_limits<double>::max();
  auto const finite = [](double value) { return std::abs(value) <= largest; };
  require(none == (errors.empty() || !std::ranges::all_of(errors, finite) ||
                   !std::ranges::all_of(uncertainties, finite) || !sound || !finite(options.offset)));
  if (!found) return;
  std::size_t inside = 0;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    double const half = found->half_width(uncertainties[i]);
    require(half >= 0);
    inside += std::abs(errors[i]) <= half * some ? 1 : 0;
  }
  bool const enough = static_cast<double>(inside) >= options.coverage * static_cast<double>(errors.size()) - 1e-6;
  require(enough || found->quantile < 1e-290);  // denormals have few digits
  auto const [low, high] = conformal_interval(*found, predicted, uncertainties[0]);
  require(!std::isfinite(predicted) || low <= high);
  require(std::isnan(found->half_width(std::numeric_limits<double>::quiet_NaN())));
  std::vector<std::size_t> groups(errors.size());
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = i / 2;
  auto const tried = conformal_coverage_of(errors, uncertainties, groups, options, 4);
  require(tried.splits <= 4 && is_share(tried.coverage) && tried.middle.low <= tried.middle.high);
}

void try_counts(std::vector<bool> const& first, std::vector<bool> const& second, double z) {
  proportion rate;
  for (bool const success : first) rate.add(success);
  auto const [low, high] = rate.wilson(std::abs(z));
  require(low >= 0 && low <= high && high <= 1 && (first.empty() || (low <= rate.rate() && rate.rate() <= high)));
  paired_comparison both;
  require(refused([&] { both = compare_paired(first, second); }) == first.empty());
  require(is_share(both.p_value()) && (first.empty() || std::abs(both.gain()) <= 1));
}

void try_rectangle_metric(std::vector<grasp<double>> const& grasps, rectangle_metric_options options) {
  auto const& predicted = grasps.front();
  std::span<grasp<double> const> const labels = std::span(grasps).subspan(1);
  bool const small = std::ranges::all_of(grasps, [](auto const& g) { return within(g, 64) || !is_finite(g); });
  for (auto const dialect :
       {metric_dialect::jaccard, metric_dialect::ivalab, metric_dialect::cornell, metric_dialect::ggcnn}) {
    if (dialect == metric_dialect::ggcnn && !small) continue;  // up to 17 million pixels are counted
    options.dialect = dialect;
    auto const best = best_match(predicted, labels, options);
    bool const correct = is_correct(predicted, labels, options);
    require(!correct || (best && is_finite(predicted)));
    if (!best) continue;
    require(best->index < labels.size());
    if (is_finite(predicted) && is_finite(labels[best->index])) require(is_share(best->iou));
  }
  auto const difference = difference_in_pixels(predicted, grasps.back());
  require(!(difference.angle_degrees < 0) && !(difference.angle_degrees > 90));
}

}  // namespace

void suregrasp_tests::read(std::string_view bytes) {
  number_bits bits(bytes);
  std::size_t const count = bits.next<unsigned char>() % 40U;
  double const first = bits.next<double>(), second = bits.next<double>();
  auto const scores = bits.list<double>(count), errors = bits.list<double>(count);
  auto const truth = bits.truths(count), other = bits.truths(count);
  try_risk_coverage(scores, errors, first);
  try_risk_control(scores, truth, first, second);
  try_reliability(scores, truth, bits.next<unsigned char>());
  try_ranks(scores, errors);
  try_precision_recall(scores, truth, bits.next<std::uint64_t>());
  try_success_curve(scores, truth, first, second);
  try_intervals(errors, scores, {.coverage = first, .offset = second}, second);
  try_intervals(errors, scores, {.coverage = 0.5, .offset = 0}, first);
  try_counts(truth, other, first);
  try_rectangle_metric(bits.grasps<double>(3), {});
}
