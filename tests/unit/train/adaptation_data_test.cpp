#include <catch2/catch.hpp>
#include <suregrasp/train/adaptation_data.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using positions = std::vector<std::size_t>;

namespace {

std::vector<sample> samples(int count) {
  std::vector<sample> all(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) all[static_cast<std::size_t>(i)].id = "p" + std::to_string(i);
  return all;
}

}  // namespace

TEST_CASE("adaptation_data: labels are drawn from the training side, fewer of them from among the more") {
  data_split const split{{0, 2, 3, 5}, {1, 4}};
  random_stream const random(3);
  auto const two = make_adaptation_data(samples(6), split, 2, random, samples(2));
  CHECK(two.labelled.size() == 2);
  CHECK(two.unlabelled.size() == 4);
  CHECK(two.held_out == positions{1, 4});
  CHECK(two.samples.size() == 8);
  CHECK(two.unlabelled.back() == 7);
  CHECK_NOTHROW(require_valid(two));
  auto const three = make_adaptation_data(samples(6), split, 3, random);
  for (auto const i : two.labelled) CHECK(std::ranges::count(three.labelled, i) == 1);
  CHECK(error_of([&] { (void)make_adaptation_data(samples(6), split, 0, random); }).id == "adapt.no_labels");
  auto const many = error_of([&] { (void)make_adaptation_data(samples(6), split, 5, random); });
  CHECK(many.id == "adapt.labelled");
  CHECK_THAT(many.message, Catch::Contains("5 labelled") && Catch::Contains("the 4"));
}

TEST_CASE("adaptation_data: positions that are not there or are for two things are refused") {
  auto const refused = [](positions labelled, positions unlabelled, positions held_out) {
    adaptation_data const data{samples(3), std::move(labelled), std::move(unlabelled), std::move(held_out)};
    return error_of([&] { require_valid(data); }).id;
  };
  CHECK(refused({0}, {1}, {2}).empty());
  CHECK(refused({0}, {}, {}).empty());
  CHECK(refused({}, {1}, {2}) == "adapt.no_labels");
  CHECK(refused({0}, {3}, {}) == "adapt.data");
  CHECK(refused({0}, {1}, {0}) == "adapt.data");
  CHECK(refused({0}, {1, 1}, {}) == "adapt.data");
}

TEST_CASE("adaptation_data: labels in view and labels near a detection") {
  sample image{"p", cv::Mat(120, 160, CV_8UC3, cv::Scalar()), {}, {{80, 60, 0, 20, 8}, {2, 2, 0, 20, 8}}};
  auto const in_view = grasps_in_view(image, {.size = 64});
  REQUIRE(in_view.size() == 1);
  CHECK(in_view[0].x == Approx(80));
  CHECK(in_view[0].opening == Approx(20));
  CHECK(labels_near(image, {85, 60, 1, 1, 1}).size() == 1);
  CHECK(labels_near(image, {85.1, 60, 1, 1, 1}).empty());
}
