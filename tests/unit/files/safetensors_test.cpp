#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <string>
#include <suregrasp/files/safetensors.hpp>
#include <vector>

#include "real_files.hpp"
#include "temporary_folder.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using suregrasp_tests::temporary_folder;

namespace {

/// A file of 8 bytes of header length, header and data, put together by hand.
std::string file_of(std::string const& header, std::string const& data = "") {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>((header.size() >> (8 * i)) & 0xff);
  return bytes + header + data;
}

std::string entry(std::string const& type, std::string const& shape, std::string const& offsets) {
  return R"({"t":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
}

std::string id_of(std::string const& bytes) {
  auto const [id, message] = error_of([&] { (void)parse_safetensors(bytes, "models/a.safetensors"); });
  CHECK_THAT(message, Catch::Contains("models/a.safetensors"));
  return id;
}

tensor_file example() {
  return {{{"b.weight", {"F32", {2, 1}, std::string("\0\0\x80?\0\0\0\0", 8)}},
           {"a", {"U8", {3}, "xyz"}},
           {"scalar", {"I64", {}, std::string(8, '\1')}},
           {"none", {"BF16", {4, 0, 2}, ""}}},
          {{"format", "pt"}, {"note", "gr\xc3\xbc\xc3\x9f"}}};
}

void check_equal(tensor_file const& a, tensor_file const& b) {
  CHECK(a.metadata == b.metadata);
  REQUIRE(a.tensors.size() == b.tensors.size());
  for (auto const& [name, tensor] : a.tensors) {
    auto const& other = b.tensors.at(name);
    CHECK(other.type == tensor.type);
    CHECK(other.shape == tensor.shape);
    CHECK(other.bytes == tensor.bytes);
  }
}

}  // namespace

TEST_CASE("safetensors: what is written is read") {
  temporary_folder const folder;
  write_safetensors(folder / "m.safetensors", example());
  check_equal(read_safetensors(folder / "m.safetensors"), example());
  check_equal(parse_safetensors(format_safetensors({}), ""), {});
}

TEST_CASE("safetensors: a file as the reference implementation lays it out") {
  // safetensors.numpy.save({"w": float32 [[1, 2], [3, -4]], "steps": int64 [7]}, metadata={"format": "np"}): wide types
  // first, the header filled up with spaces to a multiple of 8.
  std::string const header =
      R"({"__metadata__":{"format":"np"},"steps":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},)"
      R"("w":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]}}   )";
  std::string const data("\7\0\0\0\0\0\0\0\0\0\x80?\0\0\0@\0\0@@\0\0\x80\xc0", 24);
  auto const file = parse_safetensors(file_of(header, data), "w.safetensors");
  CHECK(file.metadata == std::map<std::string, std::string>{{"format", "np"}});
  REQUIRE(file.tensors.size() == 2);
  CHECK(file.tensors.at("steps").type == "I64");
  CHECK(file.tensors.at("steps").bytes == std::string("\7\0\0\0\0\0\0\0", 8));
  auto const& w = file.tensors.at("w");
  CHECK(w.shape == extents{2, 2});
  std::vector<float> values(4);
  std::memcpy(values.data(), w.bytes.data(), w.bytes.size());
  CHECK(values == std::vector<float>{1, 2, 3, -4});
}

TEST_CASE("safetensors: the header is as long as it says, filled up to 8 bytes, and tensors follow each other") {
  auto const bytes = format_safetensors(example());
  auto const length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0])) +
                      256 * static_cast<std::size_t>(static_cast<unsigned char>(bytes[1]));
  CHECK(length % 8 == 0);
  CHECK(bytes.size() == 8 + length + 19);
  CHECK(bytes.substr(8 + length, 3) == "xyz");
  CHECK(bytes[8] == '{');
}

TEST_CASE("safetensors: every type of the format has its size") {
  for (auto const& [type, size] : std::vector<std::pair<std::string, std::size_t>>{{"F64", 8},
                                                                                   {"I64", 8},
                                                                                   {"U64", 8},
                                                                                   {"F32", 4},
                                                                                   {"I32", 4},
                                                                                   {"U32", 4},
                                                                                   {"F16", 2},
                                                                                   {"BF16", 2},
                                                                                   {"I16", 2},
                                                                                   {"U16", 2},
                                                                                   {"I8", 1},
                                                                                   {"U8", 1},
                                                                                   {"BOOL", 1},
                                                                                   {"F8_E4M3", 1},
                                                                                   {"F8_E5M2", 1},
                                                                                   {"F8_E8M0", 1},
                                                                                   {"C64", 8},
                                                                                   {"C128", 16}}) {
    auto const header = entry(type, "[3]", "[0," + std::to_string(3 * size) + "]");
    CHECK(parse_safetensors(file_of(header, std::string(3 * size, 'x')), "").tensors.at("t").bytes.size() == 3 * size);
  }
}

