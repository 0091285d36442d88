#ifndef SUREGRASP_DATA_INSPECTION_HPP
#define SUREGRASP_DATA_INSPECTION_HPP

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/data/sample_checks.hpp>
#include <tuple>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The content of a data set, its faults, and what it lacks without that being a fault.
struct inspection {
  std::string path, format;
  std::size_t photographs = 0;  ///< photographs that can be used
  std::size_t left_out = 0;     ///< photographs that cannot be read
  std::size_t labelled = 0, with_depth = 0, with_object = 0;
  std::size_t grasps = 0, negatives = 0, dropped = 0;  ///< rectangles of the photographs used; `dropped` ones are not
  std::size_t grasp_points = 0, with_grasp_points = 0;
  std::size_t objects = 0;
  depth_range depth;
  std::vector<diagnostic> diagnostics;  ///< sorted by file and line
  std::vector<std::string> notes;
};

namespace detail {

/// Summary of one photograph, without its pixels.
struct inspected_sample {
  std::string id, object, file;
  std::size_t grasps = 0, negatives = 0, dropped = 0, grasp_points = 0;
  depth_range depth;
  std::pair<int, int> size{};  ///< width and height
};

inline void count_sample(inspection& result, inspected_sample const& s) {
  ++result.photographs;
  result.labelled += s.grasps > 0;
  result.with_depth += s.depth.pixels > 0;
  result.with_object += !s.object.empty();
  result.grasps += s.grasps;
  result.negatives += s.negatives;
  result.dropped += s.dropped;
  result.grasp_points += s.grasp_points;
  result.with_grasp_points += s.grasp_points > 0;
  result.depth.include(s.depth);
}

/// Something that only some photographs have is a diagnostic for each of the others; something that none has is a note.
inline void compare_samples(inspection& result, std::vector<inspected_sample> const& samples) {
  auto const lacking = [&](std::size_t have, std::string const& id, std::string const& what, auto const& has) {
    if (have == 0) result.notes.emplace_back("no photograph has " + what);
    if (have == 0 || have == samples.size()) return;
    for (auto const& s : samples)
      if (!has(s)) result.diagnostics.push_back({id, {s.file}, "has no " + what + ", others have"});
  };
  auto const labelled = [](auto const& s) { return s.grasps + s.grasp_points > 0; };
  lacking(static_cast<std::size_t>(std::ranges::count_if(samples, labelled)), "data.unlabelled", "grasps", labelled);
  lacking(result.with_depth, "data.depth.missing", "depth", [](auto const& s) { return s.depth.pixels > 0; });
  if (result.with_object == 0) result.notes.emplace_back("no photograph has an object: split by blocks of ids");
  std::set<std::string> objects;
  for (auto const& s : samples)
    if (!s.object.empty()) objects.insert(s.object);
  result.objects = objects.size();
}

/// Notes the sizes of photographs, the most usual first, where not all have one size.
inline void compare_sizes(inspection& result, std::vector<inspected_sample> const& samples) {
  std::map<std::pair<int, int>, std::vector<inspected_sample const*>> of_size;
  for (auto const& s : samples) of_size[s.size].push_back(&s);
  if (of_size.size() < 2) return;
  std::vector<std::pair<std::pair<int, int>, std::vector<inspected_sample const*>>> sizes(of_size.begin(),
                                                                                          of_size.end());
  std::ranges::stable_sort(sizes, [](auto const& a, auto const& b) { return a.second.size() > b.second.size(); });
  std::string text = "photographs of " + std::to_string(sizes.size()) + " sizes: ";
  for (std::size_t i = 0; i < sizes.size() && i < 5; ++i)
    text += (i > 0 ? ", " : "") + std::to_string(sizes[i].first.first) + "x" + std::to_string(sizes[i].first.second) +
            " (" + std::to_string(sizes[i].second.size()) +
            (i > 0 ? ", such as " + sizes[i].second.front()->file : std::string()) + ")";
  result.notes.push_back(text + (sizes.size() > 5 ? ", ..." : ""));
}

/// Notes what is missing of the Cornell data set's 885 photographs, 5110 positive and 2909 negative rectangles, where
/// some of its photographs are there.
inline void compare_with_cornell(inspection& result, std::vector<inspected_sample> const& samples) {
  auto const original = [](std::string const& id) {
    if (id.size() != 7 || !id.starts_with("pcd") || !is_number(std::string_view(id).substr(3))) return false;
    int const number = std::stoi(id.substr(3));
    return (number >= 100 && number <= 949) || (number >= 1000 && number <= 1034);
  };
  auto const here =
      static_cast<std::size_t>(std::ranges::count_if(samples, [&](auto const& s) { return original(s.id); }));
  if (here == 0) return;
  auto const note = [&](std::size_t count, std::size_t whole, std::string const& what) {
    if (count != whole)
      result.notes.push_back(std::to_string(count) + " of the Cornell data set's " + std::to_string(whole) + " " +
                             what);
  };
  note(here, 885, "photographs");
  note(result.grasps, 5110, "positive rectangles");
  note(result.negatives, 2909, "negative rectangles");
  if (result.objects > 0) note(result.objects, 244, "objects");
}

}  // namespace detail

