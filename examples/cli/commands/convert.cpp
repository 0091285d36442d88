#include "convert.hpp"

#include <algorithm>
#include <suregrasp/data/native/native_folder.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/images/depth_unit.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"

namespace suregrasp::cli {

void convert(convert_options const& options, run_options const& run) {
  require_outputs({.folders = {{"--out", options.out}}, .data = {{"--data", options.data}}});
  interrupt_guard const guard;
  auto const set = open_data_set(options.data, {.allow_unlabelled = true,
                                                .report_faults = run.skip_faulty,
                                                .metres_per_unit = metres_per_unit_of(options.depth_unit)});
  native_folder folder(options.out, options.as == "csv" ? native_kind::csv : native_kind::json);
  progress bar("converting " + options.data.string(), static_cast<std::int64_t>(set.entries.size()),
               run.progress_display());
  std::vector<diagnostic> left_out = set.diagnostics, remarks;
  std::int64_t written = 0;
  auto const use = [&](labelled_sample const& read) {
    throw_if_interrupted();
    left_out.insert(left_out.end(), read.dropped.begin(), read.dropped.end());
    remarks.insert(remarks.end(), read.remarks.begin(), read.remarks.end());
    folder.add(read.data);
    bar.update(++written);
  };
  read_data_set(set, static_cast<std::size_t>(std::max(run.threads, 0)), use, [&](diagnostic const& fault) {
    if (!run.skip_faulty) throw data_error(fault.id, fault.where.text() + ": " + fault.text);
    left_out.push_back(fault);
  });
  folder.finish();
  bar.finish(std::to_string(written) + " photographs in " + options.out.string());
  for (auto const& each : left_out) say(run, "left out: " + each.where.text() + ": " + each.text);
  for (auto const& each : remarks) say(run, "note: " + each.where.text() + ": " + each.text);
}

}  // namespace suregrasp::cli
