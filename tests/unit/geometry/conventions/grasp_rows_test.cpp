#include <catch2/catch.hpp>
#include <numbers>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/geometry/conventions/grasp_rows.hpp>

#include "unit/geometry/same_grasp.hpp"

using namespace suregrasp;

TEST_CASE("from_jacquard: a row of the dataset and its corners") {
  auto const g = from_jacquard(jacquard_row<double>{583.90408, 479.20119, -66.2885, 135.0, 26.1855});
  CHECK(degrees(g.theta) == Approx(66.2885));
  CHECK(g.opening == 135.0);
  CHECK(g.jaw == 26.1855);
  point<double> const expected[] = {{544.773, 535.738}, {599.060, 412.134}, {623.035, 422.664}, {568.748, 546.268}};
  auto const p = corners(g);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(p[i].x == Approx(expected[i].x).margin(6e-4));
    CHECK(p[i].y == Approx(expected[i].y).margin(6e-4));
  }
}

TEST_CASE("to_jacquard and back") {
  jacquard_row<double> const row{1.5, 2.5, 30, 40, 20};
  auto const back = to_jacquard(from_jacquard(row));
  CHECK(back.theta_degrees == Approx(30));
  CHECK(back.x == 1.5);
  CHECK(back.y == 2.5);
  CHECK(back.opening == 40);
  CHECK(back.jaw == 20);
  CHECK(from_jacquard(jacquard_row<double>{0, 0, 100, 1, 1}).theta == Approx(radians(80.0)));
}

TEST_CASE("from_ggcnn: (row, column), length between the fingers") {
  ggcnn_grasp<double> const theirs{334.850, 280.0, radians(-4.391), 56.165, 26.077};  // pcd0100, first rectangle
  auto const g = from_ggcnn(theirs);
  auto const cornell = from_cornell_corners<double>({{{253, 319.7}, {309, 324}, {307, 350}, {251, 345.7}}});
  CHECK(g.x == Approx(cornell.x).margin(6e-4));
  CHECK(g.y == Approx(cornell.y).margin(6e-4));
  CHECK(g.theta == Approx(cornell.theta).margin(1e-5));
  CHECK(g.opening == Approx(cornell.opening).margin(6e-4));
  CHECK(g.jaw == Approx(cornell.jaw).margin(6e-4));
  CHECK(to_ggcnn(g) == theirs);
}

TEST_CASE("from_ggcnn: their pi/2 is our -pi/2") {
  CHECK(from_ggcnn(ggcnn_grasp<double>{1, 2, std::numbers::pi / 2, 3, 4}).theta == -std::numbers::pi / 2);
}

TEST_CASE("from_paper: w is the plate, h the opening") {
  auto const g = from_paper(paper_tuple<double>{280, 334.85, -0.0766, 26.077, 56.165});
  CHECK(g == grasp<double>{280, 334.85, -0.0766, 56.165, 26.077});
  CHECK(to_paper(g) == paper_tuple<double>{280, 334.85, -0.0766, 26.077, 56.165});
}

TEST_CASE("conventions: there and back") {
  using random_grasps::worst_round_trip;
  CHECK(worst_round_trip([](auto const& g) { return to_paper(g); },
                         [](auto const& t, auto const&) { return from_paper(t); }) < 1e-15);
  CHECK(worst_round_trip([](auto const& g) { return to_jacquard(g); },
                         [](auto const& t, auto const&) { return from_jacquard(t); }) < 1e-12);
  CHECK(worst_round_trip([](auto const& g) { return to_ggcnn(g); },
                         [](auto const& t, auto const&) { return from_ggcnn(t); }) < 1e-15);
  for (auto const order : {corner_order::clockwise, corner_order::counter_clockwise})
    CHECK(worst_round_trip([&](auto const& g) { return to_cornell_corners(g, order); },
                           [](auto const& t, auto const&) { return from_cornell_corners(t); }) < 1e-11);
}
