#ifndef SUREGRASP_DATA_CORNELL_CORNELL_LISTING_HPP
#define SUREGRASP_DATA_CORNELL_CORNELL_LISTING_HPP

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/letter_case.hpp>
#include <suregrasp/data/cornell/object_table.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/data/impl/folder_rest.hpp>
#include <suregrasp/files/folder_files.hpp>
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
  std::vector<std::string> notes{};                  ///< what the folder holds beside the data set
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
  explicit cornell_files(std::filesystem::path const& root) : listing_(list_folder(root)), names_(listing_.files) {}

  [[nodiscard]] folder_files const& listing() const { return listing_; }
  [[nodiscard]] std::vector<std::filesystem::path> const& all() const { return listing_.files; }
  [[nodiscard]] std::optional<std::filesystem::path> existing(std::filesystem::path const& path) const {
    return names_.find(path);
  }

 private:
  folder_files listing_;
  file_names names_;
};

/// The id in a file name made of an id and `suffix`, in capital or small letters; nothing for other names.
[[nodiscard]] inline std::optional<std::string> id_before(std::filesystem::path const& path, std::string_view suffix) {
  auto const name = path.filename().string();
  if (name.size() <= suffix.size() || !ends_in_either_case(name, suffix)) return std::nullopt;
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

/// Entries of one id in several folders: different photographs get their folders into their ids; of photographs that
/// are the same to the byte the first stays, and the others are reported.
inline void tell_twins_apart(cornell_dataset& dataset) {
  std::map<std::string, std::vector<std::size_t>> of_id;
  for (std::size_t i = 0; i < dataset.entries.size(); ++i) of_id[dataset.entries[i].id].push_back(i);
  std::vector<bool> twin(dataset.entries.size(), false);
  for (auto const& [id, positions] : of_id) {
    if (positions.size() == 1) continue;
    std::map<std::string, std::size_t> known;  // by the digest of the photograph's bytes
    std::set<std::string> ids;
    for (auto const i : positions) {
      auto& entry = dataset.entries[i];
      auto const [first, fresh] = known.emplace(digest().add(read_file(entry.rgb, file_limits::picture)).text(), i);
      entry.id = folder_below(dataset.root, entry.rgb) + id;
      if (ids.insert(entry.id).second && fresh) continue;
      twin[i] = true;
      dataset.diagnostics.push_back({"data.cornell.duplicate",
                                     {entry.rgb.string()},
                                     "expected ids to be unique, found " +
                                         dataset.entries[fresh ? positions.front() : first->second].rgb.string() +
                                         " too"});
    }
    if (known.size() == 1) dataset.entries[positions.front()].id = id;
  }
  std::vector<cornell_entry> kept;
  for (std::size_t i = 0; i < twin.size(); ++i)
    if (!twin[i]) kept.push_back(std::move(dataset.entries[i]));
  dataset.entries = std::move(kept);
  std::ranges::stable_sort(dataset.entries, {}, &cornell_entry::id);
}

inline void name_objects(cornell_dataset& dataset, std::filesystem::path const& file) {
  auto const text = read_file(file);
  auto table = ends_in_either_case(file.string(), ".csv") ? parse_object_list(text, file.string())
                                                          : parse_object_table(text, file.string());
  dataset.diagnostics.insert(dataset.diagnostics.end(), table.diagnostics.begin(), table.diagnostics.end());
  for (auto& entry : dataset.entries) {
    entry.object = table.object_of[entry.id.substr(entry.id.rfind('/') + 1)];
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

/// Whether a file is part of a folder in Cornell's format, by its name and those beside it.
[[nodiscard]] inline bool is_cornell_file(std::filesystem::path const& file, cornell_files const& files) {
  for (std::string_view const suffix : {"r.png", "cpos.txt", "cneg.txt", "d.tiff"})
    if (id_before(file, suffix)) return true;
  auto const name = small_letters(file.filename().string());
  if (name == "z.txt" || name == "objects.csv" || name == "manifest.json") return true;
  return name.ends_with(".txt") && files.existing(file.parent_path() / (file.stem().string() + "r.png"));
}

/// Whether a strict reader throws for this diagnostic; the others leave nothing out.
[[nodiscard]] inline bool stops_reading(diagnostic const& f) {
  return f.id != "data.cornell.no_photograph" && f.id != "data.objects.missing";
}

}  // namespace detail

/// Lists a folder in Cornell's format, flat or in subfolders (`01` to `10`), without reading the photographs; as
/// `list_folder` finds files, their names in small letters or capitals.
///
/// Objects are named by a file `z.txt` or `objects.csv` anywhere below the folder. Photographs of the empty table are
/// listed separately. Throws `data_error`: `data.cornell.missing`, `data.cornell.empty`, and unless `report_faults`,
/// `data.cornell.unlabelled`, `data.cornell.no_depth`, `data.cornell.duplicate`, `data.objects.row`,
/// `data.objects.conflict`, `data.link.broken`. Different photographs of one name in two folders have their folders in
/// their ids.
[[nodiscard]] inline cornell_dataset scan_cornell(std::filesystem::path const& root,
                                                  cornell_options const& options = {}) {
  if (!std::filesystem::is_directory(root))
    throw data_error("data.cornell.missing", root.string() + ": expected a folder, there is none");
  cornell_dataset dataset{root, {}};
  detail::cornell_files const files(root);
  std::optional<std::filesystem::path> objects;
  for (auto const& file : files.all()) {
    if (auto const name = detail::small_letters(file.filename().string()); name == "z.txt" || name == "objects.csv")
      objects = file;
    auto const id = detail::id_before(file, detail::cornell_image_suffix);
    if (!id) continue;
    if (detail::small_letters(*id).starts_with("pcdb"))
      dataset.backgrounds.push_back(file);
    else
      dataset.entries.push_back(detail::cornell_entry_of(file, *id, files, options, dataset.diagnostics));
  }
  if (dataset.entries.empty())
    throw data_error("data.cornell.empty", root.string() + ": expected photographs named <id>r.png, such as " +
                                               "pcd0100r.png, here or in subfolders, found none" +
                                               detail::files_there(files.listing()));
  std::ranges::stable_sort(dataset.entries, {}, &cornell_entry::id);
  detail::tell_twins_apart(dataset);
  if (objects) detail::name_objects(dataset, *objects);
  detail::report_orphans(dataset, files);
  auto rest =
      detail::rest_of_folder(files.listing(), [&](auto const& file) { return detail::is_cornell_file(file, files); });
  dataset.diagnostics.insert(dataset.diagnostics.end(), rest.diagnostics.begin(), rest.diagnostics.end());
  dataset.notes = std::move(rest.notes);
  auto const first = std::ranges::find_if(dataset.diagnostics, detail::stops_reading);
  if (first != dataset.diagnostics.end() && !options.report_faults)
    throw data_error(first->id, first->where.text() + ": " + first->text);
  return dataset;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_CORNELL_CORNELL_LISTING_HPP
