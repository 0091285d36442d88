#ifndef SUREGRASP_DATA_CORNELL_CORNELL_LISTING_HPP
#define SUREGRASP_DATA_CORNELL_CORNELL_LISTING_HPP

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/cornell/object_table.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/files/read_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The files of one photograph: `<id>r.png`, `<id>cpos.txt`, `<id>cneg.txt`, `<id>d.tiff`, `<id>.txt`.
struct cornell_entry {
  std::string id;
  std::filesystem::path rgb;
  std::optional<std::filesystem::path> rectangles{};
  std::optional<std::filesystem::path> negatives{};
  std::optional<std::filesystem::path> depth{};
  std::optional<std::filesystem::path> cloud{};  ///< point cloud, the source of depth where there is no depth image
  std::string object{};                          ///< from `z.txt` or `objects.csv`; empty where unknown
  std::optional<double> metres_per_unit{};       ///< of depth or cloud; as `decode_depth` and `depth_of_cloud` without
};

/// The files of a folder in Cornell's format, listed and not yet read.
struct cornell_dataset {
  std::filesystem::path root;
  std::vector<cornell_entry> entries;                ///< sorted by id
  std::vector<diagnostic> diagnostics{};             ///< missing or contradictory files
  std::vector<std::filesystem::path> backgrounds{};  ///< photographs of the empty table, `pcdb<number>r.png`
};

/// What to do with depth files.
enum class depth_use {
  when_present,  ///< read where there is one
  required,      ///< a photograph without one is an error
  ignored,       ///< never read
};

/// How strictly a folder in Cornell's format is read.
struct cornell_options {
  depth_use depth = depth_use::when_present;
  bool allow_unlabelled = false;  ///< lists photographs without a rectangle file too
  bool report_faults = false;     ///< leaves faulty entries out and reports them in `diagnostics`, rather than throw
  std::optional<double> metres_per_unit{};  ///< of depth files and clouds
};

namespace detail {

inline constexpr std::string_view cornell_image_suffix = "r.png";

/// All files below a folder, sorted by path; the files of one photograph lie in one folder.
class cornell_files {
 public:
  explicit cornell_files(std::filesystem::path const& root) {
    for (auto const& file : std::filesystem::recursive_directory_iterator(root))
      if (file.is_regular_file()) paths_.push_back(file.path());
    std::ranges::sort(paths_);
  }

  [[nodiscard]] std::vector<std::filesystem::path> const& all() const { return paths_; }
  [[nodiscard]] std::optional<std::filesystem::path> existing(std::filesystem::path const& path) const {
    if (!std::ranges::binary_search(paths_, path)) return std::nullopt;
    return path;
  }

