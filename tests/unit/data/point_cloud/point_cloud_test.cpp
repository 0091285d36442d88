#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
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
  auto const points = parse_point_cloud(text, "a.txt").points;
  REQUIRE(points.size() == 2);
  CHECK(points[0].pixel == 2);
  CHECK(points[1].y == 600);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\r\n");
  CHECK(parse_point_cloud(text, "a.txt").points.size() == 2);
}

TEST_CASE("a binary cloud gives the same points as a text one") {
  std::string text = std::string(head) + "DATA binary\n";
  for (auto const& [x, y, z, index] : {std::tuple{300.0F, 0.0F, 400.0F, 2U}, std::tuple{0.0F, 600.0F, 800.0F, 5U},
                                       std::tuple{std::nanf(""), 1.0F, 1.0F, 1U}}) {
    float const values[4]{x, y, z, 0};
    text.append(reinterpret_cast<char const*>(values), sizeof values);
    text.append(reinterpret_cast<char const*>(&index), sizeof index);
  }
  auto const points = parse_point_cloud(text, "a.pcd").points;
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
  auto const points = parse_point_cloud(file(size, 60, packed), "a.pcd").points;
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
  auto const cloud = parse_point_cloud(
      "FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nWIDTH 2\nHEIGHT 2\nPOINTS 4\nDATA ascii\n1 1 1\nnan nan nan\n1 1 1\n1 1 "
      "1\n",
      "rows.pcd");
  REQUIRE(cloud.points.size() == 3);
  CHECK(cloud.points[1].pixel == 2);
  CHECK(cloud.width == 2);
  CHECK(cloud.height == 2);
}

TEST_CASE("padding and features of many values are passed over, in each form") {
  struct field {
    std::string name, type;
    std::size_t size, count;
  };
  field const x{"x", "F", 4, 1}, y{"y", "F", 4, 1}, z{"z", "F", 4, 1};
  std::vector<std::vector<field>> const layouts{{x, y, z, {"_", "U", 1, 4}, {"rgb", "F", 4, 1}, {"_", "U", 1, 12}},
                                                {x, y, z, {"fpfh", "F", 4, 33}},
                                                {{"_", "U", 1, 0}, x, y, {"normal", "F", 8, 3}, z},
                                                {{"label", "U", 2, 2}, x, y, z, {"index", "U", 4, 2}}};
  auto const head_of = [](std::vector<field> const& fields) {
    std::string lines[4]{"FIELDS", "\nSIZE", "\nTYPE", "\nCOUNT"};
    for (auto const& f : fields) {
      lines[0] += " " + f.name, lines[1] += " " + std::to_string(f.size);
      lines[2] += " " + f.type, lines[3] += " " + std::to_string(f.count);
    }
    return lines[0] + lines[1] + lines[2] + lines[3] + "\nWIDTH 2\nHEIGHT 2\nPOINTS 4\n";
  };
  auto const value = [](field const& f, std::size_t n) {
    return f.name == "x" ? 10.0F + float(n) : f.name == "y" ? 20.0F : f.name == "z" ? 700.0F + float(n) : 7.0F;
  };
  for (auto const& fields : layouts) {
    std::string text, rows, columns;
    auto const put = [&](std::string& to, field const& f, std::size_t n) {
      float const number = value(f, n);
      for (std::size_t i = 0; i < f.count; ++i)
        if (f.size == 4 && f.type == "F")
          to.append(reinterpret_cast<char const*>(&number), 4);
        else
          to.append(f.size, '\7');
    };
    for (std::size_t n = 0; n < 4; ++n, text += "\n")
      for (auto const& f : fields) {
        put(rows, f, n);
        for (std::size_t i = 0; i < f.count; ++i) text += std::to_string(value(f, n)) + " ";
      }
    for (auto const& f : fields)
      for (std::size_t n = 0; n < 4; ++n) put(columns, f, n);
    std::string packed;
    for (std::size_t at = 0; at < columns.size(); at += 32) {
      auto const run = columns.substr(at, 32);
      packed += static_cast<char>(run.size() - 1) + run;
    }
    std::uint32_t const sizes[2]{static_cast<std::uint32_t>(packed.size()), static_cast<std::uint32_t>(columns.size())};
    packed = std::string(reinterpret_cast<char const*>(sizes), 8) + packed;
    for (auto const& body : {"DATA ascii\n" + text, "DATA binary\n" + rows, "DATA binary_compressed\n" + packed}) {
      INFO(head_of(fields) << body.substr(0, 20));
      auto const points = parse_point_cloud(head_of(fields) + body, "a.pcd").points;
      REQUIRE(points.size() == 4);
      CHECK(points[3].x == 13);
      CHECK(points[3].y == 20);
      CHECK(points[3].z == 703);
      CHECK(points[3].pixel == 3);
    }
  }
  CHECK(id_of(head_of({x, y, {"z", "F", 4, 2}}) + "DATA ascii\n1 1 1 1\n1 1 1 1\n1 1 1 1\n1 1 1 1\n") ==
        "data.pcd.header");
  CHECK(id_of(head_of({x, y, z, {"_", "U", 1, 99999}}) + "DATA binary\n") == "data.pcd.header");
  CHECK(id_of("FIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nWIDTH 3\nHEIGHT 2\nPOINTS 4\nDATA binary\n") == "data.pcd.header");
}

TEST_CASE("metres and millimetres of a cloud are told apart, or asked for") {
  auto const cloud = [](double far) {
    std::vector<cloud_point> points;
    for (std::int64_t i = 0; i < 6; ++i) points.push_back({0, 0, i < 3 ? far : far / 2, i});
    return points;
  };
  struct row {
    double far;
    std::optional<double> unit;
    double metres;  // 0: refused
  };
  for (auto const& [far, unit, metres] :
       {row{900, {}, 0.9}, row{0.9, {}, 0.9}, row{18, {}, 18}, row{60, {}, 0.06}, row{30, {}, 0}, row{30, 0.001, 0.03},
        row{9, 0.1, 0.9}, row{0.9, 0.001, 0}, row{900, 1.0, 0}, row{60000, {}, 0}}) {
    INFO(far);
    cv::Mat depth;
    auto const failed = error_of([&, f = far, u = unit] { depth = depth_of_cloud(cloud(f), {3, 2}, "a.pcd", u); });
    CHECK(failed.id == (metres > 0 ? "" : "data.depth.unit"));
    if (metres > 0)
      CHECK(depth.at<float>(0, 1) == Approx(metres));
    else
      CHECK_THAT(failed.message, Catch::StartsWith("a.pcd: ") && Catch::Contains("--depth-unit"));
  }
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
