#ifndef SUREGRASP_SCENES_SCENE_FOLDER_HPP
#define SUREGRASP_SCENES_SCENE_FOLDER_HPP

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/native/native_writer.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/folder_lock.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/metrics/labels/rectangle_file.hpp>
#include <suregrasp/scenes/impl/scene_log.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A sample encoded into the bytes of its files. Encoding takes most of the time of writing and may be done on any
/// thread.
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

/// Writes samples into a folder in Cornell's format, which `scan_cornell` reads: `<id>r.png`, `<id>cpos.txt` where
/// there are labels, `<id>d.tiff` where there is depth, and `objects.csv` where objects are named.
///
/// `finish` writes these tables and, last, a `manifest.json`, whose presence means that the folder is complete and on
/// the disk; until then the folder holds the mark of `files/own_folder.hpp`. Cornell's format cannot say that a
/// photograph has no grasp; where some have none, `finish` also writes a `dataset.json` in SureGrasp's own format,
/// which `open_data_set` prefers. One thread at a time.
class scene_folder {
 public:
  /// Creates the folder. `origin` is written to the manifest: seed and options of the samples, or where they came from.
  /// A folder that a run left unfinished is gone on with where its `plan`, a line of text that says what the samples
  /// are made from, is the same and not empty; `photographs()` are there then. Throws `data_error`
  /// `data.scene_folder.not_empty` where the folder holds anything else, `io.locked` where another process writes it.
  explicit scene_folder(std::filesystem::path root, nlohmann::ordered_json origin = nlohmann::ordered_json::object(),
                        std::string const& plan = {})
      : root_(std::move(root)), origin_(std::move(origin)), log_(root_, plan) {
    std::filesystem::create_directories(root_);
    lock_.emplace(root_);
    if (!plan.empty() && is_unfinished(root_)) {
      photographs_ = log_.go_on();
      return;
    }
    if (!std::filesystem::is_empty(root_))
      throw data_error("data.scene_folder.not_empty", root_.string() + ": expected an empty or new folder");
    begin_folder(root_);
    log_.begin();
  }

  /// What it holds so far.
  [[nodiscard]] std::vector<native_photograph> const& photographs() const { return photographs_; }

  /// Writes the files of a sample. Throws `data_error` `data.scene_folder.id` for an id that is empty or has a slash.
  void add(sample const& s) {
    require_name(s.id);
    add(encoded_sample(s));
  }

  /// The same for a sample that is encoded already.
  void add(encoded_sample const& s) {
    auto const& p = s.description;
    require_name(p.id);
    write(p.image, s.photograph);
    if (!p.grasps.empty()) write_file_soon(root_ / (p.id + "cpos.txt"), format_rectangles(p.grasps));
    if (!p.depth.empty()) write(p.depth, s.depth);
    log_.add(p);
    photographs_.push_back(p);
  }

  /// Writes the tables and the manifest, once all files are on the disk.
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
  detail::scene_log log_;
  std::optional<folder_lock> lock_{};
  std::vector<native_photograph> photographs_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_SCENES_SCENE_FOLDER_HPP
