#include "module.hpp"

#include <nanobind/stl/optional.h>

#include <optional>
#include <suregrasp/metrics/conformal_interval.hpp>

#include "arrays.hpp"

namespace suregrasp::python {

namespace {

std::optional<conformal_calibration> calibrated(nb::handle errors_given, nb::handle uncertainties_given,
                                                double coverage, double offset) {
  auto const errors = doubles(errors_given, "errors"), uncertainties = doubles(uncertainties_given, "uncertainties");
  nb::gil_scoped_release const others_run;
  return calibrate_intervals(errors, uncertainties, {.coverage = coverage, .offset = offset});
}

nb::object half_widths(conformal_calibration const& calibration, nb::handle given) {
  auto widths = doubles(given, "uncertainties");
  for (double& each : widths) each = calibration.half_width(each);
  auto const count = widths.size();
  return to_numpy(std::move(widths), {count});
}

nb::object intervals(conformal_calibration const& calibration, nb::handle predicted_given,
                     nb::handle uncertainties_given) {
  auto const predicted = doubles(predicted_given, "predicted"), u = doubles(uncertainties_given, "uncertainties");
  if (predicted.size() != u.size())
    throw shape_error("shape.conformal", "uncertainties: expected one a prediction, " +
                                             std::to_string(predicted.size()) + ", got " + std::to_string(u.size()));
  std::vector<double> low, high;
  for (std::size_t i = 0; i < u.size(); ++i) {
    auto const found = conformal_interval(calibration, predicted[i], u[i]);
    low.push_back(found.low);
    high.push_back(found.high);
  }
  return nb::make_tuple(to_numpy(std::move(low), {u.size()}), to_numpy(std::move(high), {u.size()}));
}

}  // namespace

void add_conformal(nb::module_& m) {
  using namespace nb::literals;
  using c = conformal_calibration;
  nb::class_<c>(m, "ConformalCalibration", "What labelled data says of how far errors reach for their M_uc.")
      .def_ro("quantile", &c::quantile, "Of error / (sqrt(M_uc) + offset).")
      .def_ro("offset", &c::offset)
      .def_ro("coverage", &c::coverage, "Promised.")
      .def_ro("calibrated", &c::calibrated, "Errors that were looked at.")
      .def("half_width", &half_widths, "uncertainties"_a,
           nb::sig("def half_width(self, uncertainties: suregrasp.arrays.Array) -> numpy.ndarray"),
           "Half the widths of the intervals of predictions of these M_uc `[N]`, in the unit of the errors.");
  m.def(
      "calibrate_intervals", &calibrated, "errors"_a, "uncertainties"_a, nb::kw_only(), "coverage"_a = 0.9,
      "offset"_a = 0.3,
      nb::sig("def calibrate_intervals(errors: suregrasp.arrays.Array, uncertainties: suregrasp.arrays.Array, *, "
              "coverage: float = 0.9, offset: float = 0.3) -> ConformalCalibration | None"),
      "Calibrates intervals by errors `[N]` and M_uc `[N]` of labelled predictions, so that the share `coverage` of "
      "further "
      "ones lies within theirs; None where they are too few.\n\nHolds for data drawn as the calibration set, one "
      "prediction an image. Raises MetricError `metrics.length`, `metrics.empty`, `metrics.not_a_number`, OptionError "
      "`option.conformal`.");
  m.def("conformal_interval", &intervals, "calibration"_a, "predicted"_a, "uncertainties"_a,
        nb::sig("def conformal_interval(calibration: ConformalCalibration, predicted: suregrasp.arrays.Array, "
                "uncertainties: suregrasp.arrays.Array) -> tuple[numpy.ndarray, numpy.ndarray]"),
        "Ends (low, high), each `[N]`, of the intervals about predicted values `[N]` of these M_uc `[N]`. Raises "
        "ShapeError `shape.conformal`.");
}

}  // namespace suregrasp::python
