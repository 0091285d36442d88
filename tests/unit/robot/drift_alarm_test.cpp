#include <suregrasp/robot/drift_alarm.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/random.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

struct scene {
  double uncertainty, heat;
};

scene drawn(random_stream& draw, double change = 0) {
  return {std::exp(draw.normal(change, 1)), std::clamp(0.7 + 0.12 * draw.normal() - 0.1 * change, 0.0, 1.0)};
}

drift_reference calibrated(std::uint64_t seed, int count = 300) {
  random_stream draw = random_stream(seed).fork("calibration");
  drift_reference reference;
  for (int i = 0; i < count; ++i) {
    auto const [uncertainty, heat] = drawn(draw);
    reference.uncertainties.push_back(uncertainty), reference.heats.push_back(heat);
  }
  return reference;
}

/// Scenes until the alarm rings; at most `most`.
int scenes_to_alarm(std::uint64_t seed, double change, double to_false_alarm, int most) {
  drift_alarm alarm(calibrated(seed), {.scenes_to_false_alarm = to_false_alarm});
  random_stream draw = random_stream(seed).fork("later");
  for (int i = 1; i <= most; ++i) {
    auto const [uncertainty, heat] = drawn(draw, change);
    if (alarm.add(uncertainty, heat)) return i;
  }
  return most;
}

double mean_to_alarm(double change, double to_false_alarm, int most, int runs) {
  double sum = 0;
  for (int run = 0; run < runs; ++run) sum += scenes_to_alarm(std::uint64_t(run), change, to_false_alarm, most);
  return sum / runs;
}

}  // namespace

TEST_CASE("drift: a false alarm comes no sooner than promised, on average") {
  CHECK(mean_to_alarm(0, 100, 2000, 200) >= 100);
}

TEST_CASE("drift: a change rings within few scenes, a larger one sooner") {
  double const small = mean_to_alarm(0.7, 1000, 2000, 100), large = mean_to_alarm(2, 1000, 2000, 100);
  CHECK(large < 8);
  CHECK(small < 70);
  CHECK(large < small);
}

TEST_CASE("drift: heat alone tells where there is no grasp, and a reset begins anew") {
  drift_alarm alarm(calibrated(1));
  int scenes = 0;
  while (!alarm.add(std::nullopt, 0.1) && scenes < 100) ++scenes;
  CHECK(scenes < 5);
  CHECK(alarm.ringing());
  CHECK(alarm.evidence() >= 1000);
  alarm.reset();
  CHECK_FALSE(alarm.ringing());
  for (int i = 0; i < 50; ++i) CHECK_FALSE(alarm.add(0.5, 0.8));  // better than most
}

TEST_CASE("drift: bad calibrations are named") {
  CHECK(error_of([] { drift_alarm({}); }).id == "option.drift");
  auto bad = calibrated(2);
  bad.heats[3] = std::nan("");
  CHECK(error_of([&] { drift_alarm{bad}; }).id == "option.drift");
  CHECK(error_of([] { drift_alarm(calibrated(3), {.scenes_to_false_alarm = 0}); }).id == "option.field");
}

TEST_CASE("drift: the evidence is the sum of the products of bets from every time on, exactly") {
  drift_reference reference;
  for (int i = 1; i <= 39; ++i) reference.uncertainties.push_back(i), reference.heats.push_back(0.01 * i);
  drift_alarm alarm(reference);
  auto const bet = [](double p) { return (1 - p + p * std::log(p)) / (p * std::log(p) * std::log(p)); };
  double const extreme = bet(1.0 / 40), middling = bet(20.0 / 40);
  (void)alarm.add(100, 0);  // beyond all 39
  CHECK(alarm.evidence() == Approx(extreme));
  (void)alarm.add(21, 0.19);  // 19 of either are as far out
  CHECK(alarm.evidence() == Approx((extreme + 1) * middling));
  (void)alarm.add(std::nullopt, 0.19);
  CHECK(alarm.evidence() == Approx(((extreme + 1) * middling + 1) * middling));
}
