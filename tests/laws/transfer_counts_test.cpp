#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/geometry/batch_iou.hpp>
#include <suregrasp/geometry/batch_suppression.hpp>
#include <suregrasp/geometry/tensor_angle.hpp>
#include <suregrasp/heatmap/disk_target.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/loss/binary_cross_entropy.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/network/adam.hpp>
#include <suregrasp/network/small_network.hpp>
#include <suregrasp/pyramid/crop.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/testing/counting_backend.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <vector>

#include "catch2.hpp"
#include "hold_to_all_laws.hpp"
#include "plain_backend.hpp"
#include "tasks.hpp"

using namespace suregrasp;
using suregrasp_tests::plain_backend;

namespace {

using device = testing::counting_backend<plain_backend<double>>;
using tape = taped<device>;
using tensor = tensor_t<device>;

/// What an algorithm sends between the host and the device.
struct transfers {
  std::size_t uploads = 0, downloads = 0, indices = 0;
  friend bool operator==(transfers const&, transfers const&) = default;
  friend std::ostream& operator<<(std::ostream& out, transfers const& t) {
    return out << t.uploads << " uploads, " << t.downloads << " downloads, " << t.indices << " lists of indices";
  }
};
constexpr transfers none{};

template <class Algorithm>
transfers transfers_of(device const& be, Algorithm const& algorithm) {
  auto const before = be.counts();
  (void)algorithm();
  auto const counts = be.counts() - before;
  return {counts.uploads, counts.downloads, counts.indices};
}

template <class Algorithm>
transfers transfers_of(tape const& be, Algorithm const& algorithm) {
  return transfers_of(be.base(), algorithm);
}

device const be;
tape const taped_be{be};

template <class B>
tensor_t<B> put(B const& to, extents const& shape, std::size_t seed = 0) {
  return testing::put(to, testing::mixed_values<double>(shape, seed));
}

template <class B>
tensor_t<B> rectangles(B const& to, double shift) {
  return testing::put(to, host_array<double>({2, 5}, std::vector<double>{10 + shift, 12, 0.25, 20, 8,  //
                                                                         40, 40 - shift, -1, 30, 10}));
}

small_network<tape> network() {
  return {
      taped_be, {.input = {8, 8, 2}, .convolutions = {{.channels = 3}}, .dense = {6}, .heads = 4}, random_stream(3)};
}

}  // namespace

TEST_CASE("A backend that counts is held to all laws") {
  suregrasp_tests::hold_to_all_laws(testing::counting_backend<plain_backend<double>>{});
  suregrasp_tests::hold_to_all_laws(taped(testing::counting_backend<plain_backend<double>>{}));
}

TEST_CASE("Overlaps and angles send nothing to a device and fetch nothing from it") {
  auto const a = rectangles(be, 0), b = rectangles(be, 2);
  CHECK(transfers_of(be, [&] { return iou_pairs(be, a, b); }) == none);
  CHECK(transfers_of(be, [&] { return iou_matrix(be, a, b); }) == none);
  CHECK(transfers_of(be, [&] { return axial_distance(be, column(be, a, 2), column(be, b, 2)); }) == none);
  auto const angles = put(be, {7});
  CHECK(transfers_of(be, [&] { return sin(be, angles); }) == none);
  CHECK(transfers_of(be, [&] { return cos(be, angles); }) == none);
  CHECK(transfers_of(be, [&] { return round(be, angles); }) == none);
}

TEST_CASE("Overlaps and their derivatives send nothing to a device and fetch nothing from it") {
  std::vector<tensor_t<tape>> const leaf{taped_be.variable(rectangles(taped_be, 0))};
  auto const b = rectangles(taped_be, 2);
  auto const slope = [&] {
    return taped_be.gradient(sum_all(taped_be, iou_pairs(taped_be, leaf[0], b)), std::span<tensor_t<tape> const>(leaf));
  };
  CHECK(transfers_of(taped_be, slope).uploads == 0);
  CHECK(transfers_of(taped_be, slope).downloads == 0);
}

TEST_CASE("What chooses on the host fetches what it chooses from") {
  auto const grasps = rectangles(be, 0), scores = put(be, {2}), heat = put(be, {8, 9});
  CHECK(transfers_of(be, [&] { return rotated_suppression(be, grasps, scores); }) == transfers{.downloads = 2});
  CHECK(transfers_of(be, [&] { return find_peaks(be, heat, {}); }) == transfers{.downloads = 1});
}

TEST_CASE("Fusion sends nothing to a device and fetches nothing from it") {
  auto const heads_of = [](std::int64_t columns) {
    std::vector<tensor> heads;
    for (std::size_t k = 0; k < 4; ++k) heads.push_back(put(be, {7, columns}, k));
    return heads;
  };
  pose_encoding const axial{angle_code::double_angle, {3.5, 0.5}, {3.0, 0.4}}, raw{angle_code::raw, {3, 0.5}, {2, 0.4}};
  auto const fused = [&](pose_encoding const& code, fusion_options const& options) {
    auto const heads = heads_of(code.columns());
    return transfers_of(be, [&] { return fuse(be, std::span<tensor const>(heads), code, options); });
  };
  CHECK(fused(axial, {}) == none);
  CHECK(fused(axial, {.unit_heads = true}) == none);
  CHECK(fused(raw, {}) == none);
  CHECK(fused(raw, {.literal = true}) == none);
}

