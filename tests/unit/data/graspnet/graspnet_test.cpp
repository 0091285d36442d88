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

TEST_CASE("tables of other shapes, kinds or lengths are refused") {
  CHECK(id_of("") == "data.npy.header");
  CHECK(id_of(npy(row, "(7,)", "<f8")) == "data.npy.header");
  CHECK(id_of(npy(row, "(1, 7)", ">f8")) == "data.npy.header");
  CHECK(id_of(npy(row, "(1, 7)", "<i8")) == "data.npy.header");
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
