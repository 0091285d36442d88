#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <suregrasp/core/impl/in_parts.hpp>
#include <suregrasp/core/impl/lerp_values.hpp>
#include <suregrasp/teacher/filters/adaptive_threshold.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/filters/soft_weight.hpp>
#include <suregrasp/teacher/filters/student_filter.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <tuple>

#include "arrays.hpp"
#include "errors.hpp"
#include "module.hpp"

namespace suregrasp::python {

namespace {

/// One array of the teacher and where it moves to.
struct moved_array {
  array_argument teacher, student;
  void* values;
};

std::string at(char const* list, std::size_t i) { return std::string(list) + "[" + std::to_string(i) + "]"; }

moved_array moved(nb::handle teacher_given, nb::handle student_given, std::size_t i) {
  array_argument teacher(teacher_given, at("teacher", i));
  array_argument student(student_given, at("student", i));
  auto const like_the_other = "of " + teacher.name() + ", " + to_string(teacher.shape());
  if (student.shape() != teacher.shape())
    throw array_error("array.shape", student.name() + ": expected the shape " + like_the_other + ", got " +
                                         to_string(student.shape()));
  (void)student.of_dtype_of(teacher);
  bool const counter = teacher.dtype().code <= static_cast<std::uint8_t>(nb::dlpack::dtype_code::UInt);
  if (!counter) (void)teacher.of_floats();
  auto* const values = writable(teacher_given, teacher);
  return {std::move(teacher), std::move(student), values};
}

/// Each memory of the teacher once. Throws `model_error` `model.tied` and `model.overlap`.
std::vector<moved_array> each_memory_once(std::vector<moved_array> all) {
  std::ranges::stable_sort(all, [](moved_array const& a, moved_array const& b) { return a.values < b.values; });
  std::vector<moved_array> once;
  for (auto& each : all) {
    if (each.teacher.bytes() == 0) continue;
    if (!once.empty()) {
      auto const& before = once.back();
      auto const gap = static_cast<std::byte*>(each.values) - static_cast<std::byte*>(before.values);
      if (gap == 0 && each.teacher.bytes() == before.teacher.bytes()) {
        if (each.student.data() == before.student.data()) continue;
        throw model_error("model.tied", before.teacher.name() + " and " + each.teacher.name() +
                                            " are one array in the teacher and two in the student");
      }
      if (gap < static_cast<std::ptrdiff_t>(before.teacher.bytes()))
        throw model_error("model.overlap", before.teacher.name() + " and " + each.teacher.name() +
                                               " share a part of their memory: expected all of it or none");
    }
    once.push_back(std::move(each));
  }
  return once;
}

/// Moves a part of one array.
void move_part(moved_array const& each, std::size_t begin, std::size_t end, double alpha) {
  auto const part = [&](auto zero) {
    using T = decltype(zero);
    detail::lerp_values(static_cast<T*>(each.values) + begin, static_cast<T const*>(each.student.data()) + begin,
                        end - begin, 1 - alpha);
  };
  if (each.teacher.is_double()) return part(double{});
  if (each.teacher.is_float()) return part(float{});
  auto const width = each.teacher.bytes() / each.teacher.size();
  std::memmove(static_cast<std::byte*>(each.values) + begin * width,
               static_cast<std::byte const*>(each.student.data()) + begin * width, (end - begin) * width);
}

void ema_update_arrays(nb::sequence const& teacher, nb::sequence const& student, double alpha, int threads) {
  require_valid_average(alpha);
  if (nb::len(teacher) != nb::len(student))
    throw model_error("model.structure", "student: expected as many arrays as the teacher has, " +
                                             std::to_string(nb::len(teacher)) + ", got " +
                                             std::to_string(nb::len(student)));
  std::vector<moved_array> all;
  for (std::size_t i = 0; i < nb::len(teacher); ++i) all.push_back(moved(teacher[i], student[i], i));
  all = each_memory_once(std::move(all));
  nb::gil_scoped_release const others_run;
  for (auto const& each : all) {
    constexpr std::size_t block = 32768;
    auto const count = each.teacher.size();
    auto const parts = detail::thread_parts((count + block - 1) / block, threads);
    detail::in_parts(count, parts,
                     [&](std::size_t, std::size_t begin, std::size_t end) { move_part(each, begin, end, alpha); });
  }
}

nb::object as_array(std::vector<double> weights) {
  auto const count = weights.size();
  return to_numpy(std::move(weights), {count});
}

/// Binds a filter: called with uncertainties, it gives their weights.
template <class Filter>
nb::class_<Filter> filter_class(nb::module_& m, char const* name, char const* about) {
  using namespace nb::literals;
  nb::class_<Filter> bound(m, name, about);
  bound.def(
      "__call__",
      [](Filter& filter, nb::handle uncertainties) {
        return as_array(filter(doubles(uncertainties, "uncertainties")));
      },
      "uncertainties"_a, nb::sig("def __call__(self, uncertainties: suregrasp.arrays.Array) -> numpy.ndarray"),
      "Weights (float64) `[N]` in [0, 1] of predictions of these uncertainties `[N]`.");
  if constexpr (threshold_filter<Filter>) bound.def_prop_ro("threshold", &Filter::threshold, "The T in force.");
  if constexpr (remembering_filter<Filter>) {
    bound.def("state", &Filter::state, "What it remembers, for a checkpoint.");
    bound.def("load", &Filter::load, "state"_a, "Restores what `state` gave.");
  }
  return bound;
}

double share_of(double share, char const* name) {
  if (share >= 0 && share <= 1) return share;
  throw option_error("option.share", std::string(name) + ": expected a share in [0, 1], got " + std::to_string(share));
}

double positive(double value, char const* name) {
  if (value > 0) return value;
  throw option_error("option.positive",
                     std::string(name) + ": expected a number above 0, got " + std::to_string(value));
}

void add_thresholds(nb::module_& m) {
  using namespace nb::literals;
  filter_class<keep_all>(m, "KeepAll", "Keeps everything: the original mean teacher.").def(nb::init<>());
  filter_class<keep_none>(m, "KeepNone", "Keeps nothing: training on labelled samples alone.").def(nb::init<>());
  filter_class<fixed_threshold>(m, "FixedThreshold", "Keeps uncertainties below a fixed T (Eq. 12); a NaN never.")
      .def(
          "__init__", [](fixed_threshold* self, double t) { new (self) fixed_threshold{t}; }, "threshold"_a)
      .def_ro("threshold", &fixed_threshold::threshold);
  filter_class<running_quantile>(m, "RunningQuantile",
                                 "Keeps about a share: T is that quantile of the last `window` uncertainties.")
      .def(
          "__init__",
          [](running_quantile* self, double share, std::size_t window) {
            new (self) running_quantile{share_of(share, "share"), window};
          },
          "share"_a = 0.5, "window"_a = 256, "Raises OptionError `option.share`.");
  filter_class<smoothed_quantile>(m, "SmoothedQuantile", "T is a moving average of the batches' own quantiles.")
      .def(
          "__init__",
          [](smoothed_quantile* self, double share, double smoothing) {
            new (self) smoothed_quantile{share_of(share, "share"), share_of(smoothing, "smoothing")};
          },
          "share"_a = 0.5, "smoothing"_a = 0.9, "Raises OptionError `option.share`.");
  filter_class<target_coverage>(m, "TargetCoverage", "Steers T so that in the long run the wanted share passes.")
      .def(
          "__init__",
          [](target_coverage* self, double coverage, double rate) {
            new (self) target_coverage{share_of(coverage, "coverage"), positive(rate, "rate")};
          },
          "coverage"_a = 0.5, "rate"_a = 0.1, "Raises OptionError `option.share`, `option.positive`.");
}

void add_weights(nb::module_& m) {
  using namespace nb::literals;
  filter_class<exponential_weight>(m, "ExponentialWeight", "exp(-u / scale).")
      .def(
          "__init__", [](exponential_weight* self, double s) { new (self) exponential_weight{positive(s, "scale")}; },
          "scale"_a = 1.0, "Raises OptionError `option.positive`.");
  filter_class<sigmoid_weight>(m, "SigmoidWeight", "1 / (1 + exp((u - centre) / width)).")
      .def(
          "__init__",
          [](sigmoid_weight* self, double centre, double width) {
            new (self) sigmoid_weight{centre, positive(width, "width")};
          },
          "centre"_a = 1.0, "width"_a = 0.1, "Raises OptionError `option.positive`.");
  filter_class<inverse_variance_weight>(m, "InverseVarianceWeight", "scale / (scale + u).")
      .def(
          "__init__",
          [](inverse_variance_weight* self, double s) { new (self) inverse_variance_weight{positive(s, "scale")}; },
          "scale"_a = 1.0, "Raises OptionError `option.positive`.");
  using against_student = more_certain_than_student;
  nb::class_<against_student>(
      m, "MoreCertainThanStudent",
      "Keeps predictions of which the teacher is more certain than the student: u <= margin u_s.")
      .def(
          "__init__", [](against_student* self, double margin) { new (self) against_student{margin}; },
          "margin"_a = 1.0)
      .def(
          "__call__",
          [](against_student const& filter, nb::handle teacher_given, nb::handle student_given) {
            auto const teacher = doubles(teacher_given, "teacher"), student = doubles(student_given, "student");
            if (teacher.size() != student.size())
              throw shape_error("shape.student_filter", "student: expected one uncertainty a prediction, " +
                                                            std::to_string(teacher.size()) + ", got " +
                                                            std::to_string(student.size()));
            return as_array(filter(teacher, student));
          },
          "teacher"_a, "student"_a,
          nb::sig("def __call__(self, teacher: suregrasp.arrays.Array, student: suregrasp.arrays.Array) -> "
                  "numpy.ndarray"),
          "Weights `[N]` from the teacher's uncertainties `[N]` and the student's `[N]`; a student's NaN says that it "
          "has "
          "none. Raises ShapeError `shape.student_filter`.");
}

}  // namespace

void add_teacher(nb::module_& m) {
  using namespace nb::literals;
  m.def(
      "ema_update", &ema_update_arrays, "teacher"_a, "student"_a, "alpha"_a, nb::kw_only(), "threads"_a = 1,
      nb::sig("def ema_update(teacher: collections.abc.Sequence[suregrasp.arrays.Array], student: "
              "collections.abc.Sequence[suregrasp.arrays.Array], alpha: float, *, threads: int = 1) -> None"),
      "Moves the teacher's arrays in place: teacher = alpha teacher + (1 - alpha) student (Eq. 10).\n\nBoth are lists "
      "of "
      "as many arrays, of the same shapes and dtypes. float32 and float64 are averaged, integers (counters) copied; an "
      "array that comes twice moves once. Nothing moves where an array is refused. Raises ArrayError (also "
      "`array.read_only`), ModelError `model.structure`, `model.tied`, `model.overlap`, OptionError `teacher.alpha`.");
  add_thresholds(m);
  add_weights(m);
  m.def(
      "first_accepted",
      [](nb::handle weights, std::size_t slots) {
        return as_array(first_accepted(doubles(weights, "weights"), slots));
      },
      "weights"_a, "slots"_a,
      nb::sig("def first_accepted(weights: suregrasp.arrays.Array, slots: int) -> numpy.ndarray"),
      "Weights `[N]` of which the first `slots` positive ones stay and all others are 0: fills a batch from more "
      "candidates than it has slots.");
}

}  // namespace suregrasp::python
