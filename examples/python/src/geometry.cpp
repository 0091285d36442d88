#include <cstdint>
#include <limits>
#include <numbers>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/axial_mean.hpp>
#include <suregrasp/geometry/host_iou.hpp>
#include <suregrasp/geometry/rotated_suppression.hpp>

#include "arrays.hpp"
#include "module.hpp"

namespace suregrasp::python {

namespace {

/// Throws `array_error` `array.shape` unless both have as many rows.
void require_as_many(array_argument const& b, array_argument const& a, std::initializer_list<std::int64_t> shape) {
  auto const letters = "as many rows as " + a.name() + ", " + std::to_string(a.extent(0));
  (void)b.of_shape(shape, letters.c_str());
}

nb::object iou_pairs(nb::handle a_given, nb::handle b_given, int threads) {
  auto const a = grasps(a_given, "a"), b = grasps(b_given, "b");
  (void)b.of_dtype_of(a);
  require_as_many(b, a, {a.extent(0), 5});
  return by_dtype(a, [&](auto zero) {
    using T = decltype(zero);
    std::vector<T> found;
    {
      nb::gil_scoped_release const others_run;
      found = host_iou_pairs<T>(a.values<T>(), b.values<T>(), {.threads = threads});
    }
    return to_numpy(std::move(found), {static_cast<std::size_t>(a.extent(0))});
  });
}

nb::object iou_matrix(nb::handle a_given, nb::handle b_given, int threads) {
  auto const a = grasps(a_given, "a"), b = grasps(b_given, "b");
  (void)b.of_dtype_of(a);
  return by_dtype(a, [&](auto zero) {
    using T = decltype(zero);
    std::vector<T> found;
    {
      nb::gil_scoped_release const others_run;
      found = host_iou_matrix<T>(a.values<T>(), b.values<T>(), {.threads = threads});
    }
    return to_numpy(std::move(found), {static_cast<std::size_t>(a.extent(0)), static_cast<std::size_t>(b.extent(0))});
  });
}

nb::object suppression(nb::handle grasps_given, nb::handle scores_given, double iou, double angle, std::int64_t limit) {
  auto const all = grasps(grasps_given, "grasps");
  auto const scores = floats(scores_given, "scores", {any}, "[N]");
  (void)scores.of_dtype_of(all);
  require_as_many(scores, all, {all.extent(0)});
  auto const most = limit < 0 ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(limit);
  return by_dtype(all, [&](auto zero) {
    using T = decltype(zero);
    std::vector<std::int64_t> kept;
    {
      nb::gil_scoped_release const others_run;
      std::vector<grasp<T>> list;
      for (std::size_t i = 0; i < all.size() / 5; ++i) list.push_back(row(all.values<T>(), i));
      rotated_suppressor<T> suppressor;
      auto const found = suppressor.find(list, scores.values<T>(), {.iou = iou, .angle = angle, .limit = most});
      kept.assign(found.begin(), found.end());
    }
    auto const count = kept.size();
    return to_numpy(std::move(kept), {count});
  });
}

nb::object mean_axis(nb::handle angles_given, nb::handle weights_given) {
  auto const angles = doubles(angles_given, "angles");
  auto const weights = weights_given.is_none() ? std::vector<double>() : doubles(weights_given, "weights");
  if (!weights_given.is_none() && weights.size() != angles.size())
    throw shape_error("shape.axial_mean", "weights: expected one an angle, " + std::to_string(angles.size()) +
                                              ", got " + std::to_string(weights.size()));
  return nb::cast(axial_mean(angles, weights));
}

nb::object axial_distances(nb::handle a_given, nb::handle b_given) {
  auto const a = floats(a_given, "a", {any}, "[N]"), b = floats(b_given, "b", {any}, "[N]");
  (void)b.of_dtype_of(a);
  require_as_many(b, a, {a.extent(0)});
  return by_dtype(a, [&](auto zero) {
    using T = decltype(zero);
    std::vector<T> distances;
    for (std::size_t i = 0; i < a.size(); ++i) distances.push_back(axial_distance(a.values<T>()[i], b.values<T>()[i]));
    return to_numpy(std::move(distances), {a.size()});
  });
}

nb::object wrapped(nb::handle angles_given) {
  auto const angles = floats(angles_given, "angles", {any}, "[N]");
  return by_dtype(angles, [&](auto zero) {
    using T = decltype(zero);
    std::vector<T> result;
    for (T const angle : angles.values<T>()) result.push_back(axial_wrap(angle));
    return to_numpy(std::move(result), {angles.size()});
  });
}

}  // namespace

void add_geometry(nb::module_& m) {
  using namespace nb::literals;
  using statistics = axial_statistics<double>;
  nb::class_<statistics>(m, "AxialStatistics", "Mean and spread of a set of axes.")
      .def_ro("direction", &statistics::direction, "The mean axis, radians in [-pi/2, pi/2).")
      .def_ro("resultant", &statistics::resultant, "1 for one common axis, 0 where no axis is preferred.")
      .def_ro("variance", &statistics::variance, "Mean square of the angle to `direction`, rad^2.");
  m.def(
      "iou_pairs", &iou_pairs, "a"_a, "b"_a, nb::kw_only(), "threads"_a = 1,
      nb::sig("def iou_pairs(a: suregrasp.arrays.Array, b: suregrasp.arrays.Array, *, threads: int = 1) -> "
              "numpy.ndarray"),
      "Intersection over union of grasp i of `a` `[N, 5]` and grasp i of `b` `[N, 5]`: `[N]`, in [0, 1].\n\n"
      "Rows are x, y, theta, opening, jaw: pixels and radians, counter-clockwise as seen. Exactly 1 for equal grasps, "
      "the same bits for both orders; errs by at most 1e-12 in float64, 2e-5 in float32. Both arrays have one dtype, "
      "which is the result's. Raises ArrayError, GeometryError `geometry.not_finite`, OptionError `option.threads`.");
  m.def("iou_matrix", &iou_matrix, "a"_a, "b"_a, nb::kw_only(), "threads"_a = 1,
        nb::sig("def iou_matrix(a: suregrasp.arrays.Array, b: suregrasp.arrays.Array, *, threads: int = 1) -> "
                "numpy.ndarray"),
        "Intersection over union of each grasp of `a` `[N, 5]` with each of `b` `[M, 5]`: `[N, M]`.\n\n"
        "Otherwise as `iou_pairs`.");
  m.def("rotated_suppression", &suppression, "grasps"_a, "scores"_a, nb::kw_only(), "iou"_a = 0.5,
        "angle"_a = std::numbers::pi / 6, "limit"_a = -1,
        nb::sig("def rotated_suppression(grasps: suregrasp.arrays.Array, scores: suregrasp.arrays.Array, *, iou: float "
                "= 0.5, angle: float = 0.5235987755982988, limit: int = -1) -> numpy.ndarray"),
        "Greedy non-maximum suppression of grasps `[N, 5]` by scores `[N]`: indices (int64) of those kept, best "
        "first.\n\n"
        "One is dropped where a kept one overlaps it by more than `iou` and their axes differ by at most `angle` "
        "radians; pi / 2 or more leaves the angle out. Stops after `limit`, where that is not below 0. Raises "
        "ArrayError, GeometryError `geometry.not_finite` and `geometry.score_not_a_number`.");
  m.def("axial_mean", &mean_axis, "angles"_a, "weights"_a = nb::none(),
        nb::sig("def axial_mean(angles: suregrasp.arrays.Array, weights: suregrasp.arrays.Array | None = None) -> "
                "AxialStatistics"),
        "Mean axis and spread of angles `[N]`, radians of period pi, each counted `weights` `[N]` times.\n\n"
        "Raises ArrayError, ShapeError `shape.axial_mean`, GeometryError `geometry.axial_mean` for an empty set, a "
        "weight below 0 or values that are not finite.");
  m.def("axial_distance", &axial_distances, "a"_a, "b"_a,
        nb::sig("def axial_distance(a: suregrasp.arrays.Array, b: suregrasp.arrays.Array) -> numpy.ndarray"),
        "Angle between axes `a` `[N]` and `b` `[N]`, radians in [0, pi/2]: 89 and -89 degrees are 2 degrees apart.");
  m.def("axial_wrap", &wrapped, "angles"_a, nb::sig("def axial_wrap(angles: suregrasp.arrays.Array) -> numpy.ndarray"),
        "Angles `[N]` brought into [-pi/2, pi/2), radians of period pi.");
}

}  // namespace suregrasp::python
