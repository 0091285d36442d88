#ifndef SUREGRASP_ROS1_PLAIN_MESSAGES_HPP
#define SUREGRASP_ROS1_PLAIN_MESSAGES_HPP

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/// Messages of ROS 1 as plain structs. Its headers need C++17, as they ask std::allocator for what C++20 took from it,
/// and the library needs C++20: what both see is here, and has the members that the library's templates look for.
namespace ros1_node {

struct header {
  std::uint64_t stamp = 0;  ///< nanoseconds
  std::string frame_id{};
};

struct image {
  ros1_node::header header{};
  std::uint32_t height = 0, width = 0;
  std::string encoding{};
  std::uint8_t is_bigendian = 0;
  std::uint32_t step = 0;
  std::vector<std::uint8_t> data{};
};

struct region {
  std::uint32_t x_offset = 0, y_offset = 0, height = 0, width = 0;
};

struct camera_info {
  ros1_node::header header{};
  std::uint32_t height = 0, width = 0;
  std::string distortion_model{};
  std::vector<double> D{};
  std::array<double, 9> K{};
  std::array<double, 12> P{};
  std::uint32_t binning_x = 0, binning_y = 0;
  region roi{};
};

struct pose {
  struct {
    double x = 0, y = 0, z = 0;
  } position{};
  struct {
    double x = 0, y = 0, z = 0, w = 0;
  } orientation{};
};

/// What the node says of a frame.
struct answer {
  ros1_node::header header{};
  std::string verdict{};  ///< of the live loop
  std::vector<pose> poses{};
};

}  // namespace ros1_node

#endif  // SUREGRASP_ROS1_PLAIN_MESSAGES_HPP