 private:
  std::vector<std::filesystem::path> paths_;
};

/// The id in a file name made of an id and `suffix`; nothing for other names.
[[nodiscard]] inline std::optional<std::string> id_before(std::filesystem::path const& path, std::string_view suffix) {
  auto const name = path.filename().string();
  if (name.size() <= suffix.size() || !name.ends_with(suffix)) return std::nullopt;
  return name.substr(0, name.size() - suffix.size());
}

[[nodiscard]] inline cornell_entry cornell_entry_of(std::filesystem::path const& image, std::string const& id,
                                                    cornell_files const& files, cornell_options const& options,
                                                    std::vector<diagnostic>& diagnostics) {
  auto const beside = [&](char const* suffix) { return image.parent_path() / (id + suffix); };
  cornell_entry entry{id, image, files.existing(beside("cpos.txt")), files.existing(beside("cneg.txt"))};
  entry.metres_per_unit = options.metres_per_unit;
  if (options.depth != depth_use::ignored) {
    entry.depth = files.existing(beside("d.tiff"));
    entry.cloud = files.existing(beside(".txt"));
  }
  if (!entry.rectangles && !options.allow_unlabelled)
    diagnostics.push_back({"data.cornell.unlabelled",
                           {image.string()},
                           "expected its rectangles in " + beside("cpos.txt").string() + ", no such file"});
  if (!entry.depth && !entry.cloud && options.depth == depth_use::required)
    diagnostics.push_back({"data.cornell.no_depth",
                           {image.string()},
                           "expected its depth in " + beside("d.tiff").string() + ", no such file"});
  return entry;
}

inline void leave_out_twins(cornell_dataset& dataset) {
  auto const same = [&](cornell_entry const& first, cornell_entry const& second) {
    if (first.id != second.id) return false;
    dataset.diagnostics.push_back({"data.cornell.duplicate",
                                   {second.rgb.string()},
                                   "expected ids to be unique, found " + first.rgb.string() + " too"});
    return true;
  };
  auto const end = std::unique(dataset.entries.begin(), dataset.entries.end(), same);
  dataset.entries.erase(end, dataset.entries.end());
}

inline void name_objects(cornell_dataset& dataset, std::filesystem::path const& file) {
  auto const text = read_file(file);
  auto table =
      file.extension() == ".csv" ? parse_object_list(text, file.string()) : parse_object_table(text, file.string());
  dataset.diagnostics.insert(dataset.diagnostics.end(), table.diagnostics.begin(), table.diagnostics.end());
  for (auto& entry : dataset.entries) {
    entry.object = std::move(table.object_of[entry.id]);
    if (entry.object.empty())
      dataset.diagnostics.push_back({"data.objects.missing",
                                     {entry.rgb.string()},
                                     "expected " + entry.id + " in " + file.string() + ", it is not there"});
  }
}

/// Reports files whose photograph is missing.
inline void report_orphans(cornell_dataset& dataset, cornell_files const& files) {
  for (auto const& file : files.all())
    for (std::string_view const suffix : {"cpos.txt", "cneg.txt", "d.tiff"})
      if (auto const id = id_before(file, suffix))
        if (auto const image = file.parent_path() / (*id + "r.png"); !files.existing(image))
          dataset.diagnostics.push_back(
              {"data.cornell.no_photograph", {file.string()}, "expected its photograph in " + image.string()});
}

/// Whether a strict reader throws for this diagnostic; the others leave nothing out.
[[nodiscard]] inline bool stops_reading(diagnostic const& f) {
  return f.id != "data.cornell.no_photograph" && f.id != "data.objects.missing";
}

}  // namespace detail

/// Lists a folder in Cornell's format, flat or in subfolders (`01` to `10`), without reading the photographs.
///
/// Objects are named by a file `z.txt` or `objects.csv` anywhere below the folder. Photographs of the empty table are
/// listed separately. Throws `data_error`: `data.cornell.missing`, `data.cornell.empty`, and unless `report_faults`,
/// `data.cornell.unlabelled`, `data.cornell.no_depth`, `data.cornell.duplicate`, `data.objects.row`,
/// `data.objects.conflict`.
[[nodiscard]] inline cornell_dataset scan_cornell(std::filesystem::path const& root,
                                                  cornell_options const& options = {}) {
  if (!std::filesystem::is_directory(root))
    throw data_error("data.cornell.missing", root.string() + ": expected a folder, there is none");
  cornell_dataset dataset{root, {}};
  detail::cornell_files const files(root);
  std::optional<std::filesystem::path> objects;
  for (auto const& file : files.all()) {
    if (file.filename() == "z.txt" || file.filename() == "objects.csv") objects = file;
    auto const id = detail::id_before(file, detail::cornell_image_suffix);
    if (!id) continue;
    if (id->starts_with("pcdb"))
      dataset.backgrounds.push_back(file);
    else
      dataset.entries.push_back(detail::cornell_entry_of(file, *id, files, options, dataset.diagnostics));
  }
  if (dataset.entries.empty())
    throw data_error("data.cornell.empty", root.string() + ": expected photographs named <id>r.png, such as " +
                                               "pcd0100r.png, here or in subfolders, found none");
  std::ranges::stable_sort(dataset.entries, {}, &cornell_entry::id);
  detail::leave_out_twins(dataset);
  if (objects) detail::name_objects(dataset, *objects);
  detail::report_orphans(dataset, files);
  auto const first = std::ranges::find_if(dataset.diagnostics, detail::stops_reading);
  if (first != dataset.diagnostics.end() && !options.report_faults)
    throw data_error(first->id, first->where.text() + ": " + first->text);
  return dataset;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_CORNELL_CORNELL_LISTING_HPP
