// A file of predictions against labels in Cornell's text: how often is the first grasp of a photograph right?
#include <cstdio>
#include <filesystem>
#include <suregrasp/files.hpp>
#include <suregrasp/metrics/labels.hpp>
#include <suregrasp/metrics/predictions.hpp>

// [score]
/// `predictions`: JSON, CSV or Jacquard's text. `labels`: a folder of Cornell's or Jacquard's, without its photographs,
/// or SureGrasp's own `.json` or `.csv`. Predictions are ranked by uncertainty, else by score, if all have one.
suregrasp::prediction_figures score(std::filesystem::path const& predictions, std::filesystem::path const& labels) {
  auto const truth = suregrasp::read_grasp_labels(labels);
  auto const found = suregrasp::read_predictions(predictions);
  return suregrasp::figures_of(truth, found, suregrasp::score_predictions(truth, found));
}
// [score]

int main() {
  std::filesystem::create_directories("score_a_file");
  for (char const* const id : {"pcd0100", "pcd0101", "pcd0102"})  // corners of a rectangle at (100, 80), 40 by 20
    suregrasp::write_file("score_a_file/" + std::string(id) + "cpos.txt", "80 70\n120 70\n120 90\n80 90\n");
  suregrasp::write_file("score_a_file.csv",
                        "id,x,y,theta_degrees,opening,jaw,uncertainty\n"
                        "pcd0100,102,81,-5,42,18,0.1\n"
                        "pcd0101,100,80,70,40,20,0.9\n"  // turned, and less certain than the next
                        "pcd0101,98,80,0,40,20,0.2\n"
                        "pcd0102,150,80,0,40,20,0.5\n");  // elsewhere

  auto const figures = score("score_a_file.csv", "score_a_file");
  for (auto const& row : figures.success)  // a rate, its interval of 95 % and its counts
    std::printf("IoU > %.2f: %s\n", row.iou, row.first.text().c_str());
  std::printf("of the most certain two thirds %.0f %% fail\n", 100 * figures.certainty->curve.risk_at(0.66));

  auto const& usual = figures.success.front();
  auto const [low, high] = usual.first.wilson();
  return usual.iou == 0.25 && usual.first == suregrasp::proportion{2, 3} && low < 0.3 && high > 0.9 &&
                 figures.certainty->curve.risk_at(0.66) == 0
             ? 0
             : 1;
}
