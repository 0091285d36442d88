#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/core.hpp>
#include <span>
#include <suregrasp/train/training_batch.hpp>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;

namespace {

sample scene(std::vector<grasp<double>> const& grasps, bool with_depth = true) {
  sample result{"scene", cv::Mat(60, 80, CV_8UC3), {}, grasps};
  for (int y = 0; y < 60; ++y)
    for (int x = 0; x < 80; ++x)
      result.rgb.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<uchar>(3 * x), 100, static_cast<uchar>(4 * y));
  if (with_depth) result.depth = cv::Mat(60, 80, CV_32FC1, cv::Scalar(0.8));
  return result;
}

std::vector<grasp<double>> const two{{40, 30, 0.5, 20, 8}, {30, 24, -1, 12, 6}};

batch_options small(augment_options const& views, double jitter = 0) {
  return {.input = {.size = 48, .field = 0.8},
          .views = views,
          .encoding = {.opening = {3, 0.5}, .jaw = {2, 0.4}},
          .locations_per_image = 6,
          .jitter = jitter,
          .disk_radius = 0.05};
}

training_batch batch_of(std::vector<sample> const& samples, batch_options const& options, std::uint64_t seed = 1) {
  return make_training_batch(samples, options, random_stream(seed));
}

std::vector<double> row(training_batch const& batch, std::size_t i) {
  auto const columns = static_cast<std::size_t>(batch.poses.shape[1]);
  auto const first = batch.poses.values.begin() + static_cast<std::ptrdiff_t>(i * columns);
  return {first, first + static_cast<std::ptrdiff_t>(columns)};
}

}  // namespace

TEST_CASE("training_batch: shapes") {
  auto const batch = batch_of({scene(two), scene(two), scene(two)}, small(augment_options::strong()));
  CHECK(batch.images.rgb.shape == extents{3, 3, 48, 48});
  REQUIRE(batch.images.depth.has_value());
  CHECK(batch.images.depth->shape == extents{3, 3, 48, 48});
  CHECK(batch.heat.shape == extents{3, 1, 48, 48});
  CHECK(batch.at.size() == 18);
  CHECK(batch.poses.shape == extents{18, 4});
  for (auto const* image : {&batch.images.rgb, &*batch.images.depth, &batch.heat, &batch.poses})
    CHECK(image->values.size() == element_count(image->shape));
}

TEST_CASE("training_batch: in the plain view the targets are those of the labels as the network sees them") {
  auto const options = small(augment_options::none());
  auto const image = scene(two);
  auto const plain = preprocess(image, options.input);
  auto const batch = batch_of({image}, options);
  CHECK(batch.images.rgb.values == plain.rgb.values);
  CHECK(batch.images.depth->values == plain.depth.values);
  std::vector<point<double>> centres;
  for (auto const& g : plain.grasps) centres.push_back({g.x, g.y});
  CHECK(batch.heat.values == disk_target(48, 48, centres, 0.05 * 48).values);
  for (std::size_t i = 0; i < batch.at.size(); ++i) {
    auto const label = std::find_if(plain.grasps.begin(), plain.grasps.end(),
                                    [&](auto const& g) { return g.x == batch.at[i].x && g.y == batch.at[i].y; });
    REQUIRE(label != plain.grasps.end());
    auto const expected = options.encoding.encode(*label);
    for (std::size_t k = 0; k < 4; ++k) CHECK(row(batch, i)[k] == Approx(expected[k]).margin(1e-6));
  }
}

TEST_CASE("training_batch: in any view labelled locations are hot and poses keep their shape") {
  auto const options = small(augment_options::strong());
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    auto const batch = batch_of({scene({two[0]}), scene({two[1]})}, options, seed);
    REQUIRE(batch.at.size() == 12);
    for (std::size_t i = 0; i < 12; ++i) {
      auto const& at = batch.at[i];
      CHECK(at.image == static_cast<std::int64_t>(i / 6));
      auto const pixel = (static_cast<std::size_t>(at.image) * 48 + static_cast<std::size_t>(std::lround(at.y))) * 48 +
                         static_cast<std::size_t>(std::lround(at.x));
      CHECK(batch.heat.values.at(pixel) == 1);
      auto const values = row(batch, i);
      auto const pose = options.encoding.decode(std::span<double const>(values), {at.x, at.y});
      CHECK(pose.opening / pose.jaw == Approx(at.image == 0 ? 2.5 : 2.0).epsilon(1e-4));
      double const scale = pose.jaw / (at.image == 0 ? 8 : 6);
      CHECK(scale > 0.85 - 1e-4);
      CHECK(scale < 1.18 + 1e-4);
    }
  }
}

TEST_CASE("training_batch: jitter moves the locations, not the poses") {
  auto const still = batch_of({scene(two)}, small(augment_options::none()));
  auto options = small(augment_options::none(), 0.02);
  options.locations_per_image = 2000;
  auto const batch = batch_of({scene({two[0]})}, options);
  auto const centre = preprocess(scene({two[0]}), options.input).grasps.at(0);
  double sum = 0, squares = 0;
  for (auto const& at : batch.at) {
    sum += at.x - centre.x + at.y - centre.y;
    squares += (at.x - centre.x) * (at.x - centre.x) + (at.y - centre.y) * (at.y - centre.y);
  }
  CHECK(std::abs(sum / 4000) < 0.08);
  CHECK(std::sqrt(squares / 4000) == Approx(0.02 * 48).epsilon(0.06));
  CHECK(row(batch, 0) == row(batch, 1999));
  CHECK(still.at.size() == 6);
}

