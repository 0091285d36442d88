#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>
#include <suregrasp/metrics/proportion.hpp>

using namespace suregrasp;

TEST_CASE("proportion: published figures and their intervals") {
  auto const paper = proportion{177, 192}.wilson();
  CHECK(proportion{177, 192}.rate() == 0.921875);
  CHECK(paper.low == Approx(0.8751136305885575).epsilon(1e-14));
  CHECK(paper.high == Approx(0.9520860899176188).epsilon(1e-14));
  auto const convnet = proportion{87, 89}.wilson();
  CHECK(convnet.low == Approx(0.921723653251775).epsilon(1e-14));
  CHECK(convnet.high == Approx(0.9938156012978714).epsilon(1e-14));
}

TEST_CASE("proportion: small and extreme counts") {
  CHECK(proportion{0, 10}.wilson().low == 0);
  CHECK(proportion{0, 10}.wilson().high == Approx(0.27753279986288926).epsilon(1e-14));
  CHECK(proportion{10, 10}.wilson().low == Approx(0.7224672001371109).epsilon(1e-14));
  CHECK(proportion{10, 10}.wilson().high == 1);
  CHECK(proportion{1, 7}.wilson().low == Approx(0.02567962434474358).epsilon(1e-13));
  CHECK(proportion{1, 7}.wilson().high == Approx(0.5131278292743189).epsilon(1e-14));
  CHECK(proportion{0, 0}.wilson() == interval{0, 1});
  CHECK(std::isnan(proportion{0, 0}.rate()));
}

TEST_CASE("proportion: successes and failures mirror each other, more trials narrow the interval") {
  for (std::size_t k = 0; k <= 20; ++k) {
    auto const a = proportion{k, 20}.wilson(), b = proportion{20 - k, 20}.wilson();
    CHECK(a.low == Approx(1 - b.high).margin(1e-15));
    CHECK(a.low <= proportion{k, 20}.rate());
    CHECK(a.high >= proportion{k, 20}.rate());
    auto const wide = proportion{10 * k, 200}.wilson();
    CHECK(wide.high - wide.low < a.high - a.low);
  }
  CHECK(proportion{5, 20}.wilson(0).low == Approx(0.25));
}

TEST_CASE("proportion: counts") {
  proportion count;
  count.add(true);
  count.add(false);
  count.add(true);
  CHECK(count == proportion{2, 3});
}

TEST_CASE("proportion: the rate with its interval and counts, printed") {
  std::ostringstream out;
  out << proportion{122, 140};
  CHECK(out.str() == "87.1 % [80.6, 91.7] (122/140)");
  CHECK(proportion{0, 0}.text() == "\u2013 % [0.0, 100.0] (0/0)");
  CHECK(text_of(proportion{1, 2}, text_style::exact) == "{successes: 1, trials: 2}");
  CHECK(text_of(interval{0.25, 0.5}) == "{low: 0.25, high: 0.5}");
}