TEST_CASE("Losses send nothing to a device and fetch nothing from it") {
  auto const x = put(be, {5, 4}, 1), y = put(be, {5, 4}, 2);
  CHECK(transfers_of(be, [&] { return smooth_l1(be, x, y, 3); }) == none);
  CHECK(transfers_of(be, [&] { return binary_cross_entropy(be, x, y); }) == none);
  CHECK(transfers_of(be, [&] { return multi_head_loss(be, std::vector{x, y, x}, y); }) == none);
  CHECK(transfers_of(be, [&] { return mean_all(be, x); }) == none);
}

TEST_CASE("A heatmap target is sent to a device once, the locations of a crop once with their indices") {
  auto const logits = put(be, {8, 9});
  std::vector<point<double>> const centres{{3, 4}, {6, 2}};
  auto const heat_loss = [&] {
    auto const target = disk_target(8, 9, centres, 2);
    std::vector<double> const values(target.values.begin(), target.values.end());
    return binary_cross_entropy(be, logits, be.from_host({target.shape, std::span<double const>(values)}));
  };
  CHECK(transfers_of(be, heat_loss) == transfers{.uploads = 1});
  level<tensor> const from{put(be, {2, 5, 6, 3}), 4};
  std::vector<location> const at{{0, 10.25, 7.5}, {1, -3, 40}};
  auto const crops = [&] { return crop(be, from, std::span<location const>(at), 3); };
  CHECK(transfers_of(be, crops) == transfers{.uploads = 1, .indices = 4});
}

TEST_CASE("A moving average and a snapshot of buffers stay on their device") {
  suregrasp_tests::small_model teacher(be, 1);
  suregrasp_tests::small_model const student(be, 3);
  CHECK(transfers_of(be, [&] { return ema_update(be, teacher, student, 0.75), 0; }) == none);
  CHECK(transfers_of(be, [&] { return buffer_snapshot<device>(be, teacher); }) == none);
}

TEST_CASE("A network sends the windows of its convolutions alone, and a step of its optimizer nothing") {
  auto net = network();
  CHECK(transfers_of(taped_be, [] { return network(); }) == transfers{.uploads = 6});  // a weight a layer
  adam<tape> optimizer;
  auto const x = put(taped_be, {2, 8, 8, 2}), target = put(taped_be, {2, 1});
  std::vector<tensor_t<tape>> heads;
  CHECK(transfers_of(taped_be, [&] { return heads = net.forward(x); }) == transfers{.indices = 1});
  auto loss = constant(taped_be, 0);
  CHECK(transfers_of(taped_be, [&] { return loss = mean_all(taped_be, multi_head_loss(taped_be, heads, target)); }) ==
        none);
  for (int step = 0; step < 2; ++step) {
    auto const counts = transfers_of(taped_be, [&] { return optimizer.step(taped_be, net, loss), 0; });
    CHECK(counts.uploads == 0);
    CHECK(counts.downloads == 0);
    loss = mean_all(taped_be, multi_head_loss(taped_be, net.forward(x), target));
  }
}

TEST_CASE("A step of the mean teacher sends its views and weights, and fetches losses and uncertainties") {
  random_stream const random(7);
  mean_teacher teacher(taped_be, small_network<tape>(taped_be, {.input = {1}, .dense = {6}, .heads = 4}, random),
                       suregrasp_tests::curve_task<tape>{taped_be}, adam<tape>(), keep_all{}, {});
  auto const x = put(taped_be, {6, 1}, 1), y = put(taped_be, {6, 1}, 2);
  auto const unlabelled = testing::mixed_values<double>({4, 1}, 3);
  for (int step = 0; step < 2; ++step) {
    auto const counts = transfers_of(taped_be, [&] { return teacher.step({x, y}, unlabelled, random); });
    CHECK(counts.uploads == 3);    // two views, the weights of the batch
    CHECK(counts.downloads == 3);  // the losses of labelled and unlabelled samples, the uncertainties
  }
}

TEST_CASE("A transfer too many is seen") {
  auto const t = put(be, {3});
  CHECK(transfers_of(be, [&] { return be.add(t, put(be, {3})); }) == transfers{.uploads = 1});
  CHECK(transfers_of(be, [&] { return item(be, sum_all(be, t)); }) == transfers{.downloads = 1});
  auto const before = be.counts().constants;
  CHECK(transfers_of(be, [&] { return scale(be, t, 2); }) == none);
  CHECK(be.counts().constants == before + 1);
}
