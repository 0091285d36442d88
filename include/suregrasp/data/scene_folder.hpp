#ifndef SUREGRASP_DATA_SCENE_FOLDER_HPP
#define SUREGRASP_DATA_SCENE_FOLDER_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/rectangle_file.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/io/atomic_file.hpp>
#include <suregrasp/io/images.hpp>
#include <utility>

namespace suregrasp::inline v1 {

/// Writes samples as a folder in Cornell's format, readable with `scan_cornell`: `<id>r.png`, `<id>cpos.txt` where
/// there are labels, `<id>d.tiff` where there is depth, and a `manifest.json` written last, whose presence says that
/// the folder is complete.
class scene_folder {
 public:
  /// `origin` is kept in the manifest: the seed and options that made the samples, or where they came from.
  /// Throws `data_error` `data.scene_folder.not_empty` rather than mix with what is there.
  explicit scene_folder(std::filesystem::path root, nlohmann::ordered_json origin = nlohmann::ordered_json::object())
      : root_(std::move(root)) {
    std::filesystem::create_directories(root_);
    if (!std::filesystem::is_empty(root_))
      throw data_error("data.scene_folder.not_empty", root_.string() + ": expected an empty or new folder");
    manifest_["format"] = "cornell";
    manifest_["origin"] = std::move(origin);
    manifest_["samples"] = nlohmann::ordered_json::array();
  }

  void add(sample const& s) {
    if (s.id.empty() || s.id.find('/') != std::string::npos)
      throw data_error("data.scene_folder.id", "expected an id fit for a file's name, got `" + s.id + "`");
    write_rgb(root_ / (s.id + "r.png"), s.rgb);
    if (!s.grasps.empty()) write_file(root_ / (s.id + "cpos.txt"), format_rectangles(s.grasps));
    if (!s.depth.empty()) write_depth(root_ / (s.id + "d.tiff"), s.depth);
    manifest_["samples"].push_back({{"id", s.id}, {"grasps", s.grasps.size()}, {"depth", !s.depth.empty()}});
  }

  void finish() const { write_file(root_ / "manifest.json", manifest_.dump(1) + "\n"); }

 private:
  std::filesystem::path root_;
  nlohmann::ordered_json manifest_;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DATA_SCENE_FOLDER_HPP
