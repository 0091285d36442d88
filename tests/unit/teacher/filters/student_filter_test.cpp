#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/teacher/filters/student_filter.hpp>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <vector>

#include "unit/teacher/slope_task.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using list = std::vector<double>;

TEST_CASE("student_filter: a teacher that is more certain than the student is believed") {
  double const unknown = std::nan("");
  more_certain_than_student const filter{0.5};
  CHECK(filter(list{1, 1, 0, unknown, 3}, list{2, 1.9, 0, 1, unknown}) == list{1, 0, 1, 0, 1});
  CHECK(filter(list{1, 2}, list{}) == list{1, 1});
}

TEST_CASE("student_filter: the answer does not depend on the unit") {
  list const teacher{0.3, 0.7, 1.1}, student{0.4, 0.6, 1.2};
  list scaled_teacher, scaled_student;
  for (double const u : teacher) scaled_teacher.push_back(1000 * u);
  for (double const u : student) scaled_student.push_back(1000 * u);
  more_certain_than_student const filter{};
  CHECK(filter(scaled_teacher, scaled_student) == filter(teacher, student));
}

TEST_CASE("student_filter: in a mean teacher it sees both") {
  mean_teacher loop(counting_backend{}, slope_model(0.5), slope_task{}, loss_descent{}, more_certain_than_student{1});
  auto const first = loop.step({2, 4}, {1, 2}, random_stream(1));
  CHECK(first.pass_rate == 1);  // both are one model still: as certain
  mean_teacher strict(counting_backend{}, slope_model(0.5), slope_task{}, loss_descent{},
                      more_certain_than_student{0.5});
  CHECK(strict.step({2, 4}, {1, 2}, random_stream(1)).pass_rate == 0);
}
