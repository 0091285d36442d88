#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_HPP

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/train/adaptation_options.hpp>
#include <suregrasp/train/head_adaptation_options.hpp>
#include <vector>

#include "cli/console/run_options.hpp"
#include "data_formats.hpp"

namespace suregrasp::cli {

/// What is adapted, on which photographs, and where it goes.
struct workplace_options {
  std::filesystem::path model{};
  std::filesystem::path data{};
  std::string depth_unit = "auto";
  std::vector<std::filesystem::path> also{};
  std::filesystem::path out{};
  std::size_t labelled = 9;
  std::filesystem::path label_list{};  ///< empty: drawn at random
  std::filesystem::path split{};       ///< empty: one by blocks
  double holdout = 0.3;
  std::size_t block = 5;
  std::string telemetry = "csv";
  double checkpoint_every = 60;
  bool restart = false;

  static constexpr auto fields(auto list) {
    using o = workplace_options;
    return list(
        field{"model", &o::model, "Model file (default: the one that comes with the tool)"},
        field{"data", &o::data, data_formats}.required(), field{"depth_unit", &o::depth_unit, data_depth_unit},
        field{"also", &o::also, "Further photographs to learn from without their labels, if they have any"},
        field{"out", &o::out, "Model file to write"}.required(),
        field{"labelled", &o::labelled, "Photographs whose labels may be used"}.above(0),
        field{
            "label_list", &o::label_list,
            "The ids of these photographs, one a line, as `suregrasp suggest` writes them (default: drawn at random)"},
        field{"split", &o::split, "Keep to the split in this file, as `suregrasp split` writes it"},
        field{"holdout", &o::holdout, "Share of the photographs kept for evaluation"}.between(0.01, 0.9),
        field{"block", &o::block, "Consecutive ids that stay on one side of the split"}.rarely_needed().above(0),
        field{"telemetry", &o::telemetry, "What happened in each step, in OUT.steps.csv or OUT.steps.jsonl"}
            .rarely_needed()
            .one_of("csv, jsonl, none"),
        field{"checkpoint_every", &o::checkpoint_every, "Seconds between checkpoints"}.rarely_needed().at_least(0),
        field{"restart", &o::restart, "Ignore the checkpoint of an interrupted run"});
  }
};

struct adapt_options {
  workplace_options at{};
  adaptation_options how{};  ///< its seed is that of the run, its bfloat16 as `float32` and the processor say
  bool float32 = false;

  static constexpr auto fields(auto list) {
    using o = adapt_options;
    return list(field{"at", &o::at}, field{"how", &o::how},
                field{"float32", &o::float32, "Compute in float32 also where the processor multiplies bfloat16"});
  }
};

struct adapt_heads_options {
  workplace_options at{};
  head_adaptation_options how{};  ///< its seed is that of the run
  std::filesystem::path cache{};  ///< empty: none

  static constexpr auto fields(auto list) {
    using o = adapt_heads_options;
    return list(
        field{"at", &o::at}, field{"how", &o::how},
        field{"cache", &o::cache,
              "Folder to keep features of photographs in, so that other runs with this model and data are quick"});
  }
};

/// What adaptations in one process share, so that each photograph is read, and its features taken, once.
class adapt_memory {
 public:
  adapt_memory();
  ~adapt_memory();

  void forget_features();  ///< keeps the photographs

  struct contents;
  [[nodiscard]] contents& operator*() const { return *contents_; }

 private:
  std::unique_ptr<contents> contents_;
};

/// Adapts a detector to the photographs of a new workplace by `libtorch::adapt`; writes the adapted model and its
/// record, and returns the result as it stands there.
///
/// Interrupted or killed, it leaves a folder `out` + ".checkpoint", from which the same call goes on to the result of
/// an unbroken run; throws `interrupted_error` after an interruption.
nlohmann::ordered_json adapt(adapt_options const& options, run_options const& run, adapt_memory const& memory = {});

/// The same by `libtorch::adapt_heads`.
nlohmann::ordered_json adapt_heads(adapt_heads_options const& options, run_options const& run,
                                   adapt_memory const& memory = {});

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_HPP