TEST_CASE("safetensors: a file cut anywhere is refused") {
  auto const bytes = format_safetensors(example());
  for (std::size_t length = 0; length < bytes.size(); ++length)
    CHECK(id_of(bytes.substr(0, length)).starts_with("data.safetensors."));
}

TEST_CASE("safetensors: headers that are none") {
  CHECK(id_of("") == "data.safetensors.header");
  CHECK(id_of("PK\3\4") == "data.safetensors.header");
  CHECK(id_of(std::string(8, '\xff') + "{}") == "data.safetensors.header");
  CHECK(id_of(std::string("\x03\0\0\0\0\0\0\0{}", 10)) == "data.safetensors.header");
  for (auto const* header : {"", "{", "[]", "7", "null", "{\"t\":", "\xff\xfe", "{\"\xff\":1}"})
    CHECK(id_of(file_of(header)) == "data.safetensors.header");
}

TEST_CASE("safetensors: entries that lack what they need") {
  for (auto const* header :
       {R"({"t":7})", R"({"t":[]})", R"({"t":{}})", R"({"t":{"dtype":"F32","shape":[1]}})",
        R"({"t":{"dtype":"F32","data_offsets":[0,4]}})", R"({"t":{"shape":[1],"data_offsets":[0,4]}})",
        R"({"t":{"dtype":4,"shape":[1],"data_offsets":[0,4]}})",
        R"({"t":{"dtype":"F32","shape":4,"data_offsets":[0,4]}})",
        R"({"t":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}})",
        R"({"t":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})",
        R"({"t":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}})",
        R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[-0.5,4]}})",
        R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,1e300]}})",
        R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0]}})",
        R"({"t":{"dtype":"F32","shape":[1],"data_offsets":4}})",
        R"({"t":{"dtype":"F32","shape":[1],"data_offsets":["0","4"]}})",
        R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})"}) {
    INFO(header);
    CHECK(id_of(file_of(header, "abcd")) == "data.safetensors.entry");
  }
}

TEST_CASE("safetensors: types that are not known, or share bytes, are left to who asks for them") {
  for (auto const* type : {"F2", "U128", "float"}) {
    auto const file =
        parse_safetensors(file_of(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":")" +
                                      std::string(type) + R"(","shape":[3],"data_offsets":[4,7]}})",
                                  "abcdxyz"),
                          "m");
    CHECK(file.tensors.at("a").bytes == "abcd");
    CHECK(file.tensors.at("b").type == type);
    CHECK(file.tensors.at("b").bytes == "xyz");
  }
  CHECK(parse_safetensors(file_of(entry("F4", "[2,3]", "[0,3]"), "abc"), "m").tensors.at("t").bytes == "abc");
  CHECK(parse_safetensors(file_of(entry("F6_E2M3", "[4]", "[0,3]"), "abc"), "m").tensors.at("t").bytes == "abc");
  CHECK(id_of(file_of(entry("F4", "[3]", "[0,2]"), "ab")) == "data.safetensors.offsets");
  CHECK(id_of(file_of(entry("F8_E4M3", "[1]", "[0,2]"), "ab")) == "data.safetensors.offsets");
  CHECK(id_of(file_of(entry("", "[1]", "[0,4]"), "abcd")) == "data.safetensors.entry");
}

TEST_CASE("safetensors: every byte belongs to one tensor, and every name is there once") {
  auto const two = [](std::string const& first, std::string const& second, std::string const& names = "ab") {
    return std::string("{\"") + names[0] + R"(":{"dtype":"U8","shape":[4],"data_offsets":)" + first + "},\"" +
           names[1] + R"(":{"dtype":"U8","shape":[4],"data_offsets":)" + second + "}}";
  };
  CHECK(parse_safetensors(file_of(two("[0,4]", "[4,8]"), "abcdefgh"), "m").tensors.at("b").bytes == "efgh");
  CHECK(parse_safetensors(file_of(two("[4,8]", "[0,4]"), "abcdefgh"), "m").tensors.at("b").bytes == "abcd");
  struct {
    std::string header, data, says;
  } const cases[] = {
      {two("[0,4]", "[0,4]"), "abcd", "at byte 4 of the data, got 0, in the midst of it"},
      {two("[0,4]", "[2,6]"), "abcdef", "got 2, in the midst of it"},
      {two("[0,4]", "[6,10]"), "abcdefghij", "got 6, behind bytes of no tensor"},
      {two("[2,6]", "[6,10]"), "abcdefghij", "at byte 0 of the data, got 2"},
      {two("[0,4]", "[4,8]"), "abcdefghi", "expected 8 bytes of data for its tensors, got 9"},
      {two("[0,4]", "[4,8]", "aa"), "abcdefgh", "`a` twice"},
      {"{}", "x", "expected 0 bytes"},
  };
  for (auto const& [header, data, says] : cases) {
    INFO(header);
    auto const refused = error_of([&] { (void)parse_safetensors(file_of(header, data), "m.safetensors"); });
    CHECK(refused.id.starts_with("data.safetensors."));
    CHECK_THAT(refused.message, Catch::StartsWith("m.safetensors: ") && Catch::Contains(says));
  }
}

