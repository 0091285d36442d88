#ifndef SUREGRASP_DATA_OPEN_DATA_SET_HPP
#define SUREGRASP_DATA_OPEN_DATA_SET_HPP

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/cornell/cornell.hpp>
#include <suregrasp/data/graspnet/graspnet.hpp>
#include <suregrasp/data/jacquard/jacquard.hpp>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/data/native/native_data_set.hpp>
#include <suregrasp/data/ordered_parallel_for.hpp>
#include <suregrasp/files/folder_files.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <utility>
#include <variant>

namespace suregrasp::inline v2 {

/// How strictly a data set is read.
struct open_options {
  bool allow_unlabelled = false;  ///< lists photographs without labels too
  bool report_faults = false;     ///< leaves faulty entries out and reports them in `diagnostics`, rather than throw
  std::optional<double> metres_per_unit{};  ///< of depth files that don't say; as `decode_depth` where absent
};

namespace detail {

[[nodiscard]] inline labelled_sample read_cornell(cornell_entry const& entry) {
  auto read = load_with_report(entry);
  labelled_sample result{std::move(read.data), {}, {}, std::move(read.remarks)};
  for (int const line : read.lines) result.sources.push_back({entry.rectangles->string(), line});
  for (auto const& each : read.dropped) result.dropped.push_back({each.id, each.where, each.reason});
  return result;
}

[[nodiscard]] inline data_set open_cornell(std::filesystem::path const& root, open_options const& options) {
  auto listed = scan_cornell(root, {.allow_unlabelled = options.allow_unlabelled,
                                    .report_faults = options.report_faults,
                                    .metres_per_unit = options.metres_per_unit});
  data_set set{"cornell", {}, std::move(listed.diagnostics), std::move(listed.notes)};
  for (auto const& entry : listed.entries)
    set.entries.push_back({entry.id, entry.object, entry.rgb.string(), [entry] { return read_cornell(entry); }});
  if (!listed.backgrounds.empty())
    set.notes.insert(set.notes.begin(), std::to_string(listed.backgrounds.size()) + " photographs of the empty table");
  return set;
}

/// The format of a folder, by the first file name that is typical of one, in the order of the paths; names in another
/// letter case than the formats have count where no other is typical. `cornell` where none is.
[[nodiscard]] inline std::string format_of(std::filesystem::path const& folder) {
  auto const listing = list_folder(folder);
  for (bool const any_case : {false, true})
    for (auto const& file : listing.files) {
      auto const text = file.filename().string(), name = any_case ? small_letters(text) : text;
      if (name.ends_with(any_case ? "_rgb.png" : "_RGB.png") || name.ends_with("_grasps.txt")) return "jacquard";
      if (name.ends_with("r.png") || name.ends_with("cpos.txt")) return "cornell";
      if (name.ends_with(".npy") && file.parent_path().filename() == "rect") return "graspnet";
    }
  return "cornell";
}

}  // namespace detail

/// Opens a data set of any supported format without reading its photographs; the format is recognised by the files.
/// That is a folder in Cornell's, Jacquard's or GraspNet's format, a `.json` or `.csv` file in SureGrasp's own, or a
/// folder with such a `dataset.json` or `dataset.csv`.
///
/// Throws `data_error` `data.missing`, `data.unfinished` for a folder whose writing was broken off, and those of
/// `scan_cornell`, `scan_jacquard`, `scan_graspnet` and `open_native`.
[[nodiscard]] inline data_set open_data_set(std::filesystem::path const& path, open_options const& options = {}) {
  require_finished(path);
  if (auto const described = native_description(path))
    return open_native(*described, options.report_faults, options.metres_per_unit);
  if (!std::filesystem::is_directory(path))
    throw data_error("data.missing", path.string() + ": expected a folder, or a data set in a .json or .csv file");
  auto const format = detail::format_of(path);
  if (format == "jacquard")
    return scan_jacquard(path, {.allow_unlabelled = options.allow_unlabelled,
                                .report_faults = options.report_faults,
                                .metres_per_unit = options.metres_per_unit});
  if (format == "graspnet")
    return scan_graspnet(
        path, {.report_faults = options.report_faults, .metres_per_unit = options.metres_per_unit.value_or(0.001)});
  return detail::open_cornell(path, options);
}

/// Reads the photographs of a data set on `threads` threads (0: one per processor). Calls `use(labelled_sample)` for
/// each in the order of the ids, or `left_out(diagnostic)` where its files cannot be read, both on the calling thread.
/// At most `threads` photographs are in memory at a time beside the one in use.
template <class Use, class LeftOut>
void read_data_set(data_set const& set, std::size_t threads, Use&& use, LeftOut&& left_out) {
  auto const read = [&](std::size_t n) -> std::variant<labelled_sample, diagnostic> {
    auto const& entry = set.entries[n];
    try {
      return entry.read();
    } catch (error const& problem) {
      return diagnostic_of(problem, entry.file);
    }
  };
  ordered_parallel_for(set.entries.size(), threads, read, [&](std::variant<labelled_sample, diagnostic> item) {
    if (auto* const got = std::get_if<labelled_sample>(&item))
      use(std::move(*got));
    else
      left_out(std::get<diagnostic>(item));
  });
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_OPEN_DATA_SET_HPP
