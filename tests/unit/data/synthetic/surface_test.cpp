#include <suregrasp/data/synthetic/camera.hpp>
#include <suregrasp/data/synthetic/light.hpp>
#include <suregrasp/data/synthetic/surface.hpp>

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
  lamp const light{.x = 1, .y = 0, .slope = 1, .ambient = 0.4, .gloss = 0};
  detail::shadow_ray const ray(light, 30);
  int const row = 100 - ground.window.y;
  CHECK(ray.visible(ground, row, 130 - ground.window.x) == 1);
  CHECK(ray.visible(ground, row, 70 - ground.window.x) < 0.1F);
  CHECK(light_on(ground, light, 1, row, 140 - ground.window.x).diffuse == Approx(1));
  CHECK(light_on(ground, light, 0, row, 60 - ground.window.x).diffuse == Approx(0.4));
}

TEST_CASE("depth is the camera's height less the object's") {
  auto const ground = raised_box();
  domain const place = source_domain();
  cv::Mat_<float> const depth =
      depth_of(ground, {200, 200}, place, tilted_view({200, 200}, 500, 0, 0), random_stream(4));
  CHECK(depth(20, 20) - depth(100, 100) == Approx(30 * place.metres_per_pixel).margin(0.02));
}
