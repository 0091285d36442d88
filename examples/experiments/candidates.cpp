#include "candidates.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/rectangle_metric.hpp>

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

std::array<double, 3> parts_from(json const& row) {
  return {row.at("theta").get<double>(), row.at("opening").get<double>(), row.at("jaw").get<double>()};
}

candidate candidate_from(json const& row, std::vector<grasp<double>> const& labels) {
  grasp<double> const found{row.at("x").get<double>(), row.at("y").get<double>(), row.at("theta").get<double>(),
                            row.at("opening").get<double>(), row.at("jaw").get<double>()};
  auto const match = best_match(found, labels);
  return {row.at("heat").get<double>(), row.at("uncertainty").get<double>(), parts_from(row.at("variance")),
          match ? match->iou : 0};
}

pose_error error_from(json const& row) {
  return {.image = 0,
          .uncertainty = row.at("uncertainty").get<double>(),
          .loss = row.at("loss").get<double>(),
          .angle = row.at("angle").get<double>(),
          .variance = parts_from(row.at("variance")),
          .parts = parts_from(row.at("loss_of")),
          .location_loss = row.at("place_loss").get<double>(),
          .location_angle = row.at("place_angle").get<double>()};
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
    for (auto const& row : image.at("grasps")) photograph.candidates.push_back(candidate_from(row, *known->second));
    for (auto const& row : image.at("at_labels")) photograph.at_labels.push_back(error_from(row));
    photographs.push_back(std::move(photograph));
  }
  return photographs;
} catch (json::exception const& problem) {
  throw data_error("experiments.predictions",
                   predictions.string() + ": expected what `evaluate --predictions` writes (" + problem.what() + ")");
}

}  // namespace suregrasp::experiments
