#ifndef SUREGRASP_EVALUATE_EVALUATION_SHARDS_HPP
#define SUREGRASP_EVALUATE_EVALUATION_SHARDS_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/fields.hpp>
#include <suregrasp/distributed/shard.hpp>
#include <suregrasp/evaluate/merged_evaluation.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/folder_lock.hpp>
#include <suregrasp/teacher/checkpoint_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

/// The numbers of a pose error one after the other.
[[nodiscard]] inline std::vector<double> numbers_of(std::vector<pose_error> const& errors) {
  std::vector<double> numbers;
  auto const add = [&](auto const& self, auto const& value) -> void {
    if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(value)>>)
      numbers.push_back(static_cast<double>(value));
    else
      for_each_field(value, [&](auto const&, auto const& part) { self(self, part); });
  };
  for (auto const& each : errors) add(add, each);
  return numbers;
}

[[nodiscard]] inline std::vector<pose_error> pose_errors_from(std::vector<double> const& numbers) {
  std::vector<pose_error> errors;
  auto next = numbers.begin();
  auto const take = [&](auto const& self, auto& value) -> void {
    using type = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_arithmetic_v<type>)
      value = static_cast<type>(*next++);
    else
      for_each_field(value, [&](auto const&, auto& part) { self(self, part); });
  };
  auto const width = numbers_of({pose_error{}}).size();
  for (std::size_t i = 0; i < numbers.size() / width; ++i) take(take, errors.emplace_back());
  return errors;
}

}  // namespace detail

/// An evaluation that processes on one machine or many do in parts, each by itself, in one folder that all of them see.
///
/// A part is held by who works on it (`folder_lock`: also a process that is killed lets go) and written in one step:
/// asking for the same part again finds it done. Whoever finds all of them done can put them together.
class evaluation_shards {
 public:
  /// A part that is done, with what else is kept of it, as text.
  struct done_part {
    evaluation result;
    std::string text;
  };

  /// `configuration`: all that decides the outcome. Makes the folder. Throws `data_error` `io.write`.
  evaluation_shards(std::filesystem::path folder, std::size_t count, std::map<std::string, std::string> configuration)
      : folder_(std::move(folder)), count_(count), configuration_(std::move(configuration)) {
    make(folder_);
  }

  /// Holds a part for this process while it lives. Throws `data_error` `io.locked` where another works on it.
  [[nodiscard]] folder_lock claim(std::size_t number) const {
    auto const claimed = folder_ / ("claim-" + std::to_string(number));
    make(claimed);
    return folder_lock(claimed);
  }

  /// A part, if it is done. Throws `model_error` `teacher.checkpoint.configuration` where it belongs to another
  /// evaluation, `data_error` where it is damaged.
  [[nodiscard]] std::optional<done_part> part(std::size_t number) const {
    if (!std::filesystem::exists(file_of(number))) return std::nullopt;
    auto const kept = read_checkpoint<double>(file_of(number));
    require_same_configuration(kept.configuration, configuration_);
    done_part done{.result = {}, .text = kept.bytes.at("text")};
    auto const& overlaps = kept.numbers.at("overlaps");
    auto next = overlaps.begin();
    for (double const count : kept.numbers.at("overlap counts")) {
      done.result.overlaps.emplace_back(next, next + static_cast<std::ptrdiff_t>(count));
      next += static_cast<std::ptrdiff_t>(count);
    }
    for (double const each : kept.numbers.at("uncertainties"))
      done.result.uncertainties.push_back(std::isnan(each) ? std::nullopt : std::optional(each));
    done.result.errors = detail::pose_errors_from(kept.numbers.at("errors"));
    done.result.images = done.result.overlaps.size();
    return done;
  }

  /// Keeps a part that is done. Throws `data_error` `io.write`.
  void write(std::size_t number, evaluation const& result, std::string text) const {
    training_checkpoint<double> kept{.step = static_cast<std::int64_t>(number), .configuration = configuration_};
    std::vector<double> overlaps, counts, uncertainties;
    for (auto const& each : result.overlaps) {
      overlaps.insert(overlaps.end(), each.begin(), each.end());
      counts.push_back(static_cast<double>(each.size()));
    }
    for (auto const& each : result.uncertainties)
      uncertainties.push_back(each.value_or(std::numeric_limits<double>::quiet_NaN()));
    kept.numbers = {{"overlaps", overlaps},
                    {"overlap counts", counts},
                    {"uncertainties", uncertainties},
                    {"errors", detail::numbers_of(result.errors)}};
    kept.bytes["text"] = std::move(text);
    write_file(file_of(number), std::string_view(format_checkpoint(kept)));
  }

  /// How many parts are not done yet.
  [[nodiscard]] std::size_t missing() const {
    std::size_t count = 0;
    for (std::size_t number = 0; number < count_; ++number) count += std::filesystem::exists(file_of(number)) ? 0 : 1;
    return count;
  }

  /// All parts in their order. Throws as `part`; `data_error` `shard.missing` where one is not done.
  [[nodiscard]] std::vector<done_part> all() const {
    std::vector<done_part> parts;
    for (std::size_t number = 0; number < count_; ++number) {
      auto done = part(number);
      if (!done)
        throw data_error("shard.missing", folder_.string() + ": part " + std::to_string(number + 1) + " is not done");
      parts.push_back(std::move(*done));
    }
    return parts;
  }

 private:
  [[nodiscard]] std::filesystem::path file_of(std::size_t number) const {
    return folder_ / (std::to_string(number + 1) + "-of-" + std::to_string(count_) + ".safetensors");
  }

  static void make(std::filesystem::path const& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) throw data_error("io.write", "cannot create the folder " + folder.string() + ": " + failed.message());
  }

  std::filesystem::path folder_;
  std::size_t count_;
  std::map<std::string, std::string> configuration_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_EVALUATION_SHARDS_HPP
