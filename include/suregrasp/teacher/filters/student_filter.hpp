#ifndef SUREGRASP_TEACHER_FILTERS_STUDENT_FILTER_HPP
#define SUREGRASP_TEACHER_FILTERS_STUDENT_FILTER_HPP

#include <cmath>
#include <concepts>
#include <cstddef>
#include <span>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

/// Filters that hold the teacher's uncertainty against the student's own.
namespace suregrasp::inline v2 {

/// A rule that gives each prediction a weight in [0, 1] from the teacher's uncertainty and the student's about the same
/// sample. A student's NaN says that it has none.
template <class F>
concept student_filter = requires(F filter, std::span<double const> teacher, std::span<double const> student) {
  { filter(teacher, student) } -> std::same_as<std::vector<double>>;
};

/// Keeps predictions of which the teacher is more certain than the student: `u <= margin * u_student`. Needs no scale:
/// both uncertainties may be in any unit. A sample about which the student is as certain has little to teach; one about
/// which it is more certain, only errors. Where the student has no uncertainty, all are kept; a teacher's NaN never.
struct more_certain_than_student {
  double margin = 1;

  [[nodiscard]] std::vector<double> operator()(std::span<double const> teacher, std::span<double const> student) const {
    std::vector<double> weights;
    for (std::size_t i = 0; i < teacher.size(); ++i) {
      bool const known = i < student.size() && !std::isnan(student[i]);
      weights.push_back(!std::isnan(teacher[i]) && (!known || teacher[i] <= margin * student[i]) ? 1.0 : 0.0);
    }
    return weights;
  }
};

static_assert(student_filter<more_certain_than_student>);

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_FILTERS_STUDENT_FILTER_HPP
