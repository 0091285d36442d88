#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <suregrasp/data/graspnet/graspnet.hpp>

#include "catch2.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

template <class T>
std::string npy(std::vector<T> const& values, std::string const& shape, std::string const& kind) {
  std::string header = "{'descr': '" + kind + "', 'fortran_order': False, 'shape': " + shape + ", }";
  header.append(117 - header.size(), ' ').append("\n");
  std::string bytes = std::string("\x93NUMPY\x01\x00", 8) + std::string("\x76\x00", 2) + header;
  return bytes.append(reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T));
}

std::string id_of(std::string const& bytes) {
  return error_of([&] { (void)parse_graspnet_rectangles(bytes, "r.npy"); }).id;
}

std::vector<double> const row{100, 50, 100, 30, 12, 0.5, 7};

}  // namespace

TEST_CASE("a rectangle opens from its centre to its open point") {
  for (auto const& bytes :
       {npy(row, "(1, 7)", "<f8"), npy(std::vector<float>(row.begin(), row.end()), "(1, 7)", "<f4")}) {
    auto const read = parse_graspnet_rectangles(bytes, "r.npy");
    REQUIRE(read.size() == 1);
    CHECK(read[0].object_id == 7);
    auto const g = from_graspnet(read[0]);
    CHECK(g.opening == 40);
    CHECK(g.jaw == 12);
    CHECK(std::abs(degrees(g.theta)) == Approx(90));
  }
}

TEST_CASE("numbers of every kind and either order are the same table") {
  auto const columns_first = [](std::string bytes) {
    return bytes.replace(bytes.find("False"), 5, "True,").replace(bytes.find("True,,"), 6, "True, ");
  };
  std::vector<std::int32_t> const whole{30, 20, 38, 20, 8, 1, 5, 10, 12, 10, 40, 6, 1, -2};  // two rows
  std::vector<double> transposed;
  std::vector<std::int16_t> short_transposed;
  for (std::size_t column = 0; column < 7; ++column)
    for (std::size_t each : {0U, 7U}) {
      transposed.push_back(whole[each + column]);
      short_transposed.push_back(static_cast<std::int16_t>(whole[each + column]));
    }
  std::string swapped = npy(whole, "(2, 7)", ">i4");
  for (std::size_t at = swapped.size() - 14 * 4; at < swapped.size(); at += 4)
    std::reverse(swapped.begin() + static_cast<std::ptrdiff_t>(at),
                 swapped.begin() + static_cast<std::ptrdiff_t>(at + 4));
  std::vector<std::uint16_t> const halves{0x4f80, 0x4d00, 0x50c0, 0x4d00, 0x4800, 0x3c00, 0x4500,
                                          0x4900, 0x4a00, 0x4900, 0x5100, 0x4600, 0x3c00, 0xc000};
  for (auto const& bytes : {npy(whole, "(2, 7)", "<i4"), npy(whole, "(2L, 7L)", "=i4"), npy(whole, "(2,7)", "<i4"),
                            npy(whole, "( 2, 7, )", "<i4"), swapped, columns_first(npy(transposed, "(2, 7)", "<f8")),
                            columns_first(npy(short_transposed, "(2, 7)", "<i2")), npy(halves, "(2, 7)", "<f2"),
                            npy(std::vector<std::int64_t>(whole.begin(), whole.end()), "(2, 7)", "<i8"),
                            npy(std::vector<std::int8_t>(whole.begin(), whole.end()), "(2, 7)", "|i1")}) {
    INFO(bytes.substr(10, 70));
    auto const table = parse_npy(bytes, "r.npy");
    CHECK(table.rows == 2);
    CHECK(std::ranges::equal(table.values, whole));
  }
  CHECK(parse_npy(npy(std::vector<std::uint8_t>{200, 255}, "(1, 2)", "|u1"), "").values ==
        std::vector<double>{200, 255});
  CHECK(parse_npy(npy(std::vector<std::uint8_t>{0, 1}, "(2, 1)", "|b1"), "").values == std::vector<double>{0, 1});
  CHECK(parse_npy(npy(std::vector<std::uint16_t>{0x0001, 0x8400}, "(1, 2)", "<f2"), "").values ==
        std::vector<double>{std::ldexp(1.0, -24), -std::ldexp(1.0, -14)});
  CHECK(std::isinf(parse_npy(npy(std::vector<std::uint16_t>{0x7c00}, "(1, 1)", "<f2"), "").values[0]));
  CHECK(std::isnan(parse_npy(npy(std::vector<std::uint16_t>{0x7e00}, "(1, 1)", "<f2"), "").values[0]));
}

TEST_CASE("tables of other shapes, kinds or lengths are refused") {
  CHECK(id_of("") == "data.npy.header");
  CHECK(id_of(npy(row, "(7,)", "<f8")) == "data.npy.header");
  for (auto const* kind : {"<c16", "|O", "<U1", "|S8", "<f16", "<M8", "f8", "<f 8"})
    CHECK(id_of(npy(row, "(1, 7)", kind)) == "data.npy.header");
  for (auto const* shape : {"7", "()", "(1, 7, 1)", "(1; 7)", "(-1, 7)", "(1, seven)", "(1 7)"})
    CHECK(id_of(npy(row, shape, "<f8")) == "data.npy.header");
  CHECK(id_of(npy(row, "(7, 1)", "<f8")) == "data.graspnet.row");
  CHECK(id_of(npy(row, "(2, 7)", "<f8")) == "data.npy.size");
  CHECK(id_of(npy(row, "(1844674407370955163, 7)", "<f8")) == "data.npy.size");
  auto bad = row;
  bad[2] = std::nan("");
  CHECK(id_of(npy(bad, "(1, 7)", "<f8")) == "data.graspnet.row");
  bad = row;
  bad[4] = -1;
  CHECK(id_of(npy(bad, "(1, 7)", "<f8")) == "data.graspnet.row");
}

TEST_CASE("a folder of scenes is listed, depth in millimetres becomes metres") {
  temporary_folder const folder;
  auto const camera = folder.path() / "scene_0001" / "kinect";
  for (auto const* name : {"rgb", "depth", "rect"}) std::filesystem::create_directories(camera / name);
  write_rgb(camera / "rgb" / "0000.png", cv::Mat(60, 120, CV_8UC3, cv::Scalar(1, 2, 3)));
  write_file(camera / "depth" / "0000.png",
             std::span<std::uint8_t const>(detail::encode_image(".png", cv::Mat(60, 120, CV_16UC1, cv::Scalar(750)))));
  write_file(camera / "rect" / "0000.npy", npy(row, "(1, 7)", "<f8"));
  auto const set = scan_graspnet(folder.path());
  REQUIRE(set.entries.size() == 1);
  CHECK(set.entries[0].id == "scene_0001_kinect_0000");
  CHECK(set.entries[0].object == "scene_0001");
  auto const read = set.entries[0].read();
  CHECK(read.data.depth.at<float>(3, 3) == Approx(0.75));
  CHECK(read.data.grasps.size() == 1);
  CHECK(scan_graspnet(folder.path(), {.least_score = 0.6}).entries[0].read().data.grasps.empty());
  std::filesystem::remove(camera / "rgb" / "0000.png");
  CHECK(error_of([&] { (void)scan_graspnet(folder.path()); }).id == "data.graspnet.no_photograph");
}
