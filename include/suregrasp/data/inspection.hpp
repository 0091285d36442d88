#ifndef SUREGRASP_DATA_INSPECTION_HPP
#define SUREGRASP_DATA_INSPECTION_HPP

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/data/sample_checks.hpp>
#include <tuple>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// What a data set holds, what is wrong with it, and what it lacks without that being a fault.
struct inspection {
  std::string path, format;
  std::size_t photographs = 0;  ///< that can be used
  std::size_t left_out = 0;     ///< that cannot
  std::size_t labelled = 0, with_depth = 0, with_object = 0;
  std::size_t grasps = 0, negatives = 0, dropped = 0;  ///< rectangles used, and left out of photographs that are
  std::size_t objects = 0;
  depth_range depth;
  std::vector<diagnostic> diagnostics;  ///< by place
  std::vector<std::string> notes;
};

namespace detail {

/// A photograph without its pixels.
struct inspected_sample {
  std::string id, object, file;
  std::size_t grasps = 0, negatives = 0, dropped = 0;
  depth_range depth;
};

inline void count_sample(inspection& result, inspected_sample const& s) {
  ++result.photographs;
  result.labelled += s.grasps > 0;
  result.with_depth += s.depth.pixels > 0;
  result.with_object += !s.object.empty();
  result.grasps += s.grasps;
  result.negatives += s.negatives;
  result.dropped += s.dropped;
  result.depth.include(s.depth);
}

/// What some photographs have and others lack is missing; what none has is a note.
inline void compare_samples(inspection& result, std::vector<inspected_sample> const& samples) {
  auto const lacking = [&](std::size_t have, std::string const& id, std::string const& what, auto const& has) {
    if (have == 0) result.notes.emplace_back("no photograph has " + what);
    if (have == 0 || have == samples.size()) return;
    for (auto const& s : samples)
      if (!has(s)) result.diagnostics.push_back({id, {s.file}, "has no " + what + ", others have"});
  };
  lacking(result.labelled, "data.unlabelled", "grasps", [](auto const& s) { return s.grasps > 0; });
  lacking(result.with_depth, "data.depth.missing", "depth", [](auto const& s) { return s.depth.pixels > 0; });
  if (result.with_object == 0) result.notes.emplace_back("no photograph has an object: split by blocks of ids");
  std::set<std::string> objects;
  for (auto const& s : samples)
    if (!s.object.empty()) objects.insert(s.object);
  result.objects = objects.size();
}

/// The whole of the Cornell data set, where this is a part of it: 885 photographs, 5110 and 2909 rectangles.
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

/// Reads a whole data set of any format on `threads` threads (0: one a processor) and says what is there against what
/// should be. Faults become findings with their file and line; what is good beside them is counted.
///
/// `progress(read, of)` is called after each photograph. Throws `data_error` where nothing can be read at all.
[[nodiscard]] inline inspection inspect_data_set(
    std::filesystem::path const& path, std::size_t threads = 0,
    std::function<void(std::size_t, std::size_t)> const& progress = [](std::size_t, std::size_t) {}) {
  auto set = open_data_set(path, {.allow_unlabelled = true, .report_faults = true});
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
    detail::inspected_sample seen{
        s.data.id, s.data.object, file_of[s.data.id], s.data.grasps.size(), s.data.negatives.size(), s.dropped.size(),
        {}};
    seen.depth.include(s.data.depth);
    add(s.dropped);
    add(sample_checks(s, seen.depth, seen.file));
    detail::count_sample(result, seen);
    samples.push_back(std::move(seen));
    progress(samples.size() + result.left_out, set.entries.size());
  };
  read_data_set(set, threads, use, [&](diagnostic const& fault) {
    add({fault});
    ++result.left_out;
    progress(samples.size() + result.left_out, set.entries.size());
  });
  detail::compare_samples(result, samples);
  if (set.format == "cornell") detail::compare_with_cornell(result, samples);
  std::ranges::stable_sort(result.diagnostics, [](diagnostic const& a, diagnostic const& b) {
    return std::tie(a.where.path, a.where.line) < std::tie(b.where.path, b.where.line);
  });
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_INSPECTION_HPP
