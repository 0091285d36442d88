#ifndef SUREGRASP_ROBOT_DRIFT_ALARM_HPP
#define SUREGRASP_ROBOT_DRIFT_ALARM_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/core/field_text.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// What is known of scenes like those that a detector was calibrated on.
struct drift_reference {
  std::vector<double> uncertainties{};  ///< M_uc of the first grasp of each scene
  std::vector<double> heats{};          ///< heat of the hottest location of each scene
  friend bool operator==(drift_reference const&, drift_reference const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"uncertainties", &drift_reference::uncertainties, "M_uc of each scene's first grasp"},
                field{"heats", &drift_reference::heats, "Highest heat of each scene"});
  }
};

/// How soon, and how falsely, a drift alarm may ring.
struct drift_options {
  double scenes_to_false_alarm = 1000;  ///< on average, at least, where nothing has changed
  friend bool operator==(drift_options const&, drift_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"scenes_to_false_alarm", &drift_options::scenes_to_false_alarm,
                      "Scenes to a false alarm, on average, at least"}
                    .above(1));
  }
};

/// Says when scenes are no longer like those of the calibration: M_uc too high or heat too low, again and again.
///
/// Each scene is ranked among the calibration's; the two ranks, as p-values, are turned into bets (Vovk's mixture,
/// 1993; the mean of both), and the bets into the Shiryaev-Roberts sum of their products over all times at which the
/// change could have begun. An alarm is that sum at `scenes_to_false_alarm` or more: as each bet is worth at most 1 on
/// average where nothing has changed, a false alarm comes no sooner than that on average (Shin, Ramdas and Rinaldo,
/// "E-detectors", 2023), for scenes and calibration that are exchangeable. Successive frames of one scene are no scenes
/// of their own: tell it one of each. An object may be read by several threads or changed by one.
class drift_alarm {
 public:
  /// Throws `option_error`: `option.drift` for fewer than 20 calibration scenes or values that are no numbers,
  /// `option.field`.
  explicit drift_alarm(drift_reference reference, drift_options const& options = {})
      : reference_(std::move(reference)), options_(options) {
    check_fields(options, "drift_alarm");
    for (auto* values : {&reference_.uncertainties, &reference_.heats}) {
      if (values->size() < least || std::ranges::any_of(*values, [](double v) { return std::isnan(v); }))
        throw option_error("option.drift", "expected M_uc and heat of at least " + text_of(least) +
                                               " calibration scenes, got " + text_of(values->size()));
      std::ranges::sort(*values);
    }
  }

  /// Takes the next scene: M_uc of its first grasp, where there is one, and its highest heat. Returns whether the alarm
  /// rings; it goes on ringing until `reset`, unless later scenes are as those of the calibration for long.
  bool add(std::optional<double> uncertainty, double heat) {
    double const of_heat = bet_of(share_above(reference_.heats, heat, false));
    if (!uncertainty) return take(of_heat);
    return take((of_heat + bet_of(share_above(reference_.uncertainties, *uncertainty, true))) / 2);
  }

  [[nodiscard]] bool ringing() const { return evidence_ >= options_.scenes_to_false_alarm; }

  /// The Shiryaev-Roberts sum: an alarm at `scenes_to_false_alarm`.
  [[nodiscard]] double evidence() const { return evidence_; }

  /// Begins anew, as after the alarm was heard.
  void reset() { evidence_ = 0; }

 private:
  static constexpr std::size_t least = 20;

  bool take(double bet) {
    evidence_ = (evidence_ + 1) * bet;
    return ringing();
  }

  /// Share of the calibration's values, and this one, that are as far out as this one, or farther.
  [[nodiscard]] static double share_above(std::vector<double> const& sorted, double value, bool high) {
    auto const count = high ? sorted.end() - std::ranges::lower_bound(sorted, value)
                            : std::ranges::upper_bound(sorted, value) - sorted.begin();
    return static_cast<double>(count + 1) / static_cast<double>(sorted.size() + 1);
  }

  /// The integral over k in (0, 1) of k p^(k - 1): 1 on average over uniform p, large where p is small.
  [[nodiscard]] static double bet_of(double p) {
    if (p > 0.999) return 0.5;  // its limit at 1
    double const l = std::log(p);
    return (1 - p + p * l) / (p * l * l);
  }

  drift_reference reference_;
  drift_options options_;
  double evidence_ = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_DRIFT_ALARM_HPP
