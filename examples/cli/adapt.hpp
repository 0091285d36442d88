#ifndef SUREGRASP_CLI_ADAPT_HPP
#define SUREGRASP_CLI_ADAPT_HPP

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "run_options.hpp"

namespace suregrasp::cli {

struct adapt_options {
  std::filesystem::path model{};
  std::filesystem::path data{};
  std::filesystem::path out{};
  std::string method = "confident";  ///< direct, mean-teacher or confident
  std::size_t labelled = 9;          ///< photographs whose labels may be used
  std::int64_t steps = 1500;
  double rate = 1e-4;
  std::size_t labelled_batch = 6;
  std::size_t unlabelled_batch = 2;
  double keep_share = 0.5;            ///< of the teacher's lessons, by a running quantile of M_uc
  std::optional<double> threshold{};  ///< a fixed T instead (Eq. 12)
  double alpha_first = 0.5;           ///< Eq. 10: rises from here
  double alpha_last = 0.99;           ///< to here
  double consistency = 1;             ///< weight of the teacher's lessons (Eq. 11)
  bool plain_labels = false;          ///< labelled photographs in their plain view only
  std::size_t views = 8;              ///< of each photograph, drawn once
  std::int64_t heat_steps = 150;      ///< LocNet's own fine-tuning on the labelled photographs
  double heat_rate = 3e-4;
  double holdout = 0.3;
  std::size_t block = 5;
  std::int64_t evaluations = 30;  ///< points of the curve
};

/// Adapts a detector to the photographs of a new workplace, of which few are labelled: PoseNet's heads by the given
/// method, LocNet on the labelled photographs. Writes the adapted model and its record; returns the curve and counts as
/// `{"labelled", "unlabelled", "curve": [...], "best_loss", "final_loss"}`.
nlohmann::ordered_json adapt(adapt_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_ADAPT_HPP
