#include <cstring>
#include <filesystem>
#include <iostream>
#include <suregrasp/data/graspnet/graspnet.hpp>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/files/torch_state_dict.hpp>
#include <vector>

#include "../catch2.hpp"
#include "../integration/tool.hpp"
#include "../temporary_folder.hpp"
#include "../thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// The folder of inputs that other people's tools and cameras made; empty, and said so, where there is none.
fs::path field_inputs() {
  auto const folder = fs::path(SUREGRASP_SHARED) / "field";
  if (fs::is_directory(folder)) return folder;
  std::cout << "skipped: nothing at " << folder.string() << "; the CMake option SUREGRASP_SHARED names the folder above"
            << std::endl;
  return {};
}

/// A copy of one case that may be written to.
class case_copy {
 public:
  explicit case_copy(fs::path const& original) {
    fs::copy(original, root_ / "at", fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    for (auto const& each : fs::recursive_directory_iterator(root_.path()))
      if (!each.is_symlink()) fs::permissions(each.path(), fs::perms::owner_write, fs::perm_options::add);
  }
  [[nodiscard]] fs::path path() const { return root_ / "at"; }

 private:
  temporary_folder root_;
};

/// One run of the tool; `@` at the beginning of a word stands for the folder of the case.
struct tool_case {
  std::string folder;
  words arguments;
  int status;
  words says;                                  ///< each of it, on standard output or error
  words never{};                               ///< none of it
  void (*prepare)(fs::path const&) = nullptr;  ///< what no folder of files can hold
};

/// A link that was stored as a text with its target.
void link_again(fs::path const& folder) {
  auto const link = folder / "set/02";
  if (!fs::is_regular_file(link)) return;
  auto const target = read_file(link);
  fs::remove(link);
  fs::create_directory_symlink(target, link);
}

void name_in_latin_1(fs::path const& folder) {
  fs::create_directory(folder / "set");
  for (std::string const end : {"r.png", "cpos.txt"})
    fs::copy(folder / ("pcd0100" + end), folder / ("set/becher_gr\374n" + end));
}

std::vector<tool_case> const tool_cases{
    {"f06-exif-depth", {"inspect", "--data", "@upright.json"}, 0, {"0.500 to 0.900 m", "nothing found that is wrong"}},
    {"f06-exif-depth",
     {"inspect", "--data", "@upside_down.json"},
     1,
     {"shot3.jpg: is shown turned by 180 degrees", "shot3-depth.png: has no orientation"}},
    {"f07-cloud-half-size", {"inspect", "--data", "@set"}, 1, {"pcd0100.txt: expected a depth image of 16x12", "8x6"}},
    {"f09-cloud-in-metres", {"inspect", "--data", "@set"}, 0, {"0.500 to 0.900 m", "nothing found that is wrong"}},
    {"f10-linked-folder",
     {"inspect", "--data", "@set"},
     0,
     {"photographs  2", "nothing found that is wrong"},
     {},
     link_again},
    {"f11-csv-bom", {"inspect", "@labels.csv"}, 0, {"photographs  1", "grasps       1 in 1"}},
    {"f13-same-name-in-two-folders", {"inspect", "@labels.csv"}, 0, {"photographs  2"}},
    {"f13-same-name-in-two-folders",
     {"score", "--predictions", "@pred.csv", "--data", "@labels.csv"},
     0,
     {"2 photographs, 2 predictions", "2/2"}},
    {"f14-apple-double", {"inspect", "@set"}, 0, {"photographs  1", "nothing found that is wrong"}, {"damaged"}},
    {"f14-apple-double", {"evaluate", "--oracle", "--data", "@set"}, 0, {}},
    {"f15-pcd-padding", {"inspect", "--data", "@set"}, 0, {"photographs  3", "0.700 to 0.810 m"}, {"damaged"}},
    {"f16-latin-1-name",
     {"convert", "--data", "@set", "--out", "@out"},
     2,
     {"becher_gr\\xFCn", "UTF-8"},
     {"json.exception"},
     name_in_latin_1},
    {"f24-backslash-path", {"inspect", "@labels.csv"}, 0, {"photographs  1"}},
    {"f24-backslash-path", {"inspect", "@labels.json"}, 0, {"photographs  1"}},
    {"f25-csv-quotes", {"inspect", "@labels.csv"}, 0, {"photographs  1"}},
    {"f25-csv-quotes", {"inspect", "@labels2.csv"}, 0, {"photographs  1"}},
    {"f25-csv-quotes", {"inspect", "@labels3.csv"}, 0, {"photographs  1"}},
    {"f27-json-nan", {"inspect", "@nan.json"}, 2, {"nan.json:1:", "NaN"}, {"nested"}},
    {"f27-json-nan", {"inspect", "@comma.json"}, 2, {"comma.json:1:", "comma"}, {"nested"}},
    {"f28-upper-case-extension", {"inspect", "--data", "@set"}, 0, {"photographs  1", "grasps       1 in 1"}},
    {"f29-leading-plus", {"score", "--predictions", "@plus.csv", "--data", "@labels.csv"}, 0, {"2/2"}},
    {"f29-leading-plus", {"inspect", "@set"}, 0, {"grasps       1 in 1", "nothing found that is wrong"}},
    {"f30-tiff-strip-sizes", {"inspect", "--data", "@set"}, 0, {"0.620 to 0.700 m", "nothing found that is wrong"}},
    {"f31-png-text-checksum",
     {"inspect", "--data", "@set"},
     1,
     {"photographs  2", "chunk iCCP at byte 33", "chunk tEXt at byte 33"},
     {"damaged"}},
    {"f32-jpeg-without-end",
     {"inspect", "--data", "@set"},
     1,
     {"photographs  1", "end marker is missing"},
     {"damaged"}},
    {"f35-spearman-text",
     {"score", "--predictions", "@equal.csv", "--data", "@labels.csv"},
     0,
     {"Spearman -"},
     {"nan"}},
    {"f36-depth-of-a-camera",
     {"detect", "@shot1.jpg", "--depth", "@shot1-depth.png", "--threshold", "0"},
     0,
     {"rank"},
     {"expected"}},
};

words placed(words arguments, fs::path const& folder) {
  for (auto& each : arguments)
    if (each.starts_with('@')) each = (folder / each.substr(1)).string();
  return arguments;
}

tensor_file read_weights(fs::path const& path) {
  return path.extension() == ".pth" ? read_torch_state_dict(path) : read_safetensors(path);
}

float first_value(stored_tensor const& tensor) {
  float value = 0;
  std::memcpy(&value, tensor.bytes.data(), sizeof value);
  return value;
}

}  // namespace

