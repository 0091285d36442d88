#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/geometry/affine_map.hpp>
#include <suregrasp/teacher/carried_targets.hpp>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using map = affine_map<double>;
using views = view_maps<map>;

namespace {

/// Shifts and stretches of a line.
struct line_map {
  double scale = 1, shift = 0;
  [[nodiscard]] line_map inverse() const { return {1 / scale, -shift / scale}; }
  friend line_map operator*(line_map const& f, line_map const& g) {
    return {f.scale * g.scale, f.scale * g.shift + f.shift};
  }
};

/// From `low` to `high` on the line: a box of one dimension, which knows nothing of images.
struct segment {
  double low = 0, high = 0;
};

struct interval_map : line_map {
  [[nodiscard]] interval_map inverse() const { return {line_map::inverse()}; }
  friend interval_map operator*(interval_map const& f, interval_map const& g) {
    return {static_cast<line_map const&>(f) * static_cast<line_map const&>(g)};
  }
  [[nodiscard]] segment operator()(segment const& i) const { return {scale * i.low + shift, scale * i.high + shift}; }
};

std::vector<map> const some_maps{map{}, map::rotation(0.7, {30, 20}), map::horizontal_flip(60),
                                 map::translation(5, -3) * map::scaling(0.8) * map::rotation(-2)};

}  // namespace

static_assert(view_map<map> && mapped_target<point<double>, map> && mapped_target<grasp<double>, map>);
static_assert(view_map<interval_map> && mapped_target<segment, interval_map> && !mapped_target<segment, map>);

TEST_CASE("carried_targets: keypoints that are right in the teacher's view are right in the student's") {
  std::vector<point<double>> const body{{3, 4}, {50, -7}, {0, 0}};
  for (auto const& teacher : some_maps)
    for (auto const& student : some_maps) {
      std::vector<point<double>> in_teacher_view;
      for (auto const& each : body) in_teacher_view.push_back(teacher(each));
      auto const moved = carried(views{teacher, student}, in_teacher_view);
      REQUIRE(moved.size() == body.size());
      for (std::size_t i = 0; i < body.size(); ++i) {
        CHECK(moved[i].x == Approx(student(body[i]).x).margin(1e-9));
        CHECK(moved[i].y == Approx(student(body[i]).y).margin(1e-9));
      }
    }
}

TEST_CASE("carried_targets: any target that a map acts on, under any map that composes and inverts") {
  view_maps<interval_map> const pair{{{2, 1}}, {{-3, 5}}};
  segment const truth{1, 4}, in_teacher_view = pair.teacher(truth), moved = carried(pair, in_teacher_view);
  CHECK(moved.low == Approx(pair.student(truth).low));
  CHECK(moved.high == Approx(pair.student(truth).high));
}

TEST_CASE("carried_targets: encoded rows, each between its own views") {
  std::vector<view_maps<interval_map>> const pairs{{{{1, 0}}, {{2, 1}}}, {{{4, 0}}, {{1, 7}}}};
  auto const carry = [](auto const& between, auto const& row) {
    auto const moved = between(segment{row[0], row[1]});
    return std::vector<double>{moved.low, moved.high};
  };
  auto const rows = tensor({2, 2}, {1, 2, 8, 12});
  std::span<view_maps<interval_map> const> const all(pairs);
  auto const moved = carried_rows(host, rows, all, carry);
  CHECK(host.shape(moved) == extents{2, 2});
  CHECK(values_of(moved) == std::vector<double>{3, 5, 9, 10});
  CHECK(error_of([&] { (void)carried_rows(host, rows, all.first(1), carry); }).id == "teacher.views");
}
