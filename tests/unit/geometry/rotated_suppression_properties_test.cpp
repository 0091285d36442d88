#include <algorithm>
#include <cmath>
#include <numeric>
#include <suregrasp/geometry/rotated_suppression.hpp>
#include <vector>

#include "unit/geometry/grasp_generators.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using indices = std::vector<std::size_t>;
using boxes = std::vector<grasp<double>>;

namespace {

/// Up to 30 grasps in a small field, which overlap, and when one repeats another.
auto const crowd = lists(grasps{.spread = 30, .least = 10, .largest = 60}, 0, 30);
numbers const iou_limit{0, 1}, angle_limit{0, 1.6};
counts const seeds{0, 1000};

/// Scores that all differ: 0.5, 1.5, ... in some order.
std::vector<double> different_scores(std::size_t count, std::size_t seed) {
  std::vector<double> scores(count);
  std::iota(scores.begin(), scores.end(), 0.5);
  random_stream(seed).shuffle(scores);
  return scores;
}

template <class T>
std::vector<T> taken(std::vector<T> const& values, indices const& which) {
  std::vector<T> result;
  for (auto const i : which) result.push_back(values[i]);
  return result;
}

}  // namespace

TEST_CASE("rotated_suppression: where scores differ, the order in which grasps come decides nothing") {
  for_all("order", crowd, seeds, iou_limit, angle_limit,
          [](boxes const& all, std::size_t seed, double overlap, double angle) {
            auto const scores = different_scores(all.size(), seed);
            indices order(all.size());
            std::iota(order.begin(), order.end(), std::size_t{0});
            random_stream(seed).fork("order").shuffle(order);
            auto const shuffled =
                rotated_suppression(taken(all, order), taken(scores, order), {.iou = overlap, .angle = angle});
            return taken(order, shuffled) == rotated_suppression(all, scores, {.iou = overlap, .angle = angle});
          });
}

TEST_CASE("rotated_suppression: ranks count, not the scores themselves, and not the unit of length") {
  for_all("a rising function of the scores", crowd, lists(numbers{-5, 5}, 30, 30),
          [](boxes const& all, std::vector<double> scores) {
            scores.resize(all.size());
            auto higher = scores;
            for (double& score : higher) score = 8 * score + (score > 1 ? 100 : 0);
            return rotated_suppression(all, higher) == rotated_suppression(all, scores);
          });
  for_all("powers of two", crowd, seeds, counts{0, 20}, [](boxes const& all, std::size_t seed, std::size_t power) {
    auto const scores = different_scores(all.size(), seed);
    auto scaled = all;
    for (auto& each : scaled)
      for (double grasp<double>::*field :
           {&grasp<double>::x, &grasp<double>::y, &grasp<double>::opening, &grasp<double>::jaw})
        each.*field *= std::exp2(double(power) - 10);
    return rotated_suppression(scaled, scores) == rotated_suppression(all, scores);
  });
}

TEST_CASE("rotated_suppression: what is kept is kept again, a limit cuts it, and what comes last moves nothing") {
  for_all("again", crowd, seeds, iou_limit, angle_limit,
          [](boxes const& all, std::size_t seed, double overlap, double angle) {
            auto const scores = different_scores(all.size(), seed);
            auto const kept = rotated_suppression(all, scores, {.iou = overlap, .angle = angle});
            auto const again =
                rotated_suppression(taken(all, kept), taken(scores, kept), {.iou = overlap, .angle = angle});
            return taken(kept, again) == kept && std::ranges::is_sorted(again);
          });
  for_all("limit", crowd, seeds, counts{0, 30}, [](boxes const& all, std::size_t seed, std::size_t limit) {
    auto const scores = different_scores(all.size(), seed);
    auto kept = rotated_suppression(all, scores);
    kept.resize(std::min(kept.size(), limit));
    return rotated_suppression(all, scores, {.limit = limit}) == kept;
  });
  for_all("one more of the lowest score", crowd, grasps{.spread = 30, .least = 10, .largest = 60}, seeds,
          [](boxes all, grasp<double> const& last, std::size_t seed) {
            auto scores = different_scores(all.size(), seed);
            auto const before = rotated_suppression(all, scores);
            all.push_back(last), scores.push_back(0);
            auto after = rotated_suppression(all, scores);
            if (after.size() > before.size() && after.back() == all.size() - 1) after.pop_back();
            return after == before;
          });
}
