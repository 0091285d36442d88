#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <suregrasp/data/cornell/object_table.hpp>
#include <suregrasp/data/graspnet/npy.hpp>
#include <suregrasp/data/point_cloud/point_cloud.hpp>
#include <suregrasp/data/split_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/files/torch_state_dict.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/metrics/labels/jacquard_file.hpp>
#include <suregrasp/metrics/labels/native_csv.hpp>
#include <suregrasp/metrics/labels/native_json.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>
#include <suregrasp/metrics/predictions/prediction_files.hpp>

#include "peak_memory.hpp"

using namespace suregrasp;
using suregrasp_tests::peak_memory;

namespace {

constexpr std::int64_t megabyte = 1 << 20;

using reader = std::function<void(std::string const&)>;

/// Holds a reader to less memory than `times` its input, and 2 MiB that it may always take.
void check_memory(char const* name, reader const& read, std::string const& bytes, double times) {
#if defined(__SANITIZE_ADDRESS__)
  (void)read, (void)bytes, (void)times;  // it keeps what is freed
  WARN("not measured under AddressSanitizer: " << name);
#else
  auto const size = static_cast<double>(bytes.size());
  double const taken = static_cast<double>(peak_memory([&] { read(bytes); }) - 2 * megabyte) / size;
  INFO(name << ": " << taken << " times " << bytes.size() << " bytes");
  CHECK(taken < times);
#endif
}

std::string repeated(std::string const& text, std::int64_t size) {
  std::string all;
  while (std::ssize(all) < size) all += text;
  return all;
}

std::string little(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i, value >>= 8U) bytes += static_cast<char>(value & 0xffU);
  return bytes;
}

/// A zip archive of one entry, stored as it is.
std::string zip_of(std::string const& name, std::string const& content) {
  auto const sizes = little(content.size(), 4) + little(content.size(), 4) + little(name.size(), 2);
  auto const directory = "PK\1\2" + little(0, 16) + sizes + little(0, 16) + name;
  auto const local = "PK\3\4" + little(0, 14) + sizes + little(0, 2) + name;
  return local + content + directory + "PK\5\6" + little(0, 4) + little(1, 2) + little(1, 2) +
         little(directory.size(), 4) + little(local.size() + content.size(), 4) + little(0, 2);
}

/// A state dictionary whose pickle is `opcodes`.
std::string pickled(std::string const& opcodes) { return zip_of("m/data.pkl", "\x80\2" + opcodes + "."); }

}  // namespace

TEST_CASE("what measures memory sees what is taken, and given back") {
#if !defined(__SANITIZE_ADDRESS__)
  auto const taken = peak_memory([] {
    std::string const all(64 * megabyte, 'x');
    (void)std::string(all);
  });
  CHECK(taken > 127 * megabyte);
  CHECK(taken < 140 * megabyte);
  CHECK(peak_memory([] {}) < megabyte);
#endif
}

