#include <cstdint>
#include <limits>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/robot/known_grippers.hpp>
#include <suregrasp/robot/messages.hpp>

#include "fuzz.hpp"
#include "number_bits.hpp"
#include "robot_messages.hpp"

// Messages whose fields are any bits and whose sizes may lie: what comes of them is sound, or an error of ours.
namespace {

using namespace suregrasp;
using namespace suregrasp_tests;

image_look_alike image_in(number_bits bits) {
  static constexpr char const* encodings[] = {"16UC1", "32FC1", "mono16", "rgb8", "bgr8", "rgba8", "bgra8", "mono8"};
  image_look_alike image;
  image.height = bits.next<std::uint32_t>(), image.width = bits.next<std::uint32_t>();
  image.step = bits.next<std::uint32_t>(), image.is_bigendian = bits.next<std::uint8_t>();
  auto const which = bits.next<std::uint8_t>();
  image.encoding = which < std::size(encodings) ? encodings[which] : bits.text();
  image.data.assign(bits.rest().begin(), bits.rest().end());
  return image;
}

void try_image(image_look_alike const& image) {
  std::size_t const pixels = std::size_t{image.height} * image.width;
  host_array<float> depth;
  if (!refused([&] { depth = depth_from(image, {.mono16_is_depth = true}); })) {
    require(depth.shape == extents{image.height, image.width} && depth.values.size() == pixels);
    require(2 * pixels <= image.data.size());
    for (float const metres : depth.values) require(metres == 0 || is_depth(metres));
  }
  host_array<std::uint8_t> colours;
  if (refused([&] { colours = colours_from(image); })) return;
  require(colours.shape == extents{image.height, image.width, 3} && colours.values.size() == 3 * pixels);
  require(pixels <= image.data.size());
}

template <class Info>
void try_camera(Info const& info) {
  for (auto const which : {camera_image::raw, camera_image::rectified}) {
    pinhole_camera camera;
    if (refused([&] { camera = camera_from(info, which); })) continue;
    require(!refused([&] { require_valid(camera); }));
    bool const part = info.roi.width != 0 && info.roi.height != 0;
    auto const width = part ? info.roi.width : info.width, height = part ? info.roi.height : info.height;
    require(camera.width == static_cast<int>(width / std::max(1U, info.binning_x)));
    require(camera.height == static_cast<int>(height / std::max(1U, info.binning_y)));
    (void)camera.back_project({1, 1}, 1);
  }
}

void try_cameras(number_bits bits) {
  camera_info_2 info;
  auto const flags = bits.next<std::uint8_t>();
  for (auto* const field : {&info.height, &info.width, &info.binning_x, &info.binning_y, &info.roi.x_offset,
                            &info.roi.y_offset, &info.roi.height, &info.roi.width})
    *field = bits.next<std::uint32_t>();
  for (auto& each : info.k) each = bits.next<double>();
  for (auto& each : info.p) each = bits.next<double>();
  info.d = bits.list<double>(flags % 16U);
  info.distortion_model = (flags & 16U) != 0 ? "rational_polynomial" : bits.text();
  try_camera(info);
  try_camera(camera_info_1{info.height, info.width, info.distortion_model, info.d, info.k, info.p, info.binning_x,
                           info.binning_y, info.roi});
}

/// A pose in a message; none where it is refused.
template <class From, class To>
bool take_pose(number_bits& bits, transform<From, To>& pose) {
  pose_look_alike message;
  auto& [position, turn] = message;
  for (auto* const field : {&position.x, &position.y, &position.z, &turn.x, &turn.y, &turn.z, &turn.w})
    *field = bits.next<double>();
  if (refused([&] { pose = transform_from<From, To>(message); })) return false;
  require(is_finite(pose.translation));
  auto const matrix = pose.matrix();
  require(std::ranges::all_of(matrix, [](double value) { return std::isfinite(value); }));
  fill_pose(message, pose);
  auto const again = transform_from<From, To>(message);
  require(again.translation == pose.translation && turn_between(again.orientation, pose.orientation).value < 1e-6);
  return true;
}

/// Without the names in quotes there is no text for a number that is none.
void require_numbers_in(std::string const& text) {
  require(detail::is_utf8(text));
  bool quoted = false;
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted)
      plain += text[i];
  }
  require(!quoted);
  for (char const* none : {"nan", "inf", "\u2013", "e-", "e+"}) require(plain.find(none) == std::string::npos);
}

void try_command(number_bits bits) {
  auto const hand = gripper_of(known_gripper::franka_hand);
  grasp_command command;
  if (!take_pose(bits, command.goal) || !take_pose(bits, command.mount)) return;
  for (auto* const field : {&command.preshape, &command.held, &command.standoff}) *field = bits.next<double>();
  command.success = success_probability(bits.next<double>());
  gripper_joint const joint{"joint", bits.next<double>(), bits.next<double>()};
  auto const frame = bits.text();
  std::string text;
  if (!refused([&] { text = ur_script(command, hand.tool); })) require_numbers_in(text);
  if (!refused([&] { text = isaac_grasp_yaml({&command, 1}, hand, joint, frame, "hand"); })) require_numbers_in(text);
  grasp_look_alike message;
  if (refused([&] { fill_grasp(message, command, hand, joint, frame, "link"); })) return;
  auto const& at = message.grasp_pose.pose.position;
  for (double const value : {at.x, at.y, at.z, message.grasp_posture.points[0].positions[0],
                             message.pre_grasp_posture.points[0].positions[0]})
    require(std::isfinite(value));
  require(std::isfinite(message.pre_grasp_approach.desired_distance));
}

}  // namespace

void suregrasp_tests::read(std::string_view bytes) {
  number_bits bits(bytes);
  switch (bits.next<std::uint8_t>() % 3U) {
    case 0:
      return try_image(image_in(bits));
    case 1:
      return try_cameras(bits);
    default:
      try_command(bits);
  }
}
