#ifndef SUREGRASP_CLI_REPORT_REPORT_HPP
#define SUREGRASP_CLI_REPORT_REPORT_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace suregrasp::cli {

/// The page that shows a run to people: text, figures, charts and pictures in one self-contained HTML document.
///
/// `results` is an object; whatever is missing, null or empty makes its part of the page disappear:
///
///     title, generated, version, command: text        seed, duration_seconds: numbers        configuration: any JSON
///     data:        [{name, images, grasps}]
///     training:    {posenet: [{step, loss, validation_loss, certain_error, mean_error}],
///                   locnet:  [{step, loss, validation_loss}]}
///     evaluations: [{name, images, success: [{iou, successes, trials, rate, low, high}], any_success: [same],
///                    mean_error, certain_half_error, spearman, angle_error_degrees, risk_coverage: [{coverage,
///                    risk}]}]
///     adaptation:  {labels, unlabelled, threshold,
///                   methods: [{method: "direct" | "mean-teacher" | "confident",
///                              curve: [{step, loss, evaluation_loss, pass_rate}],
///                              best_loss, final_loss, evaluation: {as above}}]}
///     pictures:    [{group, file, caption}], PNG files in `pictures_folder`
///
/// A `loss` of null leaves a gap in its line; the other curves are measured now and then, so null means "not here".
/// Throws `data_error` for results of another form and for a picture that is missing or damaged.
[[nodiscard]] std::string report_html(nlohmann::ordered_json const& results,
                                      std::filesystem::path const& pictures_folder);

/// Writes that page to `report`, whole or not at all.
void write_report(nlohmann::ordered_json const& results, std::filesystem::path const& pictures_folder,
                  std::filesystem::path const& report);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_REPORT_REPORT_HPP
