#include "adapt_log.hpp"

#include <cmath>
#include <suregrasp/core/error.hpp>
#include <suregrasp/teacher/telemetry.hpp>

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

json mean_or_null(double sum, double count) { return count > 0 ? json(sum / count) : json(); }

}  // namespace

std::filesystem::path step_log::file_of(std::filesystem::path const& out, std::string const& format) {
  if (format != "csv" && format != "jsonl" && format != "none")
    throw option_error("adapt.telemetry", "unknown telemetry '" + format + "': expected csv, jsonl or none");
  return format == "none" ? std::filesystem::path() : std::filesystem::path(out.string() + ".steps." + format);
}

step_log::step_log(std::filesystem::path const& out, std::string const& format)
    : path_(file_of(out, format)), csv_(format == "csv") {}

void step_log::begin() {
  if (path_.empty()) return;
  file_.open(path_, std::ios::binary | std::ios::trunc);
  if (!file_) throw data_error("io.write", path_.string() + ": cannot be opened for writing");
}

void step_log::go_on(std::int64_t size) {
  if (path_.empty()) return;
  std::error_code failed;
  bool const stream = std::filesystem::is_other(path_);
  auto const found = std::filesystem::file_size(path_, failed);
  if (!stream && (failed || found < static_cast<std::uintmax_t>(size)))
    throw data_error("adapt.telemetry", path_.string() + ": expected the " + std::to_string(size) +
                                            " bytes that the interrupted run had written" +
                                            (failed ? "" : ", found " + std::to_string(found)) +
                                            "; put it back, or use --restart to begin anew");
  if (!stream) std::filesystem::resize_file(path_, static_cast<std::uintmax_t>(size));
  file_.open(path_, std::ios::binary | std::ios::app);
  if (!file_) throw data_error("io.write", path_.string() + ": cannot be opened for writing");
}

void step_log::add(step_report const& report) {
  if (path_.empty()) return;
  if (csv_ && report.step == 0) file_ << csv_header(report) << '\n';
  file_ << (csv_ ? csv_line(report) : json_line(report)) << '\n';
}

void step_log::flush() {
  if (!path_.empty() && !file_.flush()) throw data_error("io.write", path_.string() + ": cannot be written");
}

std::int64_t step_log::size() {
  if (path_.empty()) return 0;
  flush();
  return std::filesystem::is_other(path_) ? 0 : static_cast<std::int64_t>(std::filesystem::file_size(path_));
}

void adaptation_curve::add(step_report const& report) {
  ++sums_.steps;
  sums_.loss += report.supervised_loss;
  sums_.passed += report.pass_rate;
  for (std::size_t i = 0; i < report.errors.size(); ++i) {
    if (std::isnan(report.errors[i])) continue;
    ++sums_.candidates;
    sums_.candidate_error += report.errors[i];
    sums_.weight += report.weights[i];
    sums_.kept_error += report.weights[i] * report.errors[i];
  }
}

void adaptation_curve::close(std::int64_t step, evaluation_losses const& losses, bool teaches) {
  json point{{"step", step},
             {"loss", mean_or_null(sums_.loss, sums_.steps)},
             {"evaluation_loss", losses.decoded},
             {"fused_loss", losses.fused},
             {"pass_rate", teaches ? mean_or_null(sums_.passed, sums_.steps) : json()}};
  if (teaches) {
    point["lesson_error"] = mean_or_null(sums_.kept_error, sums_.weight);
    point["candidate_error"] = mean_or_null(sums_.candidate_error, sums_.candidates);
  }
  points_.push_back(std::move(point));
  sums_ = {};
}

std::string adaptation_curve::state() const {
  auto const& [steps, loss, passed, candidates, candidate_error, weight, kept_error] = sums_;
  return json{{"points", points_}, {"sums", {steps, loss, passed, candidates, candidate_error, weight, kept_error}}}
      .dump();
}

void adaptation_curve::load(std::string const& state) {
  auto const all = json::parse(state);
  points_ = all.at("points");
  auto const n = all.at("sums").get<std::vector<double>>();
  sums_ = {n.at(0), n.at(1), n.at(2), n.at(3), n.at(4), n.at(5), n.at(6)};
}

}  // namespace suregrasp::cli
