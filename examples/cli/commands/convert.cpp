#include "convert.hpp"

#include <algorithm>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/data/native/native_folder.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/images/depth_unit.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"

namespace suregrasp::cli {

namespace {

/// JSON holds UTF-8 alone: photographs whose names are not are refused before anything is written, or left out.
void leave_out_names(data_set& set, convert_options const& options, run_options const& run,
                     std::vector<diagnostic>& left_out) {
  using suregrasp::detail::is_utf8, suregrasp::detail::visible;
  if (options.as == "csv") return;
  std::erase_if(set.entries, [&](data_entry const& entry) {
    if (is_utf8(entry.id) && is_utf8(entry.object)) return false;
    diagnostic const fault{"data.id.encoding",
                           {visible(entry.file, 400)},
                           "expected a name in UTF-8, which JSON needs, got `" + visible(entry.id, 200) +
                               "`: rename the file, for example with convmv, or write --as csv"};
    if (!run.skip_faulty) throw data_error(fault.id, fault.where.text() + ": " + fault.text);
    left_out.push_back(fault);
    return true;
  });
}

}  // namespace

void convert(convert_options const& options, run_options const& run) {
  require_outputs({.folders = {{"--out", options.out}}, .data = {{"--data", options.data}}});
  interrupt_guard const guard;
  auto set = open_data_set(options.data, {.allow_unlabelled = true,
                                          .report_faults = run.skip_faulty,
                                          .metres_per_unit = metres_per_unit_of(options.depth_unit)});
  std::vector<diagnostic> left_out = set.diagnostics, remarks;
  leave_out_names(set, options, run, left_out);
  native_folder folder(options.out, options.as == "csv" ? native_kind::csv : native_kind::json);
  progress bar("converting " + options.data.string(), static_cast<std::int64_t>(set.entries.size()),
               run.progress_display());
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
