#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>

#include <cmath>
#include <optional>
#include <string>
#include <suregrasp/core/impl/in_parts.hpp>
#include <suregrasp/metrics/paired_comparison.hpp>
#include <suregrasp/metrics/proportion.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <suregrasp/metrics/risk_control.hpp>
#include <suregrasp/metrics/risk_coverage.hpp>

#include "arrays.hpp"
#include "module.hpp"

namespace suregrasp::python {

namespace {

using matches = std::vector<std::optional<rectangle_match<double>>>;

/// The best match of each predicted grasp among the labels.
matches matches_of(nb::handle predicted_given, nb::handle labels_given, rectangle_metric_options const& options,
                   int threads) {
  auto const predicted = grasp_list(predicted_given, "predicted"), labels = grasp_list(labels_given, "labels");
  nb::gil_scoped_release const others_run;
  matches found(predicted.size());
  auto const parts = detail::thread_parts(predicted.size(), threads);
  detail::in_parts(predicted.size(), parts, [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) found[i] = suregrasp::best_match(predicted[i], labels, options);
  });
  return found;
}

nb::object correct(nb::handle predicted, nb::handle labels, std::string const& dialect, std::optional<double> iou,
                   std::optional<double> angle, int threads) {
  auto const named = metric_dialect_named(dialect);
  double const above = iou.value_or(usual_overlap(named));
  std::vector<bool> result;
  for (auto const& best : matches_of(predicted, labels, {named, iou, angle}, threads))
    result.push_back(best && best->iou > above);
  return to_numpy_bools(result);
}

nb::object best_matches(nb::handle predicted, nb::handle labels, std::string const& dialect,
                        std::optional<double> angle, int threads) {
  auto const found = matches_of(predicted, labels, {metric_dialect_named(dialect), std::nullopt, angle}, threads);
  std::vector<std::int64_t> indices;
  std::vector<double> overlaps, angles;
  for (auto const& best : found) {
    indices.push_back(best ? static_cast<std::int64_t>(best->index) : -1);
    overlaps.push_back(best ? best->iou : 0);
    angles.push_back(best ? best->angle : std::nan(""));
  }
  auto const n = found.size();
  return nb::make_tuple(to_numpy(std::move(indices), {n}), to_numpy(std::move(overlaps), {n}),
                        to_numpy(std::move(angles), {n}));
}

/// One figure of every point of a curve, as an array.
nb::object column(risk_coverage_curve const& curve, double risk_coverage_point::*figure) {
  std::vector<double> values;
  for (auto const& point : curve.points) values.push_back(point.*figure);
  auto const count = values.size();
  return to_numpy(std::move(values), {count});
}

void add_rectangle_metric(nb::module_& m) {
  using namespace nb::literals;
  m.def("is_correct", &correct, "predicted"_a, "labels"_a, nb::kw_only(), "dialect"_a = "jaccard", "iou"_a = nb::none(),
        "angle"_a = nb::none(), "threads"_a = 1,
        nb::sig("def is_correct(predicted: suregrasp.arrays.Array, labels: suregrasp.arrays.Array, *, dialect: str = "
                "'jaccard', iou: float | None = None, angle: float | None = None, threads: int = 1) -> numpy.ndarray"),
        "The rectangle metric: whether each predicted grasp `[N, 5]` overlaps some label `[M, 5]` of its image by more "
        "than `iou`, with axes within `angle` radians: bools `[N]`.\n\nDialects: 'jaccard' (exact IoU above 0.25, 30 "
        "degrees: what the field reports), 'ivalab' (10 degrees), 'ggcnn' (painted pixels, labels' corners rounded), "
        "'cornell' (2011: share of the prediction above 0.5, angles not wrapped). Raises OptionError `option.dialect`, "
        "`option.threads`, GeometryError `geometry.not_finite`.");
  m.def("best_match", &best_matches, "predicted"_a, "labels"_a, nb::kw_only(), "dialect"_a = "jaccard",
        "angle"_a = nb::none(), "threads"_a = 1,
        nb::sig("def best_match(predicted: suregrasp.arrays.Array, labels: suregrasp.arrays.Array, *, dialect: str = "
                "'jaccard', angle: float | None = None, threads: int = 1) -> tuple[numpy.ndarray, numpy.ndarray, "
                "numpy.ndarray]"),
        "Of each predicted grasp `[N, 5]` the label `[M, 5]` of highest overlap among those whose axis is near enough: "
        "index (int64, -1 for none), overlap (0 for none), angle between the axes in radians (NaN for none), each "
        "`[N]`. Raises as `is_correct`.");
}

void add_proportion(nb::module_& m) {
  using namespace nb::literals;
  nb::class_<proportion>(m, "Proportion", "So many successes in so many trials, with what is known of the rate.")
      .def(
          "__init__",
          [](proportion* self, std::size_t successes, std::size_t trials) {
            if (successes > trials)
              throw option_error("option.proportion", "successes: expected at most the " + std::to_string(trials) +
                                                          " trials, got " + std::to_string(successes));
            new (self) proportion{successes, trials};
          },
          "successes"_a = 0, "trials"_a = 0, "Raises OptionError `option.proportion` for more successes than trials.")
      .def_static(
          "of",
          [](nb::handle outcomes) {
            proportion counted;
            for (bool const each : flags(outcomes, "outcomes")) counted.add(each);
            return counted;
          },
          "outcomes"_a, nb::sig("def of(outcomes: suregrasp.arrays.Array) -> Proportion"),
          "Counts outcomes, bools `[N]`.")
      .def_ro("successes", &proportion::successes)
      .def_ro("trials", &proportion::trials)
      .def_prop_ro("rate", &proportion::rate, "NaN without trials.")
      .def(
          "wilson",
          [](proportion const& p, double z) {
            auto const [low, high] = p.wilson(z);
            return std::pair(low, high);
          },
          "z"_a = 1.959963984540054, "Wilson's score interval (low, high) of the rate, by default of 95 %.")
      .def("__str__", &proportion::text)
      .def("__repr__",
           [](proportion const& p) {
             return "Proportion(" + std::to_string(p.successes) + ", " + std::to_string(p.trials) + ")";
           })
      .def(
          "__eq__", [](proportion const& a, proportion const& b) { return a == b; }, nb::is_operator(),
          nb::sig("def __eq__(self, other: object, /) -> bool"));
}

void add_comparison(nb::module_& m) {
  using namespace nb::literals;
  using c = paired_comparison;
  nb::class_<c>(m, "PairedComparison", "Two methods on the same cases: how often both, one or none succeeded.")
      .def_ro("both", &c::both)
      .def_ro("only_first", &c::only_first)
      .def_ro("only_second", &c::only_second)
      .def_ro("neither", &c::neither)
      .def_prop_ro("gain", &c::gain, "Success rate of the second minus that of the first.")
      .def_prop_ro("p_value", &c::p_value, "Two-sided p-value of McNemar's exact test.");
  m.def(
      "compare_paired",
      [](nb::handle first, nb::handle second) {
        return compare_paired(flags(first, "first"), flags(second, "second"));
      },
      "first"_a, "second"_a,
      nb::sig("def compare_paired(first: suregrasp.arrays.Array, second: suregrasp.arrays.Array) -> PairedComparison"),
      "Counts the outcomes, bools `[N]`, of two methods on the same cases in the same order.\n\nRaises MetricError "
      "`metrics.length`, `metrics.empty`.");
}

void add_risk_coverage(nb::module_& m) {
  using namespace nb::literals;
  using curve = risk_coverage_curve;
  nb::class_<curve>(m, "RiskCoverage", "How the mean error grows as less certain predictions are let in.")
      .def_prop_ro(
          "coverage", [](curve const& c) { return column(c, &risk_coverage_point::coverage); },
          nb::sig("def coverage(self) -> numpy.ndarray"), "Share of predictions kept, `[N]`.")
      .def_prop_ro(
          "uncertainty", [](curve const& c) { return column(c, &risk_coverage_point::uncertainty); },
          nb::sig("def uncertainty(self) -> numpy.ndarray"), "The largest uncertainty among them, `[N]`.")
      .def_prop_ro(
          "risk", [](curve const& c) { return column(c, &risk_coverage_point::risk); },
          nb::sig("def risk(self) -> numpy.ndarray"), "Their mean error, `[N]`.")
      .def_prop_ro("mean_error", &curve::mean_error, "Mean error of all predictions.")
      .def_prop_ro("area", &curve::area, "Mean of the risks: below `mean_error` where uncertainty knows something.")
      .def("risk_at", &curve::risk_at, "fraction"_a,
           "Mean error of the most certain fraction. Raises OptionError `metrics.fraction` outside of (0, 1].")
      .def("relative_risk_at", &curve::relative_risk_at, "fraction"_a, "The same as a multiple of `mean_error`.");
  m.def(
      "risk_coverage",
      [](nb::handle u, nb::handle e) { return risk_coverage(doubles(u, "uncertainties"), doubles(e, "errors")); },
      "uncertainties"_a, "errors"_a,
      nb::sig("def risk_coverage(uncertainties: suregrasp.arrays.Array, errors: suregrasp.arrays.Array) -> "
              "RiskCoverage"),
      "The risk-coverage curve of uncertainties `[N]` and errors `[N]`; equal uncertainties enter together.\n\nRaises "
      "MetricError `metrics.length`, `metrics.empty`, `metrics.not_a_number`.");
  m.def(
      "excess_area",
      [](nb::handle u, nb::handle e) { return excess_area(doubles(u, "uncertainties"), doubles(e, "errors")); },
      "uncertainties"_a, "errors"_a,
      nb::sig("def excess_area(uncertainties: suregrasp.arrays.Array, errors: suregrasp.arrays.Array) -> float"),
      "Area under the risk-coverage curve beyond that of the best order: 0 for a perfect ranking. Raises as "
      "`risk_coverage`.");
}

void add_risk_control(nb::module_& m) {
  using namespace nb::literals;
  using t = controlled_threshold;
  nb::class_<t>(m, "ControlledThreshold", "A threshold with its guarantee, and what the calibration data shows at it.")
      .def_ro("threshold", &t::threshold, "Keep predictions whose uncertainty is below it.")
      .def_ro("kept", &t::kept, "Calibration predictions below it.")
      .def_ro("failures", &t::failures, "Of them.")
      .def_ro("coverage", &t::coverage, "kept / all.");
  m.def(
      "control_risk",
      [](nb::handle uncertainties, nb::handle failed, double risk, double delta, std::int64_t candidates,
         bool risk_grows) {
        auto const u = doubles(uncertainties, "uncertainties");
        auto const f = flags(failed, "failed");
        risk_control_options const options{risk, delta, static_cast<std::size_t>(std::max<std::int64_t>(0, candidates)),
                                           risk_grows};
        nb::gil_scoped_release const others_run;
        return control_risk(u, f, options);
      },
      "uncertainties"_a, "failed"_a, nb::kw_only(), "risk"_a = 0.1, "delta"_a = 0.1, "candidates"_a = 10,
      "risk_grows"_a = false,
      nb::sig(
          "def control_risk(uncertainties: suregrasp.arrays.Array, failed: suregrasp.arrays.Array, *, risk: float = "
          "0.1, delta: float = 0.1, candidates: int = 10, risk_grows: bool = False) -> ControlledThreshold | None"),
      "The largest threshold on the uncertainty for which labelled data, uncertainties `[N]` and failures (bools) "
      "`[N]`, "
      "proves that at most the share `risk` of the predictions below it fails, but with probability `delta` over the "
      "draw of the data; None where nothing is proven.\n\nOne prediction an image, drawn as those met later. "
      "`risk_grows` takes for granted that the share of failures never falls with the threshold. Raises MetricError "
      "`metrics.length`, `metrics.empty`, `metrics.not_a_number`, OptionError `option.risk_control`.");
}

}  // namespace

void add_metrics(nb::module_& m) {
  add_rectangle_metric(m);
  add_proportion(m);
  add_comparison(m);
  add_risk_coverage(m);
  add_risk_control(m);
}

}  // namespace suregrasp::python
