#include "adapt_log.hpp"

#include <suregrasp/core/error.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/teacher/telemetry.hpp>

namespace suregrasp::cli {

namespace {

/// Bytes of the first lines of a file. Throws `data_error` where it has fewer.
std::size_t size_of_lines(std::filesystem::path const& path, std::int64_t count) {
  auto const text = std::filesystem::exists(path) ? read_file(path) : std::string();
  std::size_t size = 0;
  for (std::int64_t line = 0; line < count; ++line) {
    auto const end = text.find('\n', size);
    if (end == std::string::npos)
      throw data_error("adapt.telemetry", path.string() + ": expected the " + std::to_string(count) +
                                              " lines that the interrupted run had written, found " +
                                              std::to_string(line) + "; put it back, or use --restart to begin anew");
    size = end + 1;
  }
  return size;
}

}  // namespace

std::filesystem::path step_log::file_of(std::filesystem::path const& out, std::string const& format) {
  if (format != "csv" && format != "jsonl" && format != "none")
    throw option_error("adapt.telemetry", "unknown telemetry '" + format + "': expected csv, jsonl or none");
  return format == "none" ? std::filesystem::path() : std::filesystem::path(out.string() + ".steps." + format);
}

step_log::step_log(std::filesystem::path const& out, std::string const& format)
    : path_(file_of(out, format)), csv_(format == "csv") {}

void step_log::go_on_at(std::int64_t step) {
  if (step > 0 && !std::filesystem::is_other(path_))
    std::filesystem::resize_file(path_, size_of_lines(path_, step + (csv_ ? 1 : 0)));  // the table has a header
  file_.open(path_, std::ios::binary | (step > 0 ? std::ios::app : std::ios::trunc));
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
