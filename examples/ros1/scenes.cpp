#include "scenes.hpp"

#include <algorithm>
#include <cstring>
#include <suregrasp/metrics/rectangle_metric.hpp>
#include <suregrasp/robot.hpp>
#include <suregrasp/robot/messages.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>

namespace ros1_node {

namespace {

suregrasp::sample scene(int index) {
  return suregrasp::generate_scene(suregrasp::random_stream(21), static_cast<std::uint64_t>(index));
}

image whole_image(char const* encoding, std::uint32_t pixel_bytes, cv::Mat const& pixels) {
  image to{{}, std::uint32_t(pixels.rows), std::uint32_t(pixels.cols), encoding, 0, pixels.cols * pixel_bytes, {}};
  to.data.resize(std::size_t(to.step) * to.height);
  std::memcpy(to.data.data(), pixels.data, to.data.size());
  return to;
}

}  // namespace

scene_messages generated_scene(int index) {
  auto const original = scene(index);
  scene_messages messages;
  auto pixels = original.rgb.clone();
  bool const even = index % 2 == 0;
  if (even)
    for (auto& each : cv::Mat_<cv::Vec3b>(pixels)) std::swap(each[0], each[2]);
  messages.colour = whole_image(even ? "bgr8" : "rgb8", 3, pixels);
  cv::Mat depth = original.depth;
  if (even) original.depth.convertTo(depth, CV_16UC1, 1000);
  messages.depth = whole_image(even ? "16UC1" : "32FC1", even ? 2 : 4, depth);
  auto& camera = messages.camera;
  camera.height = 480, camera.width = 640, camera.distortion_model = "plumb_bob", camera.D.assign(5, 0.0);
  camera.K = {526, 0, 320, 0, 526, 240, 0, 0, 1};
  camera.P = {526, 0, 320, 0, 0, 526, 240, 0, 0, 0, 1, 0};
  for (auto* header : {&messages.colour.header, &messages.depth.header, &camera.header})
    *header = {1'000'000'000ULL * std::uint64_t(index + 1), "camera_optical_frame"};
  return messages;
}

std::string fault_of(int index, pose const& told) {
  using namespace suregrasp;
  auto const messages = generated_scene(index);
  auto const camera = camera_from(messages.camera);
  auto const hand = gripper_of(known_gripper::robotiq_2f85);
  auto const goal = transform_from<frames::tool, frames::camera>(told);
  auto const depth = depth_from(messages.depth);
  auto const labels = scene(index).grasps;
  auto const rectangle = projected_grasp(camera, goal, 0.06, 0.02, hand.tool);
  if (!rectangle) return "not before the camera";
  auto const surface = surface_depth_at(depth.view(), *rectangle);
  double const tips = goal({hand.tool.reach * hand.tool.approach}).z;
  if (!surface || tips < surface->depth - 0.015 || tips > surface->depth + 0.025) return "tips at no surface";
  auto const fits = [&](grasp<double> const& label) {
    auto sized = *rectangle;
    sized.opening = label.opening, sized.jaw = label.jaw;
    return is_correct(sized, std::vector{label});
  };
  return std::ranges::any_of(labels, fits) ? "" : "no label agrees";
}

}  // namespace ros1_node
