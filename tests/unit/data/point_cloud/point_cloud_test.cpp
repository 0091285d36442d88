#include <cmath>
#include <cstring>
#include <limits>
#include <suregrasp/data/point_cloud/point_cloud_depth.hpp>

#include "catch2.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

constexpr char const* head =
    "# .PCD v.7 - Point Cloud Data file format\nFIELDS x y z rgb index\nSIZE 4 4 4 4 4\nTYPE F F F F U\n"
    "COUNT 1 1 1 1 1\nWIDTH 3\nHEIGHT 1\nPOINTS 3\n";

std::string id_of(std::string const& text) {
  return error_of([&] { (void)parse_point_cloud(text, "a.txt"); }).id;
}

}  // namespace

TEST_CASE("a text cloud gives its points, with or without CRLF") {
  std::string text = std::string(head) + "DATA ascii\n300 0 400 0 2\n0 600 800 0 5\nnan nan nan 0 1\n";
  auto const points = parse_point_cloud(text, "a.txt");
  REQUIRE(points.size() == 2);
  CHECK(points[0].pixel == 2);
  CHECK(points[1].y == 600);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\r\n");
  CHECK(parse_point_cloud(text, "a.txt").size() == 2);
}

TEST_CASE("a binary cloud gives the same points as a text one") {
  std::string text = std::string(head) + "DATA binary\n";
  for (auto const& [x, y, z, index] : {std::tuple{300.0F, 0.0F, 400.0F, 2U}, std::tuple{0.0F, 600.0F, 800.0F, 5U},
                                       std::tuple{std::nanf(""), 1.0F, 1.0F, 1U}}) {
    float const values[4]{x, y, z, 0};
    text.append(reinterpret_cast<char const*>(values), sizeof values);
    text.append(reinterpret_cast<char const*>(&index), sizeof index);
  }
  auto const points = parse_point_cloud(text, "a.pcd");
  REQUIRE(points.size() == 2);
  CHECK(points[0].x == 300);
  CHECK(points[1].z == 800);
  CHECK(points[1].pixel == 5);
  CHECK(id_of(text.substr(0, text.size() - 1)) == "data.pcd.short");
}

TEST_CASE("compressed points lie field by field, and nothing else than what POINTS says is taken") {
  std::string columns;
  auto const append = [&](auto... values) {
    (columns.append(reinterpret_cast<char const*>(&values), sizeof values), ...);
  };
  append(300.0F, 0.0F, 1.0F);             // x
  append(0.0F, 600.0F, 1.0F);             // y
  append(400.0F, 800.0F, std::nanf(""));  // z
  append(0.0F, 0.0F, 0.0F);               // rgb
  append(2U, 5U, 1U);                     // index
  std::string packed;                     // literals alone are LZF too
  for (std::size_t at = 0; at < columns.size(); at += 32) {
    auto const run = columns.substr(at, 32);
    packed += static_cast<char>(run.size() - 1) + run;
  }
  auto const file = [&](std::uint32_t compressed, std::uint32_t raw, std::string const& content) {
    std::uint32_t const sizes[2]{compressed, raw};
    return head + ("DATA binary_compressed\n" + std::string(reinterpret_cast<char const*>(sizes), 8)) + content;
  };
  auto const size = static_cast<std::uint32_t>(packed.size());
  auto const points = parse_point_cloud(file(size, 60, packed), "a.pcd");
  REQUIRE(points.size() == 2);
  CHECK(points[0].x == 300);
  CHECK(points[1].z == 800);
  CHECK(points[1].pixel == 5);
  CHECK(id_of(file(size, 59, packed)) == "data.pcd.compressed");
  CHECK(id_of(file(size + 1, 60, packed)) == "data.pcd.compressed");
  CHECK(id_of(file(size - 1, 60, packed)) == "data.pcd.compressed");
  CHECK(id_of(file(0xffffffffU, 60, packed)) == "data.pcd.compressed");
  CHECK(id_of(std::string(head) + "DATA binary_compressed\nabc") == "data.pcd.compressed");
}

TEST_CASE("points in rows need no index") {
  auto const points = parse_point_cloud(
      "FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nWIDTH 2\nHEIGHT 2\nPOINTS 4\nDATA ascii\n1 1 1\nnan nan nan\n1 1 1\n1 1 "
      "1\n",
      "rows.pcd");
  REQUIRE(points.size() == 3);
  CHECK(points[1].pixel == 2);
}

TEST_CASE("depth is the distance from the frame's origin in metres, the nearest point of each pixel") {
  std::vector<cloud_point> const points{{300, 0, 400, 4}, {0, 600, 800, 4}, {0, 0, 900, 1}};
  cv::Mat const depth = depth_of_cloud(points, {3, 2}, "a.txt");
  CHECK(depth.at<float>(1, 1) == 0.5F);
  CHECK(depth.at<float>(0, 1) == 0.9F);
  CHECK(depth.at<float>(0, 0) == 0);
  CHECK(error_of([&] { (void)depth_of_cloud(points, {2, 2}, "a.txt"); }).id == "data.pcd.index");
}

TEST_CASE("damaged clouds are refused") {
  std::string const whole = head;
  CHECK(id_of("") == "data.pcd.header");
  CHECK(id_of(whole) == "data.pcd.header");
  CHECK(id_of(whole + "DATA binary_squeezed\n") == "data.pcd.header");
  CHECK(id_of(whole + "DATA ascii\n1 2 3 4\n") == "data.pcd.point");
  CHECK(id_of(whole + "DATA ascii\n1 2 3 4 x\n") == "data.pcd.point");
  CHECK(id_of(whole + "DATA ascii\n1 2 3 4 1.5\n") == "data.pcd.index");
  CHECK(id_of(whole + "DATA ascii\n1 2 3 4 -1\n") == "data.pcd.index");
  CHECK(id_of(whole + "DATA ascii\n1 2 3 4 5\n") == "data.pcd.short");
  CHECK(id_of("FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nPOINTS 1\nDATA ascii\n1 1 1\n") == "data.pcd.header");
  CHECK(id_of("FIELDS x y z\nPOINTS 99999999999\nHEIGHT 2\nDATA binary\n") == "data.pcd.header");
  auto const failed = error_of([&] { (void)parse_point_cloud(whole + "DATA ascii\n1 2 3 0 1\n1 2 3 0\n", "a.txt"); });
  CHECK_THAT(failed.message, Catch::StartsWith("a.txt:11: "));
}
