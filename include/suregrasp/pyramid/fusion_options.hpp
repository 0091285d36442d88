#ifndef SUREGRASP_PYRAMID_FUSION_OPTIONS_HPP
#define SUREGRASP_PYRAMID_FUSION_OPTIONS_HPP

#include <suregrasp/core/field.hpp>
#include <suregrasp/pyramid/uncertainty_scale.hpp>

namespace suregrasp::inline v2 {

/// How `fuse` averages, and the unit of each component in M_uc.
struct fusion_options {
  /// The deviation that counts as 1 in M_uc: theta in radians, sizes in standard deviations of their logarithm.
  uncertainty_scale scale = default_uncertainty_scale;
  /// Bring each head's angle vector to unit length first. Otherwise a head that is undecided between axes, whose vector
  /// is therefore short, weighs less in the mean and adds to the uncertainty.
  bool unit_heads = false;
  /// Bring each fused angle vector to unit length. Without it the targets of a mean teacher shrink from step to step.
  bool unit_angle = true;
  /// Eq. 8 and 9 as printed: arithmetic mean and variance of theta in radians and of opening and jaw in pixels, without
  /// units. Needs an encoding with the raw angle.
  bool literal = false;

  /// The unit of each component in M_uc: in the literal form none.
  [[nodiscard]] uncertainty_scale unit() const { return literal ? uncertainty_scale{1, 1, 1} : scale; }

  friend bool operator==(fusion_options const&, fusion_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(
        field{"scale", &fusion_options::scale}.not_offered(),
        field{"unit_heads", &fusion_options::unit_heads}.not_offered(),
        field{"unit_angle", &fusion_options::unit_angle}.not_offered(),
        field{"literal", &fusion_options::literal, "M_uc exactly as Eq. 8 and 9 print it: needs --angle raw"}.typed_as(
            "--literal-fusion"));
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_PYRAMID_FUSION_OPTIONS_HPP