TEST_CASE("field: the tool answers as it should to what other people's tools wrote") {
  auto const root = field_inputs();
  if (root.empty()) return;
  for (auto const& each : tool_cases) {
    if (!fs::exists(root / each.folder)) continue;
    case_copy const copy(root / each.folder);
    if (each.prepare) each.prepare(copy.path());
    auto const ended = run(joined(placed(each.arguments, copy.path()), {"--quiet"}));
    auto const said = ended.out + ended.err;
    INFO(each.folder << ": suregrasp " << each.arguments.front() << " says\n" << said);
    CHECK(ended.status == each.status);
    for (auto const& part : each.says) CHECK_THAT(said, Contains(part));
    for (auto const& part : each.never) CHECK_THAT(said, !Contains(part));
  }
}

TEST_CASE("field: a label lies on the same thing however its photograph is turned") {
  auto const root = field_inputs();
  if (root.empty()) return;
  for (auto const* file : {"upright.json", "upside_down.json"}) {
    auto const image = read_samples(root / "f06-exif-depth" / file).samples.at(0);
    auto const& label = image.grasps.at(0);
    cv::Point const at(static_cast<int>(label.x), static_cast<int>(label.y));
    auto const colour = image.rgb.at<cv::Vec3b>(at);
    INFO(file << ": " << colour);
    CHECK((colour[0] > 200 && colour[1] < 40 && colour[2] < 40));
    CHECK(image.depth.at<float>(at) == 0.5F);
  }
}

TEST_CASE("field: weights in the containers that other programs write") {
  auto const root = field_inputs();
  if (root.empty()) return;
  for (auto const* file :
       {"f17-model-state-dict/checkpoint.pth", "f17-model-state-dict/net.pth", "f17-model-state-dict/model_ema.pth",
        "f19-name-prefix/dataparallel.pth", "f19-name-prefix/compiled.pth"}) {
    INFO(file);
    tensor_file read;
    REQUIRE_NOTHROW(read = read_weights(root / file));
    REQUIRE(read.tensors.contains("conv1.weight"));
    CHECK(first_value(read.tensors.at("conv1.weight")) == 1);
  }
  for (auto const* file : {"overlap", "partial", "dup", "gap", "trailing", "alias900"}) {
    auto const path = root / "f21-safetensors-offsets" / (std::string(file) + ".safetensors");
    CHECK_THAT(error_of([&] { (void)read_safetensors(path); }).message, Contains(path.string() + ": "));
  }
  for (auto const* file : {"f8", "c64"}) {
    INFO(file);
    tensor_file read;
    REQUIRE_NOTHROW(read = read_weights(root / "f38-safetensors-f8" / (std::string(file) + ".safetensors")));
    CHECK(first_value(read.tensors.at("a")) == 1.5F);
  }
}

TEST_CASE("field: GraspNet's rectangles in Fortran's order") {
  auto const root = field_inputs();
  if (root.empty()) return;
  auto const path = root / "f22-npy-fortran/set/realsense/rect/0000.npy";
  std::vector<graspnet_rectangle<double>> rectangles;
  REQUIRE_NOTHROW(rectangles = parse_graspnet_rectangles(read_file(path), path.string()));
  REQUIRE(rectangles.size() == 2);
  auto const g = from_graspnet(rectangles.front());
  CHECK(g.x == Approx(30));
  CHECK(g.y == Approx(20));
  CHECK(g.opening == Approx(16));
  CHECK(g.jaw == Approx(8));
}
