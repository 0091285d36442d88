#include <catch2/catch.hpp>
#include <suregrasp/detect/certainty_overlay.hpp>

using namespace suregrasp;

namespace {

cv::Mat const photograph(480, 640, CV_8UC3, cv::Scalar::all(90));

detections two() {
  return {.ranked = {{{200, 240, 0, 100, 40}, 0.1, 0.9, {}}, {{440, 240, 0, 100, 40}, 10, 0.8, {}}}, .heat = {}};
}

/// At the plate of a grasp.
cv::Vec3b plate(cv::Mat const& picture, int x) { return picture.at<cv::Vec3b>(240, x + 50); }

}  // namespace

TEST_CASE("certainty_overlay: green is the most certain grasp, red the least, grey one that is refused") {
  auto const drawn = draw_detections(photograph, two());
  CHECK(drawn.cols == 640);
  CHECK(drawn.rows > 480);
  CHECK(plate(drawn, 200)[1] > 180);
  CHECK(plate(drawn, 200)[0] < 80);
  CHECK(plate(drawn, 440)[0] > 180);
  CHECK(plate(drawn, 440)[1] < 80);
  auto const refused = plate(draw_detections(photograph, two(), {.accept = 1}), 440);
  CHECK(refused == cv::Vec3b(130, 130, 130));
  CHECK(plate(draw_detections(photograph, two(), {.accept = 10}), 440) == plate(drawn, 440));
  CHECK(plate(draw_detections(photograph, two(), {.count = 1}), 440) == cv::Vec3b(90, 90, 90));
}

TEST_CASE("certainty_overlay: the legend differs where something is refused, and where there is nothing") {
  auto const legend = [](cv::Mat const& picture) { return picture.rowRange(480, picture.rows).clone(); };
  auto const all = legend(draw_detections(photograph, two()));
  CHECK(cv::norm(all, legend(draw_detections(photograph, two(), {.accept = 1}))) > 0);
  CHECK(cv::norm(all, legend(draw_detections(photograph, {}))) > 0);
}

TEST_CASE("nothing_to_grasp_text: how hot it was, beside the threshold where there is one") {
  detections found;
  found.heat = host_array<float>({1, 2}, std::vector<float>{0.1F, 0.25F});
  CHECK(nothing_to_grasp_text(found, 0.3) == "nothing to grasp: the highest heat is 0.25, the threshold 0.30");
  CHECK(nothing_to_grasp_text({}, std::nan("")) == "nothing to grasp: the highest heat is 0.00");
}
