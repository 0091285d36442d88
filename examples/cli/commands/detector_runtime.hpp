#ifndef SUREGRASP_CLI_COMMANDS_DETECTOR_RUNTIME_HPP
#define SUREGRASP_CLI_COMMANDS_DETECTOR_RUNTIME_HPP

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/metrics/success_calibration.hpp>
#include <suregrasp/train/label_suggestion.hpp>
#include <vector>

#include "cli/console/run_options.hpp"

namespace suregrasp::cli {

class asked_detector;

/// Whose votes are fused into a pose, beside the heads of one model at the location itself, and how they are computed.
struct vote_options {
  std::vector<std::filesystem::path> others{};
  std::vector<std::size_t> heads{};  ///< none: all
  double neighbours = 0;             ///< 0: not
  std::size_t views = 1;
  bool literal = false;    ///< whatever the model says of its fusion
  int dropout_passes = 0;  ///< 0: once, whole
  bool float32 = false;    ///< also on a processor that multiplies bfloat16
  friend bool operator==(vote_options const&, vote_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = vote_options;
    return list(
        field{"others", &o::others, "Further models, whose heads vote too: an ensemble"}.typed_as("--also"),
        field{"heads", &o::heads, "Only these heads vote: 0 is the finest level's"}.separated_by(','),
        field{"neighbours", &o::neighbours,
              "Heads also vote at eight locations so far around each, in sides of the input"}
            .between(0, 0.5),
        field{"views", &o::views,
              "Ways to look at each photograph: 2 also mirrored, 4 also upside down, 8 also turned; heatmaps are "
              "averaged, the heads of all views vote"}
            .one_of("1, 2, 4, 8"),
        field{"literal", &o::literal, "M_uc exactly as Eq. 8 and 9 print it, for models of raw angles"}.typed_as(
            "--literal-fusion"),
        field{"dropout_passes", &o::dropout_passes,
              "Heads vote so many times, each with other hidden units left out; for models trained with --dropout"}
            .between(0, 1000),
        field{"float32", &o::float32,
              "Compute in float32 also where the processor multiplies bfloat16, which is several times faster"});
  }
};

/// A model file, ready to be asked, by whatever engine the tool is built with.
class trained_detector {
 public:
  trained_detector(std::filesystem::path const& model, run_options const& run, vote_options const& votes = {});

  [[nodiscard]] detector_options const& options() const { return options_; }  ///< as the file says
  /// Ids that its training held out, if it says so.
  [[nodiscard]] std::vector<std::string> const& held_out() const { return held_out_; }

  /// What its file says of the chance of success in as many views as are asked for; nothing where nobody calibrated it.
  [[nodiscard]] std::optional<success_calibration> const& success() const { return success_; }

  [[nodiscard]] detections detect(sample const& image, detect_options const& options = {}) const;

  /// `suregrasp::detect_whole_image` of this detector.
  [[nodiscard]] detections detect_whole(sample const& image, detect_options const& options,
                                        whole_image_options const& whole, cv::Mat const& region) const;

  /// `suregrasp::evaluate` of this detector.
  [[nodiscard]] evaluation evaluate(std::span<sample const> samples, evaluation_options const& options = {},
                                    evaluation_hooks const& hooks = {}) const;

  /// `suregrasp::features_of` a photograph, as this detector sees it.
  [[nodiscard]] photograph_features features(sample const& photograph) const;

 private:
  detector_options options_;
  std::vector<std::string> held_out_;
  std::optional<success_calibration> success_;
  std::shared_ptr<asked_detector const> asked_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_DETECTOR_RUNTIME_HPP
