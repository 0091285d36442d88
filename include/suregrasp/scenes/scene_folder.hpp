#ifndef SUREGRASP_SCENES_SCENE_FOLDER_HPP
#define SUREGRASP_SCENES_SCENE_FOLDER_HPP

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/native/native_writer.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The files of a sample, ready to be written: what takes time is done, on any thread.
struct encoded_sample {
  native_photograph description;  ///< id, object and grasps, with the names of the files
  std::vector<std::uint8_t> photograph;
  std::vector<std::uint8_t> depth;  ///< empty where there is none

  explicit encoded_sample(sample const& s)
      : description{s.id, s.id + "r.png", s.depth.empty() ? std::string() : s.id + "d.tiff", s.object},
        photograph(encode_png(s.rgb)) {
    description.grasps = s.grasps;
    if (!s.depth.empty()) depth = encode_depth(s.depth);
  }
};

/// Writes samples as a folder in Cornell's format, readable with `scan_cornell`: `<id>r.png`, `<id>cpos.txt` where
/// there are labels, `<id>d.tiff` where there is depth, an `objects.csv` where objects are named, and a `manifest.json`
/// written last, whose presence says that the folder is complete and on the disk. Where some have no labels, which
/// Cornell's format cannot say, a `dataset.json` in this project's own format says so and is what is read. Until it is
/// complete, it has the mark of `own_folder.hpp`.
class scene_folder {
 public:
  /// `origin` is kept in the manifest: the seed and options that made the samples, or where they came from.
  /// Throws `data_error` `data.scene_folder.not_empty` rather than mix with what is there.
  explicit scene_folder(std::filesystem::path root, nlohmann::ordered_json origin = nlohmann::ordered_json::object())
      : root_(std::move(root)), origin_(std::move(origin)) {
    std::filesystem::create_directories(root_);
    if (!std::filesystem::is_empty(root_))
      throw data_error("data.scene_folder.not_empty", root_.string() + ": expected an empty or new folder");
    begin_folder(root_);
  }

  /// Throws `data_error` `data.scene_folder.id`.
  void add(sample const& s) {
    require_name(s.id);
    add(encoded_sample(s));
  }

  void add(encoded_sample const& s) {
    auto const& p = s.description;
    require_name(p.id);
    write(p.image, s.photograph);
    if (!p.grasps.empty()) write_file_soon(root_ / (p.id + "cpos.txt"), format_rectangles(p.grasps));
    if (!p.depth.empty()) write(p.depth, s.depth);
    photographs_.push_back(p);
  }

  void finish() const {
    auto samples = nlohmann::ordered_json::array();
    std::string objects;
    bool bare = false;
    for (auto const& p : photographs_) {
      samples.push_back({{"id", p.id}, {"grasps", p.grasps.size()}, {"depth", !p.depth.empty()}});
      if (!p.object.empty()) objects += detail::cell(p.id) + "," + detail::cell(p.object) + "\n";
      bare = bare || p.grasps.empty();
    }
    if (!objects.empty()) write_file_soon(root_ / "objects.csv", "id,object\n" + objects);
    if (bare) write_file_soon(root_ / "dataset.json", format_native_json(photographs_));
    wait_for_disk(root_);
    nlohmann::ordered_json const manifest{{"format", "cornell"}, {"origin", origin_}, {"samples", std::move(samples)}};
    write_file(root_ / "manifest.json", manifest.dump(1) + "\n");
    finish_folder(root_);
  }

 private:
  static void require_name(std::string const& id) {
    if (id.empty() || id.find('/') != std::string::npos)
      throw data_error("data.scene_folder.id", "expected an id fit for a file's name, got `" + id + "`");
  }

  void write(std::string const& name, std::vector<std::uint8_t> const& bytes) const {
    write_file_soon(root_ / name, std::string_view(reinterpret_cast<char const*>(bytes.data()), bytes.size()));
  }

  std::filesystem::path root_;
  nlohmann::ordered_json origin_;
  std::vector<native_photograph> photographs_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_SCENES_SCENE_FOLDER_HPP