/// Reads a whole data set of any format on `threads` threads (0: one per processor), counts its content and collects
/// its faults as diagnostics with file and line.
///
/// `progress(read, of)` is called on the calling thread after each photograph; `metres_per_unit` as in `open_options`.
/// Throws `data_error`, as `open_data_set`,
/// where no data set is found.
[[nodiscard]] inline inspection inspect_data_set(
    std::filesystem::path const& path, std::size_t threads = 0,
    std::function<void(std::size_t, std::size_t)> const& progress = [](std::size_t, std::size_t) {},
    std::optional<double> metres_per_unit = std::nullopt) {
  auto set = open_data_set(path, {.allow_unlabelled = true, .report_faults = true, .metres_per_unit = metres_per_unit});
  inspection result;
  result.path = path.string();
  result.format = set.format;
  result.diagnostics = std::move(set.diagnostics);
  result.notes = std::move(set.notes);
  std::map<std::string, std::string> file_of;
  for (auto const& entry : set.entries) file_of[entry.id] = entry.file;
  std::vector<detail::inspected_sample> samples;
  auto const add = [&](std::vector<diagnostic> const& more) {
    result.diagnostics.insert(result.diagnostics.end(), more.begin(), more.end());
  };
  auto const use = [&](labelled_sample const& s) {
    detail::inspected_sample summary{s.data.id,
                                     s.data.object,
                                     file_of[s.data.id],
                                     s.data.grasps.size(),
                                     s.data.negatives.size(),
                                     s.dropped.size(),
                                     s.data.grasp_points.size(),
                                     {},
                                     {}};
    summary.depth.include(s.data.depth);
    summary.size = {s.data.rgb.cols, s.data.rgb.rows};
    add(s.dropped);
    add(s.remarks);
    add(sample_checks(s, summary.depth, summary.file));
    detail::count_sample(result, summary);
    samples.push_back(std::move(summary));
    progress(samples.size() + result.left_out, set.entries.size());
  };
  read_data_set(set, threads, use, [&](diagnostic const& fault) {
    add({fault});
    ++result.left_out;
    progress(samples.size() + result.left_out, set.entries.size());
  });
  detail::compare_samples(result, samples);
  detail::compare_sizes(result, samples);
  if (set.format == "cornell") detail::compare_with_cornell(result, samples);
  std::ranges::stable_sort(result.diagnostics, [](diagnostic const& a, diagnostic const& b) {
    return std::tie(a.where.path, a.where.line) < std::tie(b.where.path, b.where.line);
  });
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_INSPECTION_HPP
