#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_LOG_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_LOG_HPP

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/teacher/step_report.hpp>
#include <vector>

namespace suregrasp::cli {

/// A file with a line a step of a mean teacher, which an interrupted run goes on with where it had stopped.
class step_log {
 public:
  /// `format` is csv, jsonl or none; the file is `out` + ".steps." + format. Throws as `file_of`.
  step_log(std::filesystem::path const& out, std::string const& format);

  /// The file of such a log; empty for `none`. Throws `option_error` for another format.
  [[nodiscard]] static std::filesystem::path file_of(std::filesystem::path const& out, std::string const& format);

  void begin();  ///< an empty file

  /// Drops what was written after the file was `size` bytes long. Throws `data_error` where it is shorter than that. A
  /// device or FIFO forgets nothing and is written on.
  void go_on(std::int64_t size);

  void add(step_report const& report);

  void flush();  ///< throws `data_error` `io.write` where not all of it could be written

  /// Bytes of the file, flushed; 0 for a device or FIFO.
  [[nodiscard]] std::int64_t size();

 private:
  std::filesystem::path path_;  ///< empty for none
  bool csv_ = false;
  std::ofstream file_;
};

/// Mean losses of the fused poses at labelled centres.
struct evaluation_losses {
  double decoded = 0;  ///< the angle vector has length 1, as a grasp that is decoded from it
  double fused = 0;    ///< the angle vector is the mean of the heads', whose length counts
};

/// The points of an adaptation's curve: what happened since the last one, and the evaluation loss.
class adaptation_curve {
 public:
  void add(step_report const& report);

  /// Closes a point; `teaches` is false where there are no lessons to speak of.
  void close(std::int64_t step, evaluation_losses const& losses, bool teaches);

  [[nodiscard]] nlohmann::ordered_json const& points() const { return points_; }
  [[nodiscard]] double evaluation_loss() const { return points_.back().at("evaluation_loss"); }

  [[nodiscard]] std::string state() const;
  void load(std::string const& state);

 private:
  struct sums {
    double steps = 0, loss = 0, passed = 0;
    double candidates = 0, candidate_error = 0;  ///< lessons of known error
    double weight = 0, kept_error = 0;           ///< the same by the weight they were given
  };

  nlohmann::ordered_json points_ = nlohmann::ordered_json::array();
  sums sums_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_LOG_HPP
