#include "adapt_log.hpp"

#include <suregrasp/core/error.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/teacher/telemetry.hpp>

namespace suregrasp::cli {

step_log::step_log(std::filesystem::path const& out, std::string const& format) : csv_(format == "csv") {
  if (format != "csv" && format != "jsonl" && format != "none")
    throw option_error("adapt.telemetry", "unknown telemetry '" + format + "': expected csv, jsonl or none");
  if (format != "none") path_ = out.string() + ".steps." + format;
}

void step_log::go_on_at(std::int64_t step) {
  auto const wanted = step == 0 ? 0 : step + (csv_ ? 1 : 0);  // the table has a header
  auto const text = wanted > 0 && std::filesystem::exists(path_) ? read_file(path_) : std::string();
  std::size_t size = 0;
  for (std::int64_t line = 0; line < wanted; ++line) {
    auto const end = text.find('\n', size);
    if (end == std::string::npos)
      throw data_error("adapt.telemetry", path_.string() + ": expected the " + std::to_string(wanted) +
                                              " lines that the interrupted run had written, found " +
                                              std::to_string(line) + "; put it back, or use --restart to begin anew");
    size = end + 1;
  }
  if (wanted > 0) std::filesystem::resize_file(path_, size);
  file_.open(path_, std::ios::binary | (wanted > 0 ? std::ios::app : std::ios::trunc));
  if (!file_) throw data_error("io.write", path_.string() + ": cannot be opened for writing");
}

void step_log::add(step_report const& report) {
  if (path_.empty()) return;
  if (!file_.is_open()) go_on_at(report.step);
  if (csv_ && report.step == 0) file_ << csv_header(report) << '\n';
  file_ << (csv_ ? csv_line(report) : json_line(report)) << '\n';
  if (!file_.flush()) throw data_error("io.write", path_.string() + ": cannot be written");
}

}  // namespace suregrasp::cli
