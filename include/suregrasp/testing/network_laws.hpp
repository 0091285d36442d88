#ifndef SUREGRASP_TESTING_NETWORK_LAWS_HPP
#define SUREGRASP_TESTING_NETWORK_LAWS_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/impl/checked_network.hpp>
#include <suregrasp/testing/impl/network_questions.hpp>
#include <suregrasp/testing/law.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::testing {

/// How a network is asked.
struct network_law_options {
  bool depth = true;  ///< the images have depth; a network without use for it may leave it aside
  /// How far an answer may lie from the same one asked for in other company, relative to its size and absolute below 1:
  /// libraries round a batch otherwise than a single image.
  double tolerance = 1e-4;
};

namespace detail {

/// Levels, heat and poses have the shapes that the concept promises, for one to three images and none to five
/// locations.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] law_results shape_laws(network_questions<B, Network> const& ask) {
  law_results results;
  results.push_back(testing::law("levels_cover_the_input", [&](evidence& against) {
    auto const strides = [](auto const& levels) {
      std::vector<int> all;
      for (auto const& each : levels) all.push_back(each.stride);
      return all;
    };
    auto const alone = strides(ask.levels(1));
    for (std::int64_t const images : {1, 2, 3}) {
      auto const levels = ask.levels(images);
      against.expect(strides(levels) == alone, "the strides differ between batches of one image and of several");
      for (auto const& each : levels) {
        auto const shape = ask.be.shape(each.features);
        auto const side = (ask.network.input_size() + each.stride - 1) / each.stride;
        against.expect(shape[1] == side && shape[2] == side,
                       "a level of stride " + std::to_string(each.stride) + " has shape " + to_string(shape) +
                           ", expected " + std::to_string(side) + " by " + std::to_string(side) + " pixels");
      }
    }
  }));

  results.push_back(testing::law("heat_has_the_size_of_the_input", [&](evidence&) {
    for (std::int64_t const images : {1, 2, 3}) (void)ask.heat(ask.levels(images), images);
  }));

  results.push_back(testing::law("heat_is_a_probability", [&](evidence& against) {
    for (auto const value : ask.heat(ask.levels(2), 2).values)
      against.expect(value >= 0 && value <= 1, "heat of " + std::to_string(value) + ", expected one in [0, 1]");
  }));

  results.push_back(testing::law("heads_answer_at_each_location", [&](evidence& against) {
    auto const heads = ask.poses(ask.levels(1), ask.locations(1, 1)).size();
    for (std::int64_t const images : {1, 2, 3})
      for (std::size_t const count : {0U, 1U, 2U, 5U}) {
        auto const poses = ask.poses(ask.levels(images), ask.locations(count, images));
        against.expect(poses.size() == heads, std::to_string(poses.size()) + " heads at " + std::to_string(count) +
                                                  " locations, " + std::to_string(heads) + " at one");
        for (auto const& head : poses)
          against.expect(std::ranges::all_of(head.values, [](auto value) { return std::isfinite(value); }),
                         "a pose is not finite");
      }
  }));
  return results;
}

/// An answer depends on what is asked about, and on nothing else.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] law_results answer_laws(network_questions<B, Network> const& ask, double tolerance) {
  law_results results;
  results.push_back(testing::law("same_images_same_answers", [&](evidence& against) {
    auto const at = ask.locations(5, 2);
    auto const levels = ask.levels(2), again = ask.levels(2);
    against.expect_same("heat asked for again", ask.heat(again, 2), ask.heat(levels, 2));
    detail::expect_poses(against, "poses asked for again", ask.poses(again, at), ask.poses(levels, at), 0);
  }));

  results.push_back(testing::law("a_location_stands_alone", [&](evidence& against) {
    auto const at = ask.locations(5, 2);
    auto const levels = ask.levels(2);
    auto const together = ask.poses(levels, at);
    for (std::size_t i = 0; i < at.size(); ++i)
      detail::expect_poses(against, "the poses at one of several locations", detail::row_of(together, i),
                           ask.poses(levels, {at[i]}), tolerance);
    auto const backwards = ask.poses(levels, {at.rbegin(), at.rend()});
    for (std::size_t i = 0; i < at.size(); ++i)
      detail::expect_poses(against, "the poses at locations in another order",
                           detail::row_of(backwards, at.size() - 1 - i), detail::row_of(together, i), tolerance);
  }));

  results.push_back(testing::law("an_image_stands_alone", [&](evidence& against) {
    auto const batch = ask.levels(3);
    auto const heat = ask.heat(batch, 3);
    for (std::int64_t image = 0; image < 3; ++image) {
      auto const alone = ask.levels(1, image);
      against.expect_near("heat of an image among others", detail::image_of(heat, image), ask.heat(alone, 1),
                          tolerance);
      auto at = ask.locations(3, 1);
      auto const expected = ask.poses(alone, at);
      for (auto& each : at) each.image = image;
      detail::expect_poses(against, "poses in an image among others", ask.poses(batch, at), expected, tolerance);
    }
  }));

  results.push_back(testing::law("asking_changes_nothing", [&](evidence& against) {
    auto const stated = ask.statement();
    auto const images = ask.images(2);
    auto const before = ask.values_of(images);
    auto const levels = ask.asked().features(images);
    detail::expect_values(against, "the images after features were asked for", ask.values_of(images), before);
    auto const features = ask.values_of(levels);
    auto const heat = ask.heat(levels, 2);
    auto const at = ask.locations(5, 2);
    auto const poses = ask.poses(levels, at);
    detail::expect_values(against, "the levels after heat and poses were asked for", ask.values_of(levels), features);
    against.expect_same("heat after poses were asked for", ask.heat(levels, 2), heat);
    (void)ask.levels(3);
    detail::expect_poses(against, "poses after other images were asked about", ask.poses(levels, at), poses, 0);
    against.expect(ask.statement() == stated, "encoding(), fusion() or input_size() have changed");
  }));
  return results;
}

}  // namespace detail

/// Holds a network to the laws of `grasp_network`, on images of its own size whose values lie between -3.7 and 3.9.
/// Asks it some eighty times. A network whose heads vote by chance (dropout) breaks `same_images_same_answers` and what
/// builds on it.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] law_results check_network(B const& be, Network const& network, network_law_options const& options = {}) {
  detail::network_questions<B, Network> const ask{be, network, options.depth};
  law_results results;
  testing::append(results, detail::shape_laws(ask));
  testing::append(results, detail::answer_laws(ask, options.tolerance));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_NETWORK_LAWS_HPP