TEST_CASE("safetensors: shapes that exceed the file, also where their product wraps") {
  for (auto const* shape : {"[-1]", "[2,-2]", "[-1,-1]", "[5]", "[9223372036854775807]", "[4294967296,4294967296]",
                            "[4611686018427387904,4]", "[-9223372036854775808]"}) {
    INFO(shape);
    auto const id = id_of(file_of(entry("F32", shape, "[0,4]"), "abcdefgh"));
    CHECK((id == "data.safetensors.shape" || id == "data.safetensors.offsets"));
  }
  CHECK(id_of(file_of(entry("F32", "[4611686018427387904,4]", "[0,0]"))) == "data.safetensors.shape");
  CHECK(id_of(file_of(entry("F32", "[0,-1]", "[0,0]"))) == "data.safetensors.shape");
}

TEST_CASE("safetensors: an empty tensor is empty in whatever order its extents stand") {
  for (auto const* shape : {"[0]", "[0,1000000]", "[1000000,0]", "[3,0,4]"})
    CHECK(parse_safetensors(file_of(entry("F32", shape, "[0,0]")), "").tensors.at("t").bytes.empty());
}

TEST_CASE("safetensors: offsets that do not fit the shape or the file") {
  for (auto const* offsets : {"[0,3]", "[0,5]", "[4,0]", "[6,10]", "[-4,0]", "[8,12]", "[0,18446744073709551615]",
                              "[18446744073709551614,2]", "[0,0]"}) {
    INFO(offsets);
    CHECK(id_of(file_of(entry("F32", "[1]", offsets), "abcdefgh")) == "data.safetensors.offsets");
  }
}

TEST_CASE("safetensors: the tensor at fault is named") {
  auto const bytes = file_of(R"({"good":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                             R"("conv.3":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}})",
                             "x");
  CHECK_THAT(error_of([&] { (void)parse_safetensors(bytes, "m"); }).message, Catch::Contains("m: tensor 'conv.3'"));
}

TEST_CASE("safetensors: a file says the same as its bytes, faults too") {
  temporary_folder const folder;
  auto const path = folder / "m.safetensors";
  std::string const data(8, 'x');
  for (auto const& bytes : {format_safetensors(example()), std::string(), std::string("short"), file_of("[]"),
                            file_of(entry("F32", "[2]", "[0,8]"), data), file_of(entry("F32", "[2]", "[0,8]"), "x"),
                            file_of(entry("F32", "[2]", "[0,8]"), data + "x"), std::string(100, '\xff')}) {
    write_file(path, bytes);
    auto const of_file = error_of([&] { (void)read_safetensors(path); });
    auto const of_bytes = error_of([&] { (void)parse_safetensors(bytes, path); });
    CHECK(of_file.id == of_bytes.id);
    CHECK(of_file.message == of_bytes.message);
    CHECK(error_of([&] { (void)read_safetensors_header(path); }).message == of_bytes.message);
    CHECK(read_safetensors_metadata(path).empty() == (bytes != format_safetensors(example())));
  }
}

TEST_CASE("safetensors: of a large file without a header nothing but the first bytes is read") {
  temporary_folder const folder;
  auto const path = folder / "m.safetensors";
  write_file(path, "");
  std::filesystem::resize_file(path, std::uintmax_t{3} << 30);  // sparse: takes no room
  CHECK(error_of([&] { (void)read_safetensors(path); }).id == "data.safetensors.header");
  std::filesystem::resize_file(path, file_limits::weights + 1);
  CHECK(error_of([&] { (void)read_safetensors(path); }).id == "io.size");
  write_file(path, file_of("{" + std::string(16U << 20U, ' ') + "}"));
  CHECK(error_of([&] { (void)read_safetensors(path); }).id == "data.safetensors.header");
}

TEST_CASE("safetensors: a file that is not there, and a folder") {
  temporary_folder const folder;
  CHECK(error_of([&] { (void)read_safetensors(folder / "none"); }).id == "io.missing");
  CHECK(error_of([&] { (void)read_safetensors(folder.path()); }).id == "io.read");
}

TEST_CASE("safetensors: published weights are read") {
  auto const path = suregrasp_tests::real_weights("mobilenet_v2_imagenet.safetensors");
  if (path.empty()) return;
  auto const file = read_safetensors(path);
  CHECK(file.tensors.size() > 100);
  std::size_t parameters = 0;
  for (auto const& [name, tensor] : file.tensors) {
    INFO(name);
    CHECK_FALSE(name.empty());
    parameters += element_count(tensor.shape);
    CHECK(tensor.bytes.size() == element_count(tensor.shape) * detail::stored_size(tensor.type));
  }
  CHECK(parameters > 2000000);
}
