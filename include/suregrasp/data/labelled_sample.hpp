#ifndef SUREGRASP_DATA_LABELLED_SAMPLE_HPP
#define SUREGRASP_DATA_LABELLED_SAMPLE_HPP

#include <algorithm>
#include <functional>
#include <string>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/data/impl/folder_rest.hpp>
#include <suregrasp/data/sample.hpp>
#include <tuple>
#include <vector>

namespace suregrasp::inline v2 {

/// A photograph with its labels, the file and line of each label, and the labels that were left out.
struct labelled_sample {
  sample data;
  std::vector<source_location> sources;  ///< file and line of each grasp
  std::vector<diagnostic> dropped;       ///< labels left out, and why
  std::vector<diagnostic> remarks{};     ///< faults of the images that take nothing from their pixels
};

/// A photograph of a data set of any format that can be read when needed.
struct data_entry {
  std::string id;
  std::string object;                     ///< name of the object it shows; empty where unknown
  std::string file;                       ///< its image file, for messages
  std::function<labelled_sample()> read;  ///< may be called from any thread; throws `data_error` naming a file
};

/// A data set of any format: entries that can be read, and diagnostics of what cannot.
struct data_set {
  std::string format;                     ///< cornell, jacquard, graspnet or suregrasp
  std::vector<data_entry> entries;        ///< sorted by id
  std::vector<diagnostic> diagnostics{};  ///< faults found while listing; faults in a file show when it is read
  std::vector<std::string> notes{};       ///< remarks on the content that are no faults
};

namespace detail {

/// Sorts the entries by id; of several with one id the first stays, the others become diagnostics with the id `id`.
inline void sort_by_id(data_set& set, std::string const& id) {
  std::ranges::sort(set.entries,
                    [](auto const& a, auto const& b) { return std::tie(a.id, a.file) < std::tie(b.id, b.file); });
  auto const same = [&](data_entry const& first, data_entry const& second) {
    if (first.id != second.id) return false;
    set.diagnostics.push_back(
        {id, {second.file}, "expected ids to be unique, " + first.file + " is " + first.id + " too"});
    return true;
  };
  set.entries.erase(std::unique(set.entries.begin(), set.entries.end(), same), set.entries.end());
}

/// Adds what the folder of a data set holds beside it.
inline void add_rest(data_set& set, folder_rest const& rest) {
  set.diagnostics.insert(set.diagnostics.end(), rest.diagnostics.begin(), rest.diagnostics.end());
  set.notes.insert(set.notes.end(), rest.notes.begin(), rest.notes.end());
}

/// Throws the first diagnostic as a `data_error`, unless faults are reported.
inline void stop_at_faults(data_set const& set, bool report_faults) {
  if (report_faults || set.diagnostics.empty()) return;
  auto const& first = set.diagnostics.front();
  throw data_error(first.id, first.where.text() + ": " + first.text);
}

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_LABELLED_SAMPLE_HPP