TEST_CASE("training_batch: the draw depends on the stream alone") {
  auto const options = small(augment_options::strong(), 0.01);
  std::vector<sample> const samples{scene(two), scene(two)};
  auto const a = batch_of(samples, options, 5), b = batch_of(samples, options, 5), c = batch_of(samples, options, 6);
  CHECK(a.images.rgb.values == b.images.rgb.values);
  CHECK(a.images.depth->values == b.images.depth->values);
  CHECK(a.poses.values == b.poses.values);
  CHECK(a.heat.values == b.heat.values);
  CHECK(a.poses.values != c.poses.values);
  CHECK(a.images.rgb.values != c.images.rgb.values);
  auto const half = a.images.rgb.values.size() / 2;
  CHECK_FALSE(std::equal(a.images.rgb.values.begin(), a.images.rgb.values.begin() + static_cast<std::ptrdiff_t>(half),
                         a.images.rgb.values.begin() + static_cast<std::ptrdiff_t>(half)));
}

TEST_CASE("training_batch: depth only if wanted, and if all samples have it") {
  auto options = small(augment_options::none());
  CHECK_FALSE(batch_of({scene(two), scene(two, false)}, options).images.depth.has_value());
  CHECK(batch_of({scene(two)}, options).images.depth.has_value());
  options.use_depth = false;
  CHECK_FALSE(batch_of({scene(two)}, options).images.depth.has_value());
}

TEST_CASE("training_batch: photographs without labels, or none within any view, have no locations and no heat") {
  for (auto const& image : {scene({}), scene({{1000, 1000, 0, 10, 10}})}) {
    auto const batch = batch_of({image, scene({two[0]})}, small(augment_options::strong()));
    REQUIRE(batch.at.size() == 6);
    CHECK(batch.at[0].image == 1);
    constexpr std::ptrdiff_t pixels = std::ptrdiff_t{48} * 48;
    CHECK(std::count(batch.heat.values.begin(), batch.heat.values.begin() + pixels, 0.0F) == pixels);
  }
}

TEST_CASE("training_batch: grasp points are hot and have no pose; grasps beside them draw as without") {
  auto const options = small(augment_options::none());
  auto clicked = scene({}), both = scene(two);
  clicked.grasp_points = both.grasp_points = {{30, 24}, {50, 30}};
  auto const batch = batch_of({clicked, both}, options), without = batch_of({scene({}), scene(two)}, options);
  CHECK(batch.poses.values == without.poses.values);
  REQUIRE(batch.at.size() == 6);
  CHECK(batch.at[0].image == 1);
  auto const plain = preprocess(both, options.input);
  auto centres = plain.grasp_points;
  auto const of_points = disk_target(48, 48, centres, 0.05 * 48).values;
  for (auto const& g : plain.grasps) centres.push_back({g.x, g.y});
  auto const of_all = disk_target(48, 48, centres, 0.05 * 48).values;
  constexpr std::ptrdiff_t pixels = std::ptrdiff_t{48} * 48;
  CHECK(std::equal(of_points.begin(), of_points.end(), batch.heat.values.begin()));
  CHECK(std::equal(of_all.begin(), of_all.end(), batch.heat.values.begin() + pixels));
}

TEST_CASE("training_batch: a view shows at least one of the points of a photograph without grasps") {
  auto clicked = scene({});
  clicked.grasp_points = {{20, 12}};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    auto const heat = batch_of({clicked}, small(augment_options::strong()), seed).heat.values;
    CHECK(std::count(heat.begin(), heat.end(), 1.0F) > 0);
  }
}

TEST_CASE("training_batch: without samples there is no batch") {
  CHECK(suregrasp_tests::error_of([] { (void)batch_of({}, small(augment_options::none())); }).id == "batch.empty");
}

TEST_CASE("training_batch: parts are what the whole batch has at their positions, and depth is of all or of none") {
  for (bool const with_depth : {true, false}) {
    std::vector<sample> const scenes{scene(two), scene({}), scene(two), scene(two, with_depth), scene(two)};
    std::size_t reads = 0;
    sample_store store;
    for (auto const& each : scenes) store.add(each, [&reads, each] { return ++reads, each; });
    auto const options = small(augment_options::strong(), 0.01);
    auto const whole = make_training_batch(scenes, options, random_stream(4));
    training_batch joined;
    for (std::size_t number = 0; number < 2; ++number) {
      auto const part = batch_part::nth(number, 2, 5);
      reads = 0;
      auto const batch = make_training_batch(store, {0, 1, 2, 3, 4}, options, random_stream(4), part);
      CHECK(reads == part.count);                           // none of the other part
      CHECK(batch.images.depth.has_value() == with_depth);  // the first part has depth itself
      for (auto at : batch.at) {
        at.image += static_cast<std::int64_t>(part.first);
        joined.at.push_back(at);
      }
      auto const append = [](auto& to, auto const& from) {
        to.values.insert(to.values.end(), from.values.begin(), from.values.end());
      };
      append(joined.images.rgb, batch.images.rgb);
      append(joined.poses, batch.poses);
      append(joined.heat, batch.heat);
    }
    CHECK(joined.images.rgb.values == whole.images.rgb.values);
    CHECK(joined.poses.values == whole.poses.values);
    CHECK(joined.heat.values == whole.heat.values);
    REQUIRE(joined.at.size() == whole.at.size());
    for (std::size_t i = 0; i < whole.at.size(); ++i) {
      CHECK(joined.at[i].image == whole.at[i].image);
      CHECK(joined.at[i].x == whole.at[i].x);
    }
  }
}
