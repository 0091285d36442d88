#include <nanobind/stl/array.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>

#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>

#include "arrays.hpp"
#include "module.hpp"

namespace suregrasp::python {

namespace {

nb::object peaks(nb::handle given, double threshold, std::int64_t radius, std::int64_t max_count) {
  auto const heat = floats(given, "heat", {any, any}, "[H, W]");
  if (radius < 0 || max_count < 0)
    throw option_error("option.peaks", "radius, max_count: expected at least 0, got " + std::to_string(radius) +
                                           " and " + std::to_string(max_count));
  peak_options const options{threshold, static_cast<std::size_t>(radius), static_cast<std::size_t>(max_count)};
  std::vector<float> copy;
  if (heat.is_double()) copy.assign(heat.values<double>().begin(), heat.values<double>().end());
  auto const values = heat.is_double() ? std::span<float const>(copy) : heat.values<float>();
  std::vector<peak> found;
  {
    nb::gil_scoped_release const others_run;
    found = find_peaks(host_view<float const>(heat.shape(), values), options);
  }
  std::vector<std::int64_t> at;
  std::vector<float> heats;
  for (auto const& each : found) at.insert(at.end(), {each.x, each.y}), heats.push_back(each.heat);
  return nb::make_tuple(to_numpy(std::move(at), {found.size(), 2}), to_numpy(std::move(heats), {found.size()}));
}

using size_pair = std::pair<double, double>;

pose_encoding encoding_of(std::string const& angle, size_pair const& opening, size_pair const& jaw) {
  auto const code = value_named<angle_code>(angle);
  if (!code) throw option_error("option.angle", "angle: expected 'double_angle' or 'raw', got '" + angle + "'");
  if (!(opening.second > 0) || !(jaw.second > 0))
    throw option_error("option.encoding", "opening, jaw: expected deviations above 0, got " +
                                              std::to_string(opening.second) + " and " + std::to_string(jaw.second));
  return {*code, {opening.first, opening.second}, {jaw.first, jaw.second}};
}

nb::object encoded(pose_encoding const& code, nb::handle given) {
  std::vector<double> rows;
  auto const list = grasp_list(given, "grasps");
  for (auto const& g : list) {
    auto const row = code.encode(g);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  return to_numpy(std::move(rows), {list.size(), static_cast<std::size_t>(code.columns())});
}

nb::object decoded(pose_encoding const& code, nb::handle rows_given, nb::handle centres_given) {
  auto const letters = "[M, " + std::to_string(code.columns()) + "]";
  auto const rows = floats(rows_given, "rows", {any, code.columns()}, letters.c_str());
  auto const centres = floats(centres_given, "centres", {rows.extent(0), 2}, "[M, 2] of x, y, one a row");
  auto const columns = static_cast<std::size_t>(code.columns());
  std::vector<grasp<double>> list;
  by_dtype(rows, [&](auto zero) {
    auto const values = rows.values<decltype(zero)>();
    by_dtype(centres, [&](auto other_zero) {
      auto const at = centres.values<decltype(other_zero)>();
      for (std::size_t i = 0; i < values.size() / columns; ++i)
        list.push_back(code.decode(values.subspan(i * columns, columns), {at[2 * i], at[2 * i + 1]}));
    });
  });
  return to_numpy(list);
}

nb::object fused(nb::sequence const& given, pose_encoding const& code, std::array<double, 3> const& scale,
                 bool unit_heads, bool unit_angle, bool literal) {
  std::vector<array_argument> heads;
  auto const letters = "[M, " + std::to_string(code.columns()) + "]";
  for (auto const head : given) {
    auto const name = "heads[" + std::to_string(heads.size()) + "]";
    heads.push_back(floats(head, name.c_str(), {any, code.columns()}, letters.c_str()));
    (void)heads.back().of_dtype_of(heads.front()).of_shape({heads.front().extent(0), code.columns()}, "of heads[0]");
  }
  for (double const unit : scale)
    if (!(unit > 0)) throw option_error("option.scale", "scale: expected units above 0, got " + std::to_string(unit));
  fusion_options const options{{scale[0], scale[1], scale[2]}, unit_heads, unit_angle, literal};
  if (heads.empty()) throw option_error("fusion.no_heads", "heads: expected at least one array, got none");
  return by_dtype(heads.front(), [&](auto zero) {
    using T = decltype(zero);
    std::vector<std::span<T const>> votes;
    for (auto const& head : heads) votes.push_back(head.values<T>());
    std::vector<T> mean, variance, uncertainty;
    {
      nb::gil_scoped_release const others_run;
      pose_fuser<T> fuser(code, options);
      auto const result = fuser.fuse(votes);
      mean.assign(result.mean.begin(), result.mean.end());
      variance.assign(result.variance.begin(), result.variance.end());
      uncertainty.assign(result.uncertainty.begin(), result.uncertainty.end());
    }
    auto const m = static_cast<std::size_t>(heads.front().extent(0));
    return nb::object(nb::make_tuple(to_numpy(std::move(mean), {m, static_cast<std::size_t>(code.columns())}),
                                     to_numpy(std::move(variance), {m, 3}), to_numpy(std::move(uncertainty), {m})));
  });
}

}  // namespace

void add_pyramid(nb::module_& m) {
  using namespace nb::literals;
  m.def(
      "find_peaks", &peaks, "heat"_a, nb::kw_only(), "threshold"_a = 0.3, "radius"_a = 8, "max_count"_a = 50,
      nb::sig("def find_peaks(heat: suregrasp.arrays.Array, *, threshold: float = 0.3, radius: int = 8, max_count: int "
              "= 50) -> tuple[numpy.ndarray, numpy.ndarray]"),
      "Peaks of a heatmap `[H, W]`, hottest first: locations x, y (int64) `[K, 2]` and heat (float32) `[K]`.\n\nA peak "
      "has at least the heat `threshold` and nothing hotter within `radius` pixels in either direction; equally hot "
      "pixels that touch are one, at their middle. Computes in float32: a float64 map is copied. Raises ArrayError, "
      "OptionError `option.peaks`.");

  nb::class_<pose_encoding>(
      m, "PoseEncoding",
      "How theta, opening and jaw are the P numbers that a head of a network regresses: the angle as "
      "(cos 2 theta, sin 2 theta), P = 4, or raw, P = 3; sizes as (log size - mean) / deviation.")
      .def(
          "__init__",
          [](pose_encoding* self, std::string const& angle, size_pair const& opening, size_pair const& jaw) {
            new (self) pose_encoding(encoding_of(angle, opening, jaw));
          },
          "angle"_a = "double_angle", "opening"_a = size_pair(0, 1), "jaw"_a = size_pair(0, 1),
          nb::sig("def __init__(self, angle: str = 'double_angle', opening: tuple[float, float] = (0, 1), jaw: "
                  "tuple[float, float] = (0, 1)) -> None"),
          "`opening` and `jaw`: mean and deviation of the logarithm of the size in pixels. Raises OptionError "
          "`option.angle`, `option.encoding`.")
      .def_static(
          "fitted",
          [](nb::handle given, std::string const& angle) {
            return pose_encoding::fitted(grasp_list(given, "grasps"), encoding_of(angle, {0, 1}, {0, 1}).angle);
          },
          "grasps"_a, "angle"_a = "double_angle",
          nb::sig("def fitted(grasps: suregrasp.arrays.Array, angle: str = 'double_angle') -> PoseEncoding"),
          "The encoding in which the sizes of grasps `[N, 5]` have mean 0 and deviation 1.")
      .def_prop_ro("columns", &pose_encoding::columns, "P.")
      .def_prop_ro("opening",
                   [](pose_encoding const& c) { return size_pair(c.opening.log_mean, c.opening.log_deviation); })
      .def_prop_ro("jaw", [](pose_encoding const& c) { return size_pair(c.jaw.log_mean, c.jaw.log_deviation); })
      .def("encode", &encoded, "grasps"_a, nb::sig("def encode(self, grasps: suregrasp.arrays.Array) -> numpy.ndarray"),
           "Rows (float64) `[N, P]` of grasps `[N, 5]`.")
      .def("decode", &decoded, "rows"_a, "centres"_a,
           nb::sig("def decode(self, rows: suregrasp.arrays.Array, centres: suregrasp.arrays.Array) -> numpy.ndarray"),
           "Grasps (float64) `[M, 5]` of rows `[M, P]` at centres x, y `[M, 2]`.");
  m.def(
      "fuse", &fused, "heads"_a, "encoding"_a, nb::kw_only(), "scale"_a = std::array<double, 3>{0.3, 1, 1},
      "unit_heads"_a = false, "unit_angle"_a = true, "literal"_a = false,
      nb::sig("def fuse(heads: collections.abc.Sequence[suregrasp.arrays.Array], encoding: PoseEncoding, *, scale: "
              "tuple[float, float, float] = (0.3, 1.0, 1.0), unit_heads: bool = False, unit_angle: bool = True, "
              "literal: bool = False) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]"),
      "Fuses what several heads regress at M locations, `[M, P]` each: the mean `[M, P]` (Eq. 8), the variances of "
      "theta, "
      "opening and jaw `[M, 3]`, and the uncertainty M_uc `[M]` (Eq. 9), which ranks grasps.\n\nAngles are averaged as "
      "axes; `scale` is the deviation of theta (radians), opening and jaw (of the encoding) that counts as 1 in M_uc. "
      "`literal`: Eq. 8 and 9 as printed, radians and pixels. Raises ArrayError, OptionError `fusion.no_heads`, "
      "`fusion.literal`, `option.scale`.");
}

}  // namespace suregrasp::python
