#ifndef SUREGRASP_DATA_READ_SAMPLES_HPP
#define SUREGRASP_DATA_READ_SAMPLES_HPP

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/run_progress.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <suregrasp/images/depth_holes.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// How a whole data set is read.
struct read_options {
  bool skip_faulty = false;                 ///< leaves damaged photographs out instead of throwing at the first
  std::size_t threads = 0;                  ///< 0: one a processor
  std::optional<double> metres_per_unit{};  ///< of depth files that don't say; as `decode_depth` where absent
  /// Takes out of the entries those that are not to be read, before anything is; absent: all are.
  std::function<void(std::vector<data_entry>&)> choose{};
};

/// The photographs of a data set, in memory.
struct read_samples_result {
  std::vector<sample> samples;        ///< in the order of their ids, holes of the depth filled
  std::vector<diagnostic> left_out;   ///< labels, and with `skip_faulty` photographs
  std::vector<diagnostic> remarks{};  ///< faults of images that take nothing from their pixels
};

/// The photographs of a data set that need not fit into memory.
struct read_into_store_result {
  sample_store samples;              ///< as `read_samples_result` has them
  std::vector<diagnostic> left_out;  ///< as there
  std::vector<diagnostic> remarks{};
};

namespace detail {

/// With the holes of its depth filled: once, not in every view.
[[nodiscard]] inline sample filled(sample photograph) {
  if (!photograph.depth.empty()) photograph.depth = fill_depth_holes(photograph.depth);
  return photograph;
}

/// Takes what `read_data_set` hands out, photograph by photograph, and calls `keep(sample, entry)`.
template <class Keep>
class sample_collector {
 public:
  sample_collector(data_set const& set, read_options const& options, progress_hooks const& hooks, std::string phase,
                   Keep const& keep)
      : set_(set), options_(options), hooks_(hooks), phase_(std::move(phase)), keep_(keep) {}

  void operator()() {
    read_data_set(
        set_, options_.threads, [&](labelled_sample read) { take(std::move(read)); },
        [&](diagnostic const& fault) {
          leave_out(fault);
          count();
        });
  }

  std::vector<diagnostic> left_out, remarks;

 private:
  void take(labelled_sample read) {
    left_out.insert(left_out.end(), read.dropped.begin(), read.dropped.end());
    remarks.insert(remarks.end(), read.remarks.begin(), read.remarks.end());
    auto const id = read.data.id;
    try {
      auto photograph = filled(std::move(read.data));
      grasps_ += photograph.grasps.size();
      keep_(std::move(photograph), set_.entries[done_]);
    } catch (data_error const& problem) {
      leave_out({problem.id(), {id}, problem.what()});
    }
    count();
  }

  void leave_out(diagnostic fault) {
    if (!options_.skip_faulty) throw data_error(fault.id, fault.where.text() + ": " + fault.text);
    left_out.push_back(std::move(fault));
  }

  void count() {
    ++done_;
    auto const total = set_.entries.size();
    report_progress(hooks_, phase_, done_, total, done_ < total ? "" : std::to_string(grasps_) + " grasps");
  }

  data_set const& set_;
  read_options const& options_;
  progress_hooks const& hooks_;
  std::string phase_;
  Keep const& keep_;
  std::size_t done_ = 0, grasps_ = 0;
};

/// Opens the data set and calls `keep(sample, entry)` for each photograph; the result gets the rest.
template <class Result, class Keep>
void read_each(std::filesystem::path const& path, read_options const& options, progress_hooks const& hooks,
               Result& result, Keep const& keep) {
  auto set = open_data_set(path, {.report_faults = options.skip_faulty, .metres_per_unit = options.metres_per_unit});
  if (options.choose) options.choose(set.entries);
  sample_collector collected(set, options, hooks, "reading " + path.string(), keep);
  collected.left_out = set.diagnostics;
  collected();
  result.left_out = std::move(collected.left_out);
  result.remarks = std::move(collected.remarks);
}

}  // namespace detail

/// All photographs of a data set of any format, with their labels. Memory: about 1 MB for each of Cornell's, 2 MB with
/// depth. Throws `data_error` as `open_data_set` and, without `skip_faulty`, for the first photograph that is damaged;
/// `run_stopped` where `hooks.stop` asks for it.
[[nodiscard]] inline read_samples_result read_samples(std::filesystem::path const& path,
                                                      read_options const& options = {},
                                                      progress_hooks const& hooks = {}) {
  read_samples_result result;
  detail::read_each(path, options, hooks, result,
                    [&](sample photograph, data_entry const&) { result.samples.push_back(std::move(photograph)); });
  return result;
}

/// The same where they may not fit into memory: photographs stay in it while their pixels take at most `memory` bytes
/// in all; the others are read again whenever they are asked for. Each is read once at first, for its labels and its
/// digest.
[[nodiscard]] inline read_into_store_result read_into_store(std::filesystem::path const& path, std::size_t memory,
                                                            read_options const& options = {},
                                                            progress_hooks const& hooks = {}) {
  read_into_store_result result;
  detail::read_each(path, options, hooks, result, [&](sample photograph, data_entry const& entry) {
    auto& store = result.samples;
    auto const bytes = sample_store::bytes_of(photograph.rgb) + sample_store::bytes_of(photograph.depth);
    if (store.kept_bytes() + bytes <= memory) return store.add(std::move(photograph));
    store.add(std::move(photograph), [read = entry.read] { return detail::filled(read().data); });
  });
  return result;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_READ_SAMPLES_HPP
