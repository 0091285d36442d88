#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>
#include <suregrasp/core/random.hpp>
#include <vector>

using namespace suregrasp;

namespace {

template <class Draw>
std::vector<double> draws(std::size_t count, Draw&& draw) {
  std::vector<double> values(count);
  for (auto& value : values) value = draw();
  return values;
}

double mean_of(std::vector<double> const& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Mean of the given power of the distance from `centre`.
double moment(std::vector<double> values, int power, double centre) {
  for (auto& value : values) value = std::pow(value - centre, power);
  return mean_of(values);
}

}  // namespace

// The values come from an independent implementation of the same definition in arbitrary precision.
TEST_CASE("random: the first bits of a seed are the same everywhere") {
  std::array<std::uint64_t, 3> const seeds{0, 1, 0xffffffffffffffffULL};
  std::uint64_t const expected[3][4] = {
      {0x46af1542b88b5ffdULL, 0x6ed50c6e6e45ab74ULL, 0x269dede00cfe8092ULL, 0xdc1c74599675cf93ULL},
      {0xad2a7321e8805b06ULL, 0xa9088e51b750d573ULL, 0xfae30b1830f23e62ULL, 0x8c10373896d5d2ddULL},
      {0x26634e2f4d748434ULL, 0xd2e79716a3e79b22ULL, 0xce559005324d7213ULL, 0xb13b8bc8e901fb60ULL}};
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    random_stream stream(seeds[i]);
    for (auto const bits : expected[i]) CHECK(stream.bits() == bits);
  }
}

TEST_CASE("random: the first draws of every kind are the same everywhere") {
  random_stream uniform(7), normal(7), below(7), shuffle(5);
  for (double const value : {0x1.ebdc6170498c3p-1, 0x1.89dfc3bd7c741p-1, 0x1.66101e5ddeccap-1})
    CHECK(uniform.uniform() == value);
  for (double const value : {0.3074961410884776, 0.4895888019745543, 1.0004008657474681})
    CHECK(normal.normal() == Approx(value).epsilon(1e-14));
  for (std::size_t const value : {9U, 7U, 6U, 8U, 7U, 8U, 8U, 6U}) CHECK(below.below(10) == value);
  std::vector<int> items{0, 1, 2, 3, 4, 5, 6, 7};
  shuffle.shuffle(items);
  CHECK(items == std::vector<int>{5, 0, 6, 1, 4, 3, 2, 7});
  random_stream one(5), untouched(5);
  std::vector<int> single{1};
  one.shuffle(single);  // draws nothing
  CHECK(one.bits() == untouched.bits());
}

TEST_CASE("random: a fork is named by seed, name and number, whatever was drawn before") {
  random_stream const fresh(42);
  auto worn = fresh;
  for (int i = 0; i < 1000; ++i) (void)worn.bits();
  auto child = worn.fork("augment", 3);
  CHECK(child.bits() == 0x722e8659fc8a08bcULL);
  CHECK(child.bits() == 0x3c32695ab633eeb4ULL);
  CHECK(fresh.fork("augment").bits() == 0xc6643987808123ddULL);
  CHECK(fresh.fork("a").fork("b", 2).bits() == worn.fork("a").fork("b", 2).bits());
}

TEST_CASE("random: forking draws nothing from the parent") {
  random_stream forked(9), plain(9);
  (void)forked.fork("child").bits();
  CHECK(forked.bits() == plain.bits());
}

TEST_CASE("random: seeds, names and numbers lead to different streams") {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    first.insert(random_stream(seed).bits());
    for (std::uint64_t index = 0; index < 20; ++index)
      for (auto const* name : {"", "a", "b", "ab", "ba"}) first.insert(random_stream(seed).fork(name, index).bits());
  }
  CHECK(first.size() == 20 + 20 * 20 * 5);
}

TEST_CASE("random: uniform draws fill their range evenly") {
  random_stream stream(3);
  auto const values = draws(40000, [&] { return stream.uniform(); });
  CHECK(*std::min_element(values.begin(), values.end()) >= 0);
  CHECK(*std::max_element(values.begin(), values.end()) < 1);
  CHECK(std::abs(mean_of(values) - 0.5) < 0.006);
  CHECK(std::abs(moment(values, 2, 0.5) - 1.0 / 12) < 0.002);
  auto const range = draws(40000, [&] { return stream.uniform(-3, 5); });
  CHECK(*std::min_element(range.begin(), range.end()) >= -3);
  CHECK(*std::max_element(range.begin(), range.end()) < 5);
  CHECK(std::abs(mean_of(range) - 1) < 0.05);
  CHECK(stream.uniform(2, 2) == 2);
}

TEST_CASE("random: normal draws have the moments asked for") {
  random_stream stream(4);
  auto const values = draws(40000, [&] { return stream.normal(10, 2); });
  CHECK(std::abs(mean_of(values) - 10) < 0.05);
  CHECK(std::abs(moment(values, 2, 10) - 4) < 0.12);
  CHECK(std::abs(moment(values, 3, 10)) < 0.6);
  CHECK(std::abs(moment(values, 4, 10) / 16 - 3) < 0.3);
  CHECK(stream.normal(7, 0) == 7);
}

TEST_CASE("random: below reaches every number under the bound equally often, and no other") {
  random_stream stream(5);
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts.at(stream.below(7));
  for (int const count : counts) CHECK(std::abs(count - 10000) < 500);
  for (int i = 0; i < 10; ++i) CHECK(stream.below(1) == 0);
}

TEST_CASE("random: chance comes true as often as it says") {
  random_stream stream(6);
  int often = 0;
  for (int i = 0; i < 40000; ++i) {
    often += stream.chance(0.3) ? 1 : 0;
    CHECK_FALSE(stream.chance(0));
    CHECK(stream.chance(1));
  }
  CHECK(std::abs(often - 12000) < 500);
}

TEST_CASE("random: a shuffle reorders, every item landing everywhere equally often") {
  random_stream stream(8);
  std::array<std::array<int, 5>, 5> landed{};
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::size_t> items{0, 1, 2, 3, 4};
    stream.shuffle(items);
    for (std::size_t position = 0; position < 5; ++position) ++landed[items.at(position)][position];
    std::sort(items.begin(), items.end());
    REQUIRE(items == std::vector<std::size_t>{0, 1, 2, 3, 4});
  }
  for (auto const& item : landed)
    for (int const count : item) CHECK(std::abs(count - 4000) < 350);
  std::vector<int> none;
  stream.shuffle(none);
  CHECK(none.empty());
}
