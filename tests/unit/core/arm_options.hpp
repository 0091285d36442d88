#ifndef SUREGRASP_TESTS_UNIT_CORE_ARM_OPTIONS_HPP
#define SUREGRASP_TESTS_UNIT_CORE_ARM_OPTIONS_HPP

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <suregrasp/core/field.hpp>
#include <vector>

namespace suregrasp_tests {

enum class finger { soft, hard };
[[nodiscard]] constexpr auto names_of(finger) {
  return std::array{suregrasp::named_value{finger::soft, "soft_rubber", "soft"},
                    suregrasp::named_value{finger::hard, "hard"}};
}

struct gripper {
  double opening = 0.08;
  finger kind = finger::soft;
  friend bool operator==(gripper const&, gripper const&) = default;

  static constexpr auto fields(auto list) {
    using suregrasp::field;
    return list(field{"opening", &gripper::opening, "Widest opening", "m"}.above(0),
                field{"kind", &gripper::kind, "Plates of the fingers"});
  }
};

/// One field of every kind.
struct arm_options {
  std::string name = "left";
  std::int64_t steps = 100;
  double share = 0.5;
  float gain = 0.1F;
  bool careful = true;
  std::optional<double> limit{};
  std::vector<std::size_t> joints{1, 2};
  std::array<double, 2> base{0, 1};
  std::filesystem::path log = "arm.log";
  gripper hand{};
  std::uint16_t port = 32;
  std::string mode = "slow";
  friend bool operator==(arm_options const&, arm_options const&) = default;

  static constexpr auto fields(auto list) {
    using suregrasp::field;
    using o = arm_options;
    return list(field{"name", &o::name, "Name of the arm"}.required(),
                field{"steps", &o::steps, "Steps to take"}.above(0), field{"share", &o::share, "Share"}.between(0, 1),
                field{"gain", &o::gain, "Gain"}, field{"careful", &o::careful}.typed_as("!--hasty", "Do not look"),
                field{"limit", &o::limit, "Limit", "rad"}.at_least(0),
                field{"joints", &o::joints, "Joints to move"}.at_least(1).separated_by(','),
                field{"base", &o::base}.not_offered(), field{"log", &o::log, "File to write"}, field{"hand", &o::hand},
                field{"port", &o::port, "Port"}.above(0).multiple_of(32),
                field{"mode", &o::mode, "Pace"}.one_of("slow, fast"));
  }
};

/// A struct whose first member stands for its fields.
struct held_object {
  gripper by{};
  double mass = 0.25;
  friend bool operator==(held_object const&, held_object const&) = default;

  static constexpr auto fields(auto list) {
    using suregrasp::field;
    return list(field{"by", &held_object::by}.inlined(), field{"mass", &held_object::mass, "", "kg"});
  }
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_UNIT_CORE_ARM_OPTIONS_HPP
