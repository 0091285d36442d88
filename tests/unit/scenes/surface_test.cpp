#include <suregrasp/scenes/impl/camera.hpp>
#include <suregrasp/scenes/impl/light.hpp>
#include <suregrasp/scenes/impl/surface.hpp>

#include "catch2.hpp"

using namespace suregrasp;
using namespace suregrasp::synthetic;

namespace {

surface raised_box() {
  painted_object const box{{{{rounded_box{{100, 100}, 20, 10, 0}, 30, 0, 0}}}, {colour(1, 0, 0), colour(0, 0, 1)}};
  return surface_of(std::span(&box, 1), {200, 200});
}

}  // namespace

TEST_CASE("an object covers, colours and raises the pixels inside its outline") {
  auto const ground = raised_box();
  auto const at = [&](int x, int y) { return cv::Point(x - ground.window.x, y - ground.window.y); };
  CHECK(ground.height(at(100, 100)) == Approx(30));
  CHECK(ground.coverage(at(100, 100)) == 1);
  CHECK(ground.coverage(at(120, 100)) == Approx(0.5));
  CHECK(ground.tint(at(100, 100)) == colour(1, 0, 0));
  CHECK(ground.height(at(125, 100)) == 0);
  CHECK(ground.coverage(at(125, 100)) == 0);
}

TEST_CASE("the table is fully lit in front of an object and dark behind it") {
  auto const ground = raised_box();
  lamp const light{.x = 1, .y = 0, .slope = 1, .ambient = 0.4, .gloss = 0, .width = 0.2};
  auto const horizon = synthetic::detail::horizon_of(ground, light);
  int const row = 100 - ground.window.y;
  auto const visible = [&](int x) { return light.visible_over(horizon(row, x - ground.window.x)); };
  CHECK(visible(130) == 1);
  CHECK(visible(70) < 0.1F);
  CHECK(horizon(row, 60 - ground.window.x) == Approx(30.0 / 23).epsilon(0.05));
  CHECK(light_on(ground, light, 1, row, 140 - ground.window.x).diffuse == Approx(1));
  CHECK(light_on(ground, light, 0, row, 60 - ground.window.x).diffuse == Approx(0.4));
}

TEST_CASE("a shadow's edge is the softer the higher the thing and the wider the lamp") {
  auto const soft_pixels = [](double height, double width) {
    painted_object const box{{{{rounded_box{{200, 100}, 20, 30, 0}, height, 0, 0}}}, {}};
    lamp const light{.x = 1, .y = 0, .slope = 1, .width = width};
    auto const ground = surface_of(std::span(&box, 1), {300, 200}, light.reach(height) + 2);
    auto const horizon = synthetic::detail::horizon_of(ground, light);
    int count = 0;
    for (int x = 0; x < 175; ++x) {
      auto const column = x - ground.window.x;
      auto const visible = column < 0 ? 1 : light.visible_over(horizon(100 - ground.window.y, column));
      count += visible > 0.02F && visible < 0.98F ? 1 : 0;
    }
    return count;
  };
  double const between_rims = 0.83 * (1 / 0.8 - 1 / 1.2);  // of the height; 83 % is neither quite light nor quite dark
  CHECK(soft_pixels(20, 0.2) == Approx(20 * between_rims).margin(2));
  CHECK(soft_pixels(60, 0.2) == Approx(60 * between_rims).margin(3));
  CHECK(soft_pixels(40, 0.4) > 1.8 * soft_pixels(40, 0.2));
}

TEST_CASE("a lamp is seen whole below its horizon, not at all above it, and half in the middle") {
  lamp const light{.slope = 0.8, .width = 0.3};
  CHECK(light.visible_over(0.4F) == 1);
  CHECK(light.visible_over(0.8F) == Approx(0.5));
  CHECK(light.visible_over(1.2F) == 0);
  CHECK(light.reach(10) == Approx(20));
}

TEST_CASE("without objects there is no surface, and nothing is shaded") {
  auto const ground = surface_of({}, {64, 48});
  CHECK(ground.window.empty());
  cv::Mat_<cv::Vec3f> image(48, 64, cv::Vec3f(0.5F, 0.4F, 0.3F));
  light_scene(image, ground, {});
  CHECK(image(20, 20) == cv::Vec3f(0.5F, 0.4F, 0.3F));
}

TEST_CASE("depth is the camera's height less the object's") {
  auto const ground = raised_box();
  domain const setting = source_domain();
  cv::Mat_<float> const depth =
      depth_of(ground, {200, 200}, setting, tilted_view({200, 200}, 500, 0, 0), random_stream(4));
  CHECK(depth(20, 20) - depth(100, 100) == Approx(30 * setting.metres_per_pixel).margin(0.02));
}
