#include <catch2/catch.hpp>
#include <suregrasp/evaluate/label_dispute.hpp>

using namespace suregrasp;

namespace {

constexpr double right_angle = std::numbers::pi / 2;
preprocess_options const input{.size = 96};

/// A photograph with labels, and a heatmap of its size that is `at_labels` hot there.
struct judged {
  sample image{.id = "a", .rgb = cv::Mat::zeros(120, 160, CV_8UC3), .depth = {}, .grasps = {}};
  image_evaluation one{
      .found = {.ranked = {}, .heat = host_array<float>({120, 160}), .to_heat = {}}, .overlaps = {}, .errors = {}};

  /// `saved`: the share of the loss that the label with its corners in another order would save.
  void label(grasp<double> const& g, double heat, double turned, double saved = 0.75) {
    image.grasps.push_back(g);
    auto& values = one.found.heat.values;
    values[static_cast<std::size_t>(g.y) * 160 + static_cast<std::size_t>(g.x)] = static_cast<float>(heat);
    if (g.x > 30 && g.x < 130)
      one.errors.push_back({.uncertainty = 2,
                            .angle = turned,
                            .location_loss = 0.5,
                            .location_angle = turned,
                            .across_loss = 0.5 * (1 - saved)});
  }
  void found(grasp<double> const& g, double heat) { one.found.ranked.push_back({g, 1, heat, {}}); }
  [[nodiscard]] auto disputes() const { return label_disputes(image, one, input); }
};

}  // namespace

TEST_CASE("label_dispute: a label that would fit with its corners in another order, also behind one not in view") {
  judged at;
  at.label({5, 60, 0, 20, 10}, 0.9, 0);  // the network's square input does not show it
  at.label({60, 60, 0, 20, 10}, 0.9, 0.1);
  at.label({90, 60, 0, 20, 10}, 0.9, right_angle);
  at.label({120, 60, 0, 20, 10}, 0.9, right_angle, -0.25);  // across the network's axis, but fits no better turned
  at.found({60, 60, 0, 20, 10}, 0.9);
  auto const all = at.disputes();
  REQUIRE(all.size() == 1);
  CHECK(all[0] == label_dispute{dispute_kind::axis, at.image.grasps[2], 0.75, 2});
  CHECK(all[0].weight(2) == 0.375);
  CHECK(all[0].weight(1e9) == Approx(0.75));
}

TEST_CASE("label_dispute: of the hottest grasps those beside all labels") {
  judged at;
  at.label({60, 60, 0, 20, 10}, 0.9, 0);
  at.found({60, 60, 0, 20, 10}, 0.9);
  at.found({120, 60, 0, 20, 10}, 0.8);
  at.found({120, 90, 0, 20, 10}, 0.3);  // not among the hottest
  at.found({60, 75, 0, 20, 10}, 0.85);  // within an opening of the label
  at.found({90, 60, 0, 50, 10}, 0.85);  // touches the label
  auto const all = at.disputes();
  REQUIRE(all.size() == 1);
  CHECK(all[0] == label_dispute{dispute_kind::unlabelled, {120, 60, 0, 20, 10}, 0.8, 1});
}

TEST_CASE("label_dispute: labels where it is cold, of an image with grasps elsewhere") {
  judged at;
  at.label({60, 60, 0, 20, 10}, 0.25, 0);
  at.label({90, 60, 0, 20, 10}, 0.125, 0);
  at.found({120, 90, 0, 20, 10}, 0.75);
  auto const all = at.disputes();
  REQUIRE(all.size() == 1);
  CHECK(all[0] == label_dispute{dispute_kind::elsewhere, {120, 90, 0, 20, 10}, 0.5, 0});
  CHECK(all[0].weight(3) == 0.5);
  at.found({90, 70, 0, 20, 10}, 0.875);  // the hottest now, at the second label
  CHECK(at.disputes().empty());
  at.image.grasps.clear();
  CHECK(at.disputes().empty());
}

TEST_CASE("label_dispute: beside the heatmap it is cold") {
  judged photograph;
  photograph.one.found.heat.values.assign(120 * 160, 1.0F);
  auto const heat = [&](double x, double y) { return detail::heat_at(photograph.one.found, {x, y}); };
  CHECK(heat(0, 0) == 1);
  CHECK(heat(159, 119) == 1);
  CHECK(heat(160, 0) == 0);
  CHECK(heat(0, 120) == 0);
  CHECK(heat(-1, 0) == 0);
  CHECK(heat(0, -1) == 0);
}
