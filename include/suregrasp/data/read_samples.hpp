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

namespace detail {

/// Takes what `read_data_set` hands out.
class sample_collector {
 public:
  sample_collector(read_options const& options, progress_hooks const& hooks, std::string phase, std::size_t total)
      : options_(options), hooks_(hooks), phase_(std::move(phase)), total_(total) {}

  void take(labelled_sample read) {
    result.left_out.insert(result.left_out.end(), read.dropped.begin(), read.dropped.end());
    result.remarks.insert(result.remarks.end(), read.remarks.begin(), read.remarks.end());
    try {
      if (!read.data.depth.empty()) read.data.depth = fill_depth_holes(read.data.depth);  // once, not in every view
      grasps_ += read.data.grasps.size();
      result.samples.push_back(std::move(read.data));
    } catch (data_error const& problem) {
      leave_out({problem.id(), {read.data.id}, problem.what()});
    }
    count();
  }

  void leave_out_file(diagnostic fault) {
    leave_out(std::move(fault));
    count();
  }

  read_samples_result result;

 private:
  void leave_out(diagnostic fault) {
    if (!options_.skip_faulty) throw data_error(fault.id, fault.where.text() + ": " + fault.text);
    result.left_out.push_back(std::move(fault));
  }

  void count() {
    ++done_;
    report_progress(hooks_, phase_, done_, total_, done_ < total_ ? "" : std::to_string(grasps_) + " grasps");
  }

  read_options options_;
  progress_hooks const& hooks_;
  std::string phase_;
  std::size_t total_, done_ = 0, grasps_ = 0;
};

}  // namespace detail

/// All photographs of a data set of any format, with their labels. Memory: about 1 MB for each of Cornell's, 2 MB with
/// depth. Throws `data_error` as `open_data_set` and, without `skip_faulty`, for the first photograph that is damaged;
/// `run_stopped` where `hooks.stop` asks for it.
[[nodiscard]] inline read_samples_result read_samples(std::filesystem::path const& path,
                                                      read_options const& options = {},
                                                      progress_hooks const& hooks = {}) {
  auto set = open_data_set(path, {.report_faults = options.skip_faulty, .metres_per_unit = options.metres_per_unit});
  if (options.choose) options.choose(set.entries);
  detail::sample_collector collected(options, hooks, "reading " + path.string(), set.entries.size());
  collected.result.left_out = set.diagnostics;
  read_data_set(
      set, options.threads, [&](labelled_sample read) { collected.take(std::move(read)); },
      [&](diagnostic const& fault) { collected.leave_out_file(fault); });
  return std::move(collected.result);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_READ_SAMPLES_HPP
