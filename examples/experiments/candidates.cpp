#include "candidates.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

candidate candidate_from(json const& row, std::vector<grasp<double>> const& labels, std::string const& where) {
  auto const found = from_json<detection>(row, where);
  auto const match = best_match(found.grasp, labels);
  return {found.heat, found.uncertainty, found.variance, match ? match->iou : 0};
}

}  // namespace

std::vector<judged_photograph> read_candidates(std::filesystem::path const& predictions, grasp_labels const& labels,
                                               std::size_t fold) try {
  std::map<std::string, std::vector<grasp<double>> const*> truth;
  for (auto const& each : labels.photographs) truth.emplace(each.id, &each.grasps);
  std::vector<judged_photograph> photographs;
  auto const document = json::parse(read_file(predictions));
  for (auto const& image : document.at("predictions")) {
    judged_photograph photograph{
        .id = image.at("id").get<std::string>(), .fold = fold, .candidates = {}, .at_labels = {}};
    auto const known = truth.find(photograph.id);
    if (known == truth.end())
      throw data_error("experiments.unlabelled", predictions.string() + ": no labels of photograph " + photograph.id);
    auto const where = predictions.string() + ": " + photograph.id;
    for (auto const& row : image.at("grasps"))
      photograph.candidates.push_back(candidate_from(row, *known->second, where));
    for (auto const& row : image.at("at_labels"))
      photograph.at_labels.push_back(
          from_json<pose_error>(row, where, {.may_lack = {"image", "place_opening", "across_loss"}}));
    photographs.push_back(std::move(photograph));
  }
  return photographs;
} catch (json::exception const& problem) {
  throw data_error("experiments.predictions",
                   predictions.string() + ": expected what `evaluate --predictions` writes (" + problem.what() + ")");
}

}  // namespace suregrasp::experiments
