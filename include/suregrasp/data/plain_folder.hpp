#ifndef SUREGRASP_DATA_PLAIN_FOLDER_HPP
#define SUREGRASP_DATA_PLAIN_FOLDER_HPP

#include <algorithm>
#include <filesystem>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/plain_writer.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/io/atomic_file.hpp>
#include <suregrasp/io/images.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v1 {

/// Which of the two descriptions a `plain_folder` gets.
enum class plain_kind { json, csv };

/// Writes samples of any origin as a folder in this project's own format: `<id>.png`, `<id>-depth.tiff` where there is
/// depth, and a `dataset.json` or `dataset.csv` written last, whose presence says that the folder is complete. An id
/// with slashes becomes subfolders.
class plain_folder {
 public:
  /// Throws `data_error` `data.plain_folder.not_empty` rather than mix with what is there.
  explicit plain_folder(std::filesystem::path root, plain_kind kind = plain_kind::json)
      : root_(std::move(root)), kind_(kind) {
    std::filesystem::create_directories(root_);
    if (!std::filesystem::is_empty(root_))
      throw data_error("data.plain_folder.not_empty", root_.string() + ": expected an empty or new folder");
  }

  /// Throws `data_error` `data.plain_folder.id` for an id that leads out of the folder.
  void add(sample const& s) {
    std::filesystem::path const name(s.id);
    if (s.id.empty() || s.id.ends_with('/') || name.is_absolute() ||
        std::ranges::any_of(name, [](auto const& part) { return part == ".." || part == "."; }))
      throw data_error("data.plain_folder.id", "expected an id fit for a file's name, got `" + s.id + "`");
    std::filesystem::create_directories((root_ / name).parent_path());
    plain_photograph p{s.id, s.id + ".png", s.depth.empty() ? std::string() : s.id + "-depth.tiff", s.object};
    p.grasps = s.grasps;
    p.negatives = s.negatives;
    write_rgb(root_ / p.image, s.rgb);
    if (!p.depth.empty()) write_depth(root_ / p.depth, s.depth);
    photographs_.push_back(std::move(p));
  }

  void finish() const {
    bool const json = kind_ == plain_kind::json;
    write_file(root_ / (json ? "dataset.json" : "dataset.csv"),
               json ? format_plain_json(photographs_) : format_plain_csv(photographs_));
  }

 private:
  std::filesystem::path root_;
  plain_kind kind_;
  std::vector<plain_photograph> photographs_;
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DATA_PLAIN_FOLDER_HPP
