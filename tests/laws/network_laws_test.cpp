#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/testing/network_laws.hpp>
#include <vector>

#include "catch2.hpp"
#include "expect_laws.hpp"
#include "networks.hpp"

using namespace suregrasp;
using suregrasp_tests::brightness_network;

namespace {

/// A backend whose tensors are handles, as those of LibTorch are: what is changed in place is changed for all.
struct handle_backend : reference_backend<handle_backend, std::shared_ptr<host_array<double>>, double> {
  [[nodiscard]] tensor_type from_host(host_view<double const> const& view) const {
    return std::make_shared<host_array<double>>(
        host_array<double>{view.shape, std::vector<double>(view.values.begin(), view.values.end())});
  }
  [[nodiscard]] host_array<double> to_host(tensor_type const& t) const { return *t; }
};

handle_backend const be;

/// A network with at most one fault.
struct faulty_network : brightness_network<handle_backend> {
  std::string fault = {};
  std::shared_ptr<int> asked = std::make_shared<int>(0);  ///< how often it was asked

  [[nodiscard]] bool has(char const* what) const { return fault == what; }

  [[nodiscard]] fusion_options fusion() const {
    return {.unit_heads = has("another fusion each time") && ++*asked % 2 == 1};
  }

  [[nodiscard]] levels_type features(image_batch<tensor> const& images) const {
    auto const count = be.shape(images.rgb)[0];
    auto levels = brightness_network::features(images);
    for (auto& each : levels) {
      auto const shape = be.shape(each.features);
      if (has("features of another kind for each batch"))
        each.features = scale(be, each.features, static_cast<double>(count));
      if (has("features about the mean of the batch"))
        each.features = be.sub(each.features, mean_all(be, each.features));
      if (has("channels first")) each.features = be.reshape(each.features, {shape[0], 1, shape[1], shape[2]});
      if (has("levels of no batch")) each.features = be.reshape(each.features, {shape[0] * shape[1], shape[2], 1});
    }
    if (has("a stride that is not so")) levels[1].stride = 4;
    if (has("a level more in larger batches") && count > 2) levels.push_back(levels.back());
    if (has("features in place")) images.rgb->values.front() = 0;
    return levels;
  }

  [[nodiscard]] tensor heat(levels_type const& levels) const {
    auto const& grey = levels.front().features;
    auto heat = brightness_network::heat(levels);
    auto const shape = be.shape(heat);
    if (has("logits")) heat = be.reshape(grey, shape);
    if (has("heat that is NaN")) heat->values.back() = std::nan("");
    if (has("heat of the first image alone")) heat = slice(be, heat, 0, 0);
    if (has("heat without a batch")) heat = be.reshape(heat, {shape[0] * side, side});
    if (has("heat in place")) grey->values.front() = 0.5;
    if (has("heat fades with each pose")) heat = scale(be, heat, 1.0 / (1 + *asked));
    return heat;
  }

  [[nodiscard]] std::vector<tensor> poses(levels_type const& levels, std::span<location const> at) const {
    ++*asked;
    std::vector<location> where(at.begin(), at.end());
    for (auto& each : where) {
      if (has("poses of the first image")) each.image = 0;
      if (has("poses at the first location")) each.x = where.front().x;
    }
    auto heads = brightness_network::poses(levels, std::span<location const>(where));
    for (auto& head : heads) {
      if (has("a column less")) head = slice(be, head, 1, 0, 3);
      if (has("poses about their mean") && !at.empty()) head = be.sub(head, mean_all(be, head));
      if (has("poses that wear out")) head = scale(be, head, 1.0 / *asked);
      if (has("poses that are NaN") && !at.empty()) head->values.back() = std::nan("");
    }
    if (has("poses in place")) levels.back().features->values.back() = 0;
    if (has("no heads")) heads.clear();
    if (has("a head less where nothing is asked for") && at.empty()) heads.pop_back();
    if (has("a head of no use")) heads.push_back(slice(be, heads[0], 0, 0, std::ssize(at) / 2));
    return heads;
  }
};

static_assert(grasp_network<faulty_network, handle_backend>);

struct planted_fault {
  char const* fault;
  char const* law;
};

constexpr planted_fault planted_faults[] = {
    {"a stride that is not so", "levels_cover_the_input"},
    {"channels first", "levels_cover_the_input"},
    {"a level more in larger batches", "levels_cover_the_input"},
    {"levels of no batch", "levels_cover_the_input"},
    {"heat of the first image alone", "heat_has_the_size_of_the_input"},
    {"heat without a batch", "heat_has_the_size_of_the_input"},
    {"logits", "heat_is_a_probability"},
    {"heat that is NaN", "heat_is_a_probability"},
    {"a column less", "heads_answer_at_each_location"},
    {"no heads", "heads_answer_at_each_location"},
    {"a head less where nothing is asked for", "heads_answer_at_each_location"},
    {"a head of no use", "heads_answer_at_each_location"},
    {"poses that are NaN", "heads_answer_at_each_location"},
    {"poses that wear out", "same_images_same_answers"},
    {"poses about their mean", "a_location_stands_alone"},
    {"poses at the first location", "a_location_stands_alone"},
    {"features of another kind for each batch", "an_image_stands_alone"},
    {"features about the mean of the batch", "an_image_stands_alone"},
    {"poses of the first image", "an_image_stands_alone"},
    {"features in place", "asking_changes_nothing"},
    {"heat in place", "asking_changes_nothing"},
    {"poses in place", "asking_changes_nothing"},
    {"heat fades with each pose", "asking_changes_nothing"},
    {"another fusion each time", "asking_changes_nothing"},
};

std::vector<std::string> broken_laws(std::string const& fault) {
  std::vector<std::string> names;
  for (auto const& law : testing::check_network(be, faulty_network{{be}, fault}))
    if (!law.passed) names.push_back(law.name);
  return names;
}

}  // namespace

TEST_CASE("A network that reads poses off an image keeps the laws of a network") {
  suregrasp_tests::expect_laws(testing::check_network(be, faulty_network{{be}}));
  suregrasp_tests::expect_laws(testing::check_network(be, faulty_network{{be}}, {.depth = false, .tolerance = 0}));
}

TEST_CASE("Every fault of a network breaks the law that is about it") {
  for (auto const& [fault, law] : planted_faults) {
    CAPTURE(fault);
    CHECK_THAT(broken_laws(fault), Catch::Matchers::VectorContains(std::string(law)));
  }
}

TEST_CASE("A broken law of a network says which function answered what") {
  for (auto const& law : testing::check_network(be, faulty_network{{be}, "a column less"}))
    if (law.name == "heads_answer_at_each_location")
      CHECK_THAT(law.detail, Catch::Matchers::Contains("poses(levels, at) of the network") &&
                                 Catch::Matchers::Contains("got shape [1, 3] from head 0 of 2"));
  for (auto const& law : testing::check_network(be, faulty_network{{be}, "a stride that is not so"}))
    if (law.name == "levels_cover_the_input")
      CHECK(law.detail == "a level of stride 4 has shape [1, 4, 4, 1], expected 2 by 2 pixels");
}
