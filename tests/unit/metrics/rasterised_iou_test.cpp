#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/metrics/rasterised_iou.hpp>

using namespace suregrasp;

TEST_CASE("rasterised_iou: pixels on the border count") {
  quadrilateral const square{{{2, 2}, {5, 2}, {5, 5}, {2, 5}}}, beside{{{5, 2}, {8, 2}, {8, 5}, {5, 5}}};
  CHECK(count_pixels(square, square).covered == 16);
  CHECK(count_pixels(square, beside).common == 4);
  CHECK(count_pixels(square, beside).iou() == Approx(4.0 / 28));
  for (double const inside : {2.0, 3.0, 4.5, 5.0}) CHECK(covers(square, inside, 2));
  for (double const outside : {1.999, 5.001}) CHECK_FALSE(covers(square, outside, 3));
}

TEST_CASE("rasterised_iou: halves round to the even pixel") {
  auto const p = rounded_corners({{{0.5, 1.5}, {2.5, 3.5}, {-0.5, -1.5}, {253.2, 319.7}}});
  CHECK(p[0] == point<double>{0, 2});
  CHECK(p[1] == point<double>{2, 4});
  CHECK(p[2] == point<double>{0, -2});
  CHECK(p[3] == point<double>{253, 320});
}

TEST_CASE("rasterised_iou: values computed with skimage.draw.polygon") {
  struct known {
    grasp<double> predicted, label;
    double iou;
  };
  for (auto const& [predicted, label, expected] : {
           known{{77, 10, 0, 24, 12}, {88, 18, 0, 20, 10}, 0.09448818897637795},
           {{21, 76, 0, 24, 12}, {23, 70, 0, 20, 10}, 0.2930232558139535},
           {{45.28021652395982, 61.32850346800083, 0.558656710767665, 51.92959002623661, 17.25321726285337},
            {39.70316091318273, 73.93460871281857, 1.0529844955613694, 70.71670246726295, 23.918309501392343},
            0.37343096234309625},
           {{61.61969244009336, 17.251073407491543, 1.3788261331086378, 40.798171798139514, 17.734746732085647},
            {54.74585533791023, 18.435531902162097, 1.1253152437195078, 46.16784756255997, 16.016371432846956},
            0.43268242548818087},
       })
    CHECK(rasterised_iou(predicted, corners(label)) == Approx(expected).epsilon(1e-15));
}

TEST_CASE("rasterised_iou: what lies left of or above the image is cut off") {
  CHECK(count_pixels({{{-5, 0}, {3, 0}, {3, 4}, {-5, 4}}}, {{{0, 0}, {3, 0}, {3, 4}, {0, 4}}}).iou() == 1);
  CHECK(count_pixels({{{-9, -9}, {-2, -9}, {-2, -5}, {-9, -5}}}, {{{-9, -9}, {-2, -9}, {-2, -5}, {-9, -5}}}).iou() ==
        0);
}

TEST_CASE("rasterised_iou: close to the exact overlap where rectangles are many pixels large") {
  random_stream random(31);
  double worst = 0;
  for (int i = 0; i < 200; ++i) {
    grasp<double> const a{300, 300, random.uniform(-1.5, 1.5), random.uniform(80, 200), random.uniform(60, 120)};
    grasp<double> const b{a.x + random.normal(0, 20), a.y + random.normal(0, 20), a.theta + random.normal(0, 0.2),
                          a.opening * random.uniform(0.8, 1.3), a.jaw * random.uniform(0.8, 1.3)};
    worst = std::max(worst, std::abs(rasterised_iou(a, corners(b)) - iou(a, b)));
  }
  CHECK(worst < 0.02);
  CHECK(worst > 1e-4);
}

TEST_CASE("rasterised_iou: what is larger than any picture is counted by larger pixels") {
  grasp<double> const wide{450'000, 450'000, 0, 900'000, 300'000}, half{450'000, 450'000, 0, 450'000, 300'000};
  CHECK(rasterised_iou(wide, corners(wide)) == 1);
  CHECK(rasterised_iou(half, corners(wide)) == Approx(0.5).margin(1e-3));
  CHECK(rasterised_iou({100, 100, 0, 40, 20}, corners(wide)) < 1e-4);
  grasp<double> const large{2000, 2000, 0, 3000, 1000}, smaller{2000, 2000, 0, 1500, 1000};
  CHECK(rasterised_iou(smaller, corners(large)) ==
        count_pixels(corners(smaller), rounded_corners(corners(large))).iou());  // a large photograph: as it is
  auto const scale = [](double left, double top, double width, double height) {
    auto const box = [](double x, double y, double w, double h) {
      return detail::pixel_window({{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}});
    };
    return detail::scale_to_count(box(left, top, width, height), box(left + 100, top + 90, width, height));
  };
  CHECK(scale(5000, 5000, 3996, 4006) == 1);  // 4096 pixels both ways, together, wherever
  CHECK(scale(5000, 5000, 3997, 10) == 0.5);
  CHECK(scale(5000, 5000, 10, 4007) == 0.5);
  CHECK(scale(0, 0, 9000, 10) == 0.25);
  for (double const size : {1e100, 1e300, 1e308}) {
    double const overlap = rasterised_iou({0, 0, 0, size, size}, corners(grasp<double>{0, 0, 0, size, size}));
    CHECK((overlap >= 0 && overlap <= 1));
  }
}

TEST_CASE("rasterised_iou: a grasp that is none overlaps with nothing, and takes no time") {
  auto const label = corners(grasp<double>{10, 10, 0, 8, 4});
  for (double const large : {20.0, 1e265})
    for (grasp<double> const none : {grasp<double>{NAN, large, 0, large, 4}, {large, NAN, 0, 8, large}})
      CHECK(rasterised_iou(none, label) == 0);
}
