#ifndef SUREGRASP_DATA_NATIVE_NATIVE_FOLDER_HPP
#define SUREGRASP_DATA_NATIVE_NATIVE_FOLDER_HPP

#include <algorithm>
#include <filesystem>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/native/native_writer.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The form of the description in a `native_folder`: `dataset.json` or `dataset.csv`.
enum class native_kind { json, csv };

/// Writes samples into a folder in SureGrasp's own format (docs/data_formats.md): `<id>.png`, `<id>-depth.tiff` where
/// there is depth, and a `dataset.json` or `dataset.csv`. `finish` writes that description, so that its presence means
/// that the folder is complete. An id with slashes becomes subfolders. One thread at a time.
class native_folder {
 public:
  /// Creates the folder. Throws `data_error` `data.plain_folder.not_empty` where it exists and holds anything.
  explicit native_folder(std::filesystem::path root, native_kind kind = native_kind::json)
      : root_(std::move(root)), kind_(kind) {
    std::filesystem::create_directories(root_);
    if (!std::filesystem::is_empty(root_))
      throw data_error("data.plain_folder.not_empty", root_.string() + ": expected an empty or new folder");
  }

  /// Writes the images of a sample. Throws `data_error`: `data.plain_folder.id` for an id that is empty or leads out of
  /// the folder, and those of `write_rgb` and `write_depth`.
  void add(sample const& s) {
    std::filesystem::path const name(s.id);
    if (s.id.empty() || s.id.ends_with('/') || name.is_absolute() ||
        std::ranges::any_of(name, [](auto const& part) { return part == ".." || part == "."; }))
      throw data_error("data.plain_folder.id", "expected an id fit for a file's name, got `" + s.id + "`");
    std::filesystem::create_directories((root_ / name).parent_path());
    native_photograph p{s.id, s.id + ".png", s.depth.empty() ? std::string() : s.id + "-depth.tiff", s.object};
    p.grasps = s.grasps;
    p.negatives = s.negatives;
    p.grasp_points = s.grasp_points;
    write_rgb(root_ / p.image, s.rgb);
    if (!p.depth.empty()) write_depth(root_ / p.depth, s.depth);
    photographs_.push_back(std::move(p));
  }

  /// Writes the description. Throws `data_error` as `format_native_json` or `format_native_csv`.
  void finish() const {
    bool const json = kind_ == native_kind::json;
    write_file(root_ / (json ? "dataset.json" : "dataset.csv"),
               json ? format_native_json(photographs_) : format_native_csv(photographs_));
  }

 private:
  std::filesystem::path root_;
  native_kind kind_;
  std::vector<native_photograph> photographs_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_NATIVE_NATIVE_FOLDER_HPP
