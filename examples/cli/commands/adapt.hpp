#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_HPP

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/console/run_options.hpp"
#include "pseudo_label_filter.hpp"

namespace suregrasp::cli {

struct adapt_options {
  std::filesystem::path model{};
  std::filesystem::path data{};
  std::vector<std::filesystem::path> also{};  ///< further photographs, to learn from without labels
  std::filesystem::path out{};
  std::string method = "confident";  ///< direct, mean-teacher or confident
  std::size_t labelled = 9;          ///< photographs whose labels may be used
  std::int64_t steps = 1500;
  double rate = 1e-4;
  std::size_t labelled_batch = 6;
  std::size_t unlabelled_batch = 2;
  pseudo_label_filter_options filter{};  ///< of the teacher's lessons, by M_uc
  bool by_component = false;             ///< the filter judges angles and sizes apart
  /// Candidates among which the unlabelled batch is filled with lessons kept, 0 for no filling; by itself four times
  /// that batch where there is a filter, the form that did best or as well as any on photographs.
  std::optional<std::size_t> fill{};
  std::string targets = "unit";   ///< unit: the teacher's angle vectors have length 1; fused: as its heads' mean is
  double alpha_first = 0.5;       ///< Eq. 10: rises from here
  double alpha_last = 0.99;       ///< to here
  double consistency = 1;         ///< weight of the teacher's lessons (Eq. 11)
  bool plain_labels = false;      ///< labelled photographs in their plain view only
  std::size_t views = 8;          ///< of each photograph, drawn once
  std::uint64_t view_seed = 1;    ///< of the views, which are the same for every seed of a run
  std::int64_t heat_steps = 150;  ///< LocNet's own fine-tuning on the labelled photographs
  double heat_rate = 3e-4;
  std::filesystem::path split{};  ///< saved split to keep to; empty: one by blocks
  double holdout = 0.3;
  std::size_t block = 5;
  std::int64_t evaluations = 30;  ///< points of the curve
  std::string telemetry = "csv";  ///< csv or jsonl: a line a step in OUT.steps.csv or .jsonl; none
  std::filesystem::path cache{};  ///< folder in which looks at photographs are kept for other runs; empty: none
  double checkpoint_every = 60;   ///< seconds
  bool restart = false;           ///< ignore a checkpoint
};

/// The candidates of `fill`, which it may leave to the method.
[[nodiscard]] inline std::size_t filling_of(adapt_options const& options) {
  return options.fill.value_or(options.method == "confident" ? 4 * options.unlabelled_batch : 0);
}

/// What adaptations in one process share, so that they read and look at the same photographs once.
class adapt_memory {
 public:
  adapt_memory();
  ~adapt_memory();

  void forget_looks();  ///< keeps the photographs

  struct contents;
  [[nodiscard]] contents& operator*() const { return *contents_; }

 private:
  std::unique_ptr<contents> contents_;
};

/// Adapts a detector to the photographs of a new workplace, of which few are labelled: PoseNet's heads by the given
/// method, LocNet on the labelled photographs. Writes the adapted model and its record; returns the curve and counts as
/// `{"labelled", "unlabelled", "curve": [...], "best_loss", "final_loss"}`.
///
/// Labels of photographs that are not among the labelled tell reports how wrong the teacher is; nothing learns from
/// them. Interrupted or killed, it leaves a folder `out` + ".checkpoint", from which the same call goes on to the
/// result of an unbroken run; throws `interrupted_error` after an interruption.
nlohmann::ordered_json adapt(adapt_options const& options, run_options const& run, adapt_memory const& memory = {});

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_HPP
