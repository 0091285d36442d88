#ifndef SUREGRASP_METRICS_IMPL_NAMED_GRASP_HPP
#define SUREGRASP_METRICS_IMPL_NAMED_GRASP_HPP

#include <cmath>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <tuple>

namespace suregrasp::inline v2 {

/// A grasp from named numbers. `number(name)` is the number called so, nothing where there is none: `x`, `y`, `theta`
/// in radians or `theta_degrees`, counter-clockwise on the screen, `opening`, `jaw`.
///
/// Throws data_error `<errors>.field` (one is missing) and `<errors>.value` (one is not finite, a size below 0, or an
/// angle of a million radians), which begin with `where`.
template <class Number>
[[nodiscard]] grasp<double> named_grasp(Number const& number, std::string const& where, std::string const& errors) {
  grasp<double> g;
  auto const read = [&](auto const& field) {
    std::string const name(field.name);
    std::optional<double> given = number(name);
    if (!given && name == "theta") {
      given = number(std::string("theta_degrees"));
      if (given) given = radians(*given);
    }
    if (!given)
      throw data_error(errors + ".field",
                       where + ": expected x, y, theta (or theta_degrees), opening and jaw, there is no " + name);
    g.*field.member = *given;
  };
  with_fields<grasp<double>>([&](auto const&... each) { (read(each), ...); });
  constexpr double most_turned = 1e6;  // radians; beyond, no digits are left to say where it points
  if (!is_finite(g) || !(g.opening >= 0) || !(g.jaw >= 0) || std::abs(g.theta) > most_turned)
    throw data_error(errors + ".value", where + ": expected finite numbers, sizes of at least 0 and an angle below a " +
                                            "million radians, got opening " + std::to_string(g.opening) + ", jaw " +
                                            std::to_string(g.jaw) + ", x " + std::to_string(g.x) + ", y " +
                                            std::to_string(g.y) + ", theta " + std::to_string(g.theta));
  g.theta = axial_wrap(g.theta);
  return g;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_IMPL_NAMED_GRASP_HPP
