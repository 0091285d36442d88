#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/backend/trigonometry.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/testing/archetype.hpp>
#include <vector>

using namespace suregrasp;

namespace {

template <class T>
std::vector<T> angles(int count) {
  random_stream random(91);
  std::vector<T> result{0, T(1.5707963267948966), T(-1.5707963267948966), T(3.141592653589793), T(100)};
  for (int i = 0; i < count; ++i) result.push_back(static_cast<T>(random.uniform(-30, 30)));
  return result;
}

template <class B>
tensor_t<B> tensor(B const& be, std::vector<scalar_t<B>> const& values) {
  return be.from_host({extents{static_cast<std::int64_t>(values.size())}, values});
}

}  // namespace

TEMPLATE_TEST_CASE("trigonometry: sine and cosine to rounding", "", float, double) {
  using T = TestType;
  auto const be = testing::archetype<T>::make();
  auto const at = angles<T>(20000);
  auto const sines = be.to_host(sin(be, tensor(be, at))).values, cosines = be.to_host(cos(be, tensor(be, at))).values;
  double worst = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    auto const angle = static_cast<long double>(at[i]);
    worst = std::max(worst, static_cast<double>(std::abs(std::sin(angle) - static_cast<long double>(sines[i]))));
    worst = std::max(worst, static_cast<double>(std::abs(std::cos(angle) - static_cast<long double>(cosines[i]))));
  }
  CHECK(worst < 2 * static_cast<double>(std::numeric_limits<T>::epsilon()));
}

TEST_CASE("trigonometry: the derivative of the sine is the cosine, and of the cosine minus the sine") {
  taped<testing::archetype<double>> const be(testing::archetype<double>::make());
  auto const at = angles<double>(1000);
  auto const variable = be.variable(tensor(be, at));
  std::vector<decltype(be.variable(variable))> const leaves{variable};
  auto const by_sine = be.to_host(be.gradient(sum_all(be, sin(be, variable)), leaves)[0]).values;
  auto const by_cosine = be.to_host(be.gradient(sum_all(be, cos(be, variable)), leaves)[0]).values;
  double worst = 0;
  for (std::size_t i = 0; i < at.size(); ++i)
    worst = std::max({worst, std::abs(by_sine[i] - std::cos(at[i])), std::abs(by_cosine[i] + std::sin(at[i]))});
  CHECK(worst < 1e-14);
}

TEST_CASE("trigonometry: an angle is brought near 0 alike by the host and by operations of the backend") {
  auto const be = testing::archetype<double>::make();
  auto const at = angles<double>(1000);
  for (int const quarters : {0, 1}) {
    auto const there = trigonometry_detail::reduced_in_place(be, tensor(be, at), quarters);
    auto const here = trigonometry_detail::reduced_on_host(be, tensor(be, at), quarters);
    auto const high = be.to_host(there.high).values, low = be.to_host(there.low).values,
               sign = be.to_host(there.sign).values, upright = be.to_host(there.upright).values;
    CHECK(high == be.to_host(here.high).values);
    CHECK(sign == be.to_host(here.sign).values);
    for (std::size_t i = 0; i < at.size(); ++i) {
      CHECK(std::abs(at[i] - high[i] - low[i]) <= 0.7854);
      CHECK(low[i] == Approx(be.to_host(here.low).values[i]));
      CHECK((upright[i] > 0) == (be.to_host(here.upright).values[i] > 0));
    }
  }
}

TEST_CASE("trigonometry: what is not a number stays so") {
  auto const be = testing::archetype<double>::make();
  CHECK(std::isnan(item(be, sin(be, tensor(be, {std::numeric_limits<double>::quiet_NaN()})))));
}
