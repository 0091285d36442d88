#include "training_json.hpp"

#include <suregrasp/detect/detector_json.hpp>
#include <suregrasp/files/json_fields.hpp>

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

json curve_json(std::vector<learning_point> const& curve) {
  json list = json::array();
  for (auto const& at : curve) {
    json point{{"step", at.step}, {"loss", at.loss}, {"learning_rate", at.learning_rate}};
    if (at.validation) {
      point["validation_loss"] = at.validation->mean_error;
      point["mean_error"] = at.validation->mean_error;
      point["certain_error"] = at.validation->certain_half_error;
    }
    list.push_back(std::move(point));
  }
  return list;
}

}  // namespace

json curves_json(training_result const& result) {
  return {{"posenet", curve_json(result.posenet)}, {"locnet", curve_json(result.locnet)}};
}

json split_json(training_result const& result) { return {{"train", result.trained_on}, {"held_out", result.held_out}}; }

json configuration_json(train_options const& options, detector_options const& network, training_result const& result) {
  auto how = options.how;
  how.backbone_pace = backbone_pace_of(how);
  json all{{"data", options.data.string()}, {"network", to_json(network)}};
  all.update(to_json(how));
  all["split"] = split_json(result);
  return all;
}

}  // namespace suregrasp::cli
