#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/core/random.hpp>
#include <suregrasp/metrics/risk_control.hpp>

#include "metric_failure.hpp"

using namespace suregrasp;
using list = std::vector<double>;

namespace {

/// A world in which the probability to fail is known at each uncertainty, which is uniform in [0, 1).
struct world {
  double (*failure)(double uncertainty);
  double (*risk)(double threshold);  ///< mean of `failure` below the threshold
};

constexpr world growing{[](double u) { return 0.02 + 0.36 * u; }, [](double t) { return 0.02 + 0.18 * t; }};

/// The most certain fail often: a detector that is confidently wrong.
constexpr world treacherous{[](double u) { return u < 0.3 ? 0.25 : 0.02; },
                            [](double t) { return t < 0.3 ? 0.25 : (0.075 + 0.02 * (t - 0.3)) / t; }};

struct share_of_runs {
  double broken = 0;   ///< in which the risk was above the target
  double decided = 0;  ///< in which a threshold was found
  double coverage = 0;
};

template <class Choose>
share_of_runs simulate(world const& w, double target, std::size_t size, Choose const& choose) {
  constexpr int runs = 2000;
  random_stream const seed(2026);
  share_of_runs result;
  for (std::uint64_t run = 0; run < runs; ++run) {
    auto random = seed.fork("run", run);
    list uncertainties;
    std::vector<bool> failed;
    for (std::size_t i = 0; i < size; ++i) {
      uncertainties.push_back(random.uniform());
      failed.push_back(random.chance(w.failure(uncertainties.back())));
    }
    auto const chosen = choose(uncertainties, failed);
    if (!chosen) continue;
    result.decided += 1.0 / runs;
    result.coverage += chosen->coverage / runs;
    if (w.risk(chosen->threshold) > target) result.broken += 1.0 / runs;
  }
  return result;
}

/// The largest threshold at which the calibration data stays below the target: no guarantee at all.
std::optional<controlled_threshold> by_eye(list const& uncertainties, std::vector<bool> const& failed) {
  std::optional<controlled_threshold> best;
  for (double const t : uncertainties) {
    std::size_t kept = 0, failures = 0;
    for (std::size_t i = 0; i < failed.size(); ++i)
      if (uncertainties[i] < t) ++kept, failures += failed[i] ? 1 : 0;
    if (kept > 0 && static_cast<double>(failures) <= 0.1 * static_cast<double>(kept) && (!best || t > best->threshold))
      best = controlled_threshold{t, kept, failures, 0};
  }
  return best;
}

}  // namespace

TEST_CASE("risk_control: the guarantee holds in all but delta of simulated calibration sets") {
  constexpr double delta = 0.1, noise = 3 * 0.0067;  // three standard deviations of a share of 0.1 in 2000 runs
  for (bool const risk_grows : {false, true})
    for (auto const& w : {growing, treacherous}) {
      if (risk_grows && w.risk == treacherous.risk) continue;
      auto const result = simulate(w, 0.1, 1000, [&](auto const& u, auto const& f) {
        return control_risk(u, f, {.risk = 0.1, .delta = delta, .risk_grows = risk_grows});
      });
      INFO(risk_grows << " " << result.broken << " " << result.decided << " " << result.coverage);
      CHECK(result.broken <= delta + noise);
      if (w.risk == growing.risk) CHECK(result.decided > 0.5);
    }
}

TEST_CASE("risk_control: choosing by eye breaks the promise in a large share of the runs") {
  CHECK(simulate(growing, 0.1, 200, by_eye).broken > 0.3);
}

TEST_CASE("risk_control: relying on risk that grows keeps more") {
  auto const kept = [](bool risk_grows) {
    return simulate(growing, 0.1, 1000,
                    [&](auto const& u, auto const& f) {
                      return control_risk(u, f, {.risk = 0.1, .delta = 0.1, .risk_grows = risk_grows});
                    })
        .coverage;
  };
  CHECK(kept(true) > kept(false) + 0.02);
}

TEST_CASE("risk_control: without failures everything but the last is kept") {
  list u;
  for (int i = 0; i < 101; ++i) u.push_back(i);
  std::vector<bool> const none(101, false), all(101, true);
  auto const chosen = control_risk(u, none);
  REQUIRE(chosen);
  CHECK(chosen->threshold == 100);
  CHECK(chosen->kept == 100);
  CHECK(chosen->failures == 0);
  CHECK(chosen->coverage == Approx(100 / 101.0));
  CHECK_FALSE(control_risk(u, all));
}

TEST_CASE("risk_control: too little data proves nothing") {
  std::size_t const needed = 22;  // the least m with 0.9^m <= 0.1
  list u;
  for (std::size_t i = 0; i < needed; ++i) u.push_back(static_cast<double>(i));
  risk_control_options const one{.candidates = 1};
  CHECK_FALSE(control_risk(u, std::vector<bool>(needed, false), one));
  u.push_back(static_cast<double>(needed));
  auto const enough = control_risk(u, std::vector<bool>(needed + 1, false), one);
  REQUIRE(enough);
  CHECK(enough->kept == needed);
}

TEST_CASE("risk_control: equal uncertainties stand or fall together") {
  list u(50, 1.0);
  u.insert(u.end(), 50, 2.0);
  std::vector<bool> failed(100, false);
  for (bool const risk_grows : {false, true}) {
    auto const chosen = control_risk(u, failed, {.risk_grows = risk_grows});
    REQUIRE(chosen);
    CHECK(chosen->threshold == 2);
    CHECK(chosen->kept == 50);
  }
}

TEST_CASE("risk_control: refuses what makes no sense") {
  list const u{1, 2};
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(failure_of([&] { return control_risk(u, {true}); }) == "metrics.length");
  CHECK(failure_of([&] { return control_risk(list{1, nan}, {true, false}); }) == "metrics.not_a_number");
  CHECK(failure_of([&] { return control_risk(u, {true, false}, {.risk = 0}); }) == "option.risk_control");
  CHECK(failure_of([&] { return control_risk(u, {true, false}, {.delta = 1}); }) == "option.risk_control");
  CHECK(failure_of([&] { return control_risk(u, {true, false}, {.candidates = 0}); }) == "option.risk_control");
}
