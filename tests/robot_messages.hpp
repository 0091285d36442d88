#ifndef SUREGRASP_TESTS_ROBOT_MESSAGES_HPP
#define SUREGRASP_TESTS_ROBOT_MESSAGES_HPP

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

/// Structs with the members of messages of ROS.
namespace suregrasp_tests {

struct image_look_alike {
  std::uint32_t height = 0, width = 0;
  std::string encoding;
  std::uint8_t is_bigendian = 0;
  std::uint32_t step = 0;
  std::vector<std::uint8_t> data;
};

/// An image of these numbers, its rows `padding` bytes longer than they need.
template <class Number>
image_look_alike image_of(std::uint32_t height, std::uint32_t width, char const* encoding,
                          std::vector<Number> const& values, bool big_endian = false, std::uint32_t padding = 0) {
  image_look_alike image{height, width, encoding, std::uint8_t(big_endian), {}, {}};
  image.step = width * std::uint32_t(sizeof(Number)) + padding;
  image.data.assign(std::size_t(height) * image.step, 0xEE);
  for (std::uint32_t i = 0; i < height * width; ++i) {
    std::array<std::uint8_t, sizeof(Number)> bytes;
    std::memcpy(bytes.data(), &values[i], bytes.size());
    if (big_endian != (std::endian::native == std::endian::big))
      for (std::size_t k = 0; k < bytes.size() / 2; ++k) std::swap(bytes[k], bytes[bytes.size() - 1 - k]);
    std::memcpy(image.data.data() + i / width * image.step + i % width * bytes.size(), bytes.data(), bytes.size());
  }
  return image;
}

struct region_look_alike {
  std::uint32_t x_offset = 0, y_offset = 0, height = 0, width = 0;
};

/// As ROS 1 has it.
struct camera_info_1 {
  std::uint32_t height = 480, width = 640;
  std::string distortion_model = "plumb_bob";
  std::vector<double> D{0.1, -0.2, 0.001, 0.002, 0.05};
  std::array<double, 9> K{615, 0, 318, 0, 612, 244, 0, 0, 1};
  std::array<double, 12> P{600, 0, 320, 0, 0, 601, 240, 0, 0, 0, 1, 0};
  std::uint32_t binning_x = 0, binning_y = 0;
  region_look_alike roi;
};

/// As ROS 2 has it.
struct camera_info_2 {
  std::uint32_t height = 480, width = 640;
  std::string distortion_model = "plumb_bob";
  std::vector<double> d{0.1, -0.2, 0.001, 0.002, 0.05};
  std::array<double, 9> k{615, 0, 318, 0, 612, 244, 0, 0, 1};
  std::array<double, 12> p{600, 0, 320, 0, 0, 601, 240, 0, 0, 0, 1, 0};
  std::uint32_t binning_x = 0, binning_y = 0;
  region_look_alike roi;
};

struct vector_look_alike {
  double x = 0, y = 0, z = 0;
};
struct quaternion_look_alike {
  double x = 0, y = 0, z = 0, w = 0;
};
struct pose_look_alike {
  vector_look_alike position;
  quaternion_look_alike orientation;
};
struct transform_look_alike {
  vector_look_alike translation;
  quaternion_look_alike rotation;
};
struct header_look_alike {
  std::string frame_id;
};

/// As moveit_msgs::Grasp.
struct grasp_look_alike {
  struct point {
    std::vector<double> positions;
  };
  struct posture {
    std::vector<std::string> joint_names;
    std::vector<point> points;
  };
  struct way {
    struct {
      header_look_alike header;
      vector_look_alike vector;
    } direction;
    float desired_distance = 0, min_distance = 0;
  };
  double grasp_quality = 0;
  struct {
    header_look_alike header;
    pose_look_alike pose;
  } grasp_pose;
  posture pre_grasp_posture, grasp_posture;
  way pre_grasp_approach, post_grasp_retreat;
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_ROBOT_MESSAGES_HPP