TEST_CASE("safetensors take 40 times their size at most, and their values once") {
  reader const read = [](std::string const& bytes) { (void)parse_safetensors(bytes, "m"); };
  std::string const values(16 * megabyte, '\1');
  check_memory("one tensor", read, format_safetensors({{{"t", {"U8", {std::ssize(values)}, values}}}, {}}), 1.1);
  tensor_file many;
  for (int i = 0; i < 20'000; ++i) many.tensors.emplace(std::to_string(i), stored_tensor{"U8", {0}, ""});
  check_memory("tensors without values", read, format_safetensors(many), 40);
  tensor_file texts;
  for (int i = 0; i < 100'000; ++i) texts.metadata.emplace(std::to_string(i), "");
  check_memory("texts", read, format_safetensors(texts), 40);
  auto const header = "{" + repeated("\"a\":[[[[[1,1,1,1]]]]],", 2 * megabyte) + "}";
  check_memory("a header of something else", read, little(header.size(), 8) + header, 40);
}

TEST_CASE("state dictionaries take 100 times their pickle at most") {
  reader const read = [](std::string const& bytes) { (void)parse_torch_state_dict(bytes, "m"); };
  check_memory("nothings", read, pickled(std::string(megabyte, 'N')), 100);
  check_memory("numbers", read, pickled(repeated("K\1", megabyte)), 100);
  check_memory("empty lists", read, pickled(std::string(megabyte, ']')), 100);
  check_memory("marks", read, pickled(std::string(megabyte, '(')), 100);
  check_memory("lists of one", read, pickled("N" + std::string(megabyte, '\x85')), 100);
  check_memory("memos", read, pickled("N" + repeated("r\1\0\0\0q\2", megabyte)), 100);
  check_memory("a long list", read, pickled("](" + std::string(megabyte, 'N') + "e"), 100);
  check_memory("a dictionary", read, pickled("}(" + std::string(megabyte, 'N') + "u"), 100);
  check_memory("a text many times", read,
               pickled("}X" + little(1000, 4) + std::string(1000, 'x') + "q\1N" + repeated("sh\1N", megabyte) + "s"),
               100);
}

TEST_CASE("JSON takes 64 times its size at most") {
  reader const labels = [](std::string const& bytes) { (void)parse_native_json(bytes, "m"); };
  reader const predictions = [](std::string const& bytes) { (void)parse_json_predictions(bytes, "m"); };
  reader const split = [](std::string const& bytes) { (void)parse_split(bytes, "m"); };
  for (auto const& [name, text] : {std::pair{"numbers", "[" + repeated("1,", 2 * megabyte) + "1]"},
                                   {"lists", "[" + repeated("[],", 2 * megabyte) + "1]"},
                                   {"objects", "[" + repeated("{},", 2 * megabyte) + "1]"},
                                   {"lists of one", "[" + repeated("[[1]],", 2 * megabyte) + "1]"},
                                   {"objects of one", "[" + repeated("{\"\":1},", 2 * megabyte) + "1]"},
                                   {"texts", "[" + repeated("\"\",", 2 * megabyte) + "1]"}}) {
    check_memory(name, labels, text, 64);
    check_memory(name, predictions, text, 64);
    check_memory(name, split, text, 64);
  }
  auto const grasp = R"({"x":1,"y":1,"theta":0,"opening":1,"jaw":1},)";
  check_memory(
      "predictions", predictions,
      R"([{"id":"a","grasps":[)" + repeated(grasp, 2 * megabyte) + R"({"x":1,"y":1,"theta":0,"opening":1,"jaw":1}]}])",
      64);
}

TEST_CASE("tables and texts take 40 times their size at most, empty cells 150 times") {
  reader const csv = [](std::string const& bytes) { (void)parse_native_csv(bytes, "m"); };
  reader const predictions = [](std::string const& bytes) { (void)parse_csv_predictions(bytes, "m"); };
  reader const jacquard = [](std::string const& bytes) { (void)parse_jacquard_predictions(bytes, "m"); };
  reader const grasps = [](std::string const& bytes) { (void)parse_jacquard_grasps(bytes, "m"); };
  reader const rectangles = [](std::string const& bytes) { (void)parse_rectangles(bytes, "m"); };
  reader const list = [](std::string const& bytes) { (void)parse_object_list(bytes, "m"); };
  reader const table = [](std::string const& bytes) { (void)parse_object_table(bytes, "m"); };
  auto const lines = std::string(2 * megabyte, '\n'), commas = std::string(2 * megabyte, ',');
  for (auto const& [name, text] :
       {std::pair{"empty lines", lines}, {"empty cells", commas}, {"both", repeated(",\n", 2 * megabyte)}})
    for (auto const& read : {csv, predictions, jacquard, grasps, rectangles, list, table})
      check_memory(name, read, text, 150);
  check_memory("predictions", predictions, "id,x,y,theta,opening,jaw\n" + repeated("a,1,1,0,1,1\n", 2 * megabyte), 40);
  check_memory("predictions of Jacquard", jacquard, "a\n" + repeated("1;1;0;1;1\n", 2 * megabyte), 40);
  check_memory("grasps of Jacquard", grasps, repeated("1;1;0;1;1\n", 2 * megabyte), 40);
  check_memory("rectangles", rectangles, repeated("1 1\n2 1\n2 2\n1 2\n", 2 * megabyte), 40);
  check_memory("rectangles that are none", rectangles, repeated("N N\n2 1\n2 2\n1 2\n", megabyte), 40);
  std::string objects = "id,object\n";
  for (int i = 0; std::ssize(objects) < 2 * megabyte; ++i) objects += std::to_string(i) + ",b\n";
  check_memory("objects", list, objects, 40);
}

TEST_CASE("NumPy's tables take eight times their size at most, of bytes") {
  std::string const values(7 * megabyte, '\1');
  std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + std::to_string(megabyte) + ", 7), }";
  auto const file = "\x93NUMPY" + std::string("\1\0", 2) + little(header.size(), 2) + header + values;
  check_memory(
      "bytes", [](std::string const& bytes) { (void)parse_npy(bytes, "m"); }, file, 8.1);
}

TEST_CASE("point clouds take 40 times their size at most, compressed ones 150 times") {
  reader const read = [](std::string const& bytes) { (void)parse_point_cloud(bytes, "m"); };
  std::int64_t const points = 300'000;
  auto const header = [&](std::string const& fields, std::string const& data) {
    auto const count = std::to_string(points / 100);
    return "VERSION .7\n" + fields + "WIDTH 100\nHEIGHT " + count + "\nPOINTS " + std::to_string(points) + "\nDATA " +
           data + "\n";
  };
  std::string const bytes_of_xyz = "FIELDS x y z\nSIZE 1 1 1\nTYPE U U U\nCOUNT 1 1 1\n";
  check_memory("text", read, header(bytes_of_xyz, "ascii") + repeated("1 1 1\n", 6 * points), 40);
  check_memory("rows", read, header(bytes_of_xyz, "binary") + std::string(3 * points, '\1'), 40);
  // LZF at its best: three bytes that repeat the one before 264 times
  auto const raw = 3 * points;
  std::string packed(2, '\0');
  while (std::ssize(packed) < raw / 264 * 3) packed += std::string("\xe0\xff\0", 3);
  check_memory("compressed", read,
               header(bytes_of_xyz, "binary_compressed") + little(packed.size(), 4) +
                   little(static_cast<std::uint64_t>(raw), 4) + packed,
               150);
}

TEST_CASE("pictures take 24 bytes a pixel at most beside their file") {
  cv::Mat const grey(2048, 2048, CV_8UC3, cv::Scalar(90, 90, 90)), far(2048, 2048, CV_32FC1, cv::Scalar(0.75));
  reader const read = [](std::string const& bytes) { (void)decode_rgb(bytes, "m"); };
  reader const read_depth = [](std::string const& bytes) { (void)decode_depth(bytes, "m"); };
  auto const check_picture = [&](char const* name, reader const& reads, std::vector<std::uint8_t> const& file) {
    std::string const bytes(file.begin(), file.end());
    check_memory(name, reads, bytes, 2 + 24.0 * 2048 * 2048 / static_cast<double>(bytes.size()));
  };
  check_picture("PNG", read, encode_png(grey));
  for (char const* kind : {".jpg", ".tiff"}) {
    std::vector<std::uint8_t> file;
    cv::imencode(kind, grey, file);
    check_picture(kind, read, file);
  }
  check_picture("depth", read_depth, encode_depth(far));
}
