#include "training_json.hpp"

#include <suregrasp/detect/detector_json.hpp>

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

json configuration_json(train_options const& options, training_result const& result) {
  auto const& o = options.how;
  return {{"data", options.data.string()},
          {"network", to_json(result.network)},
          {"backbone_weights", o.backbone_weights.string()},
          {"pose_steps", o.pose_steps},
          {"heat_steps", o.heat_steps},
          {"pose_rate", o.pose_rate},
          {"heat_rate", o.heat_rate},
          {"backbone_pace", backbone_pace_of(o)},
          {"frozen_stages", o.frozen_stages},
          {"bfloat16", o.bfloat16},
          {"batch", o.batch},
          {"places", o.locations},
          {"depth_dropout", o.depth_dropout},
          {"disk_radius", o.disk_radius},
          {"augment", options.augment},
          {"seed", o.seed},
          {"split", split_json(result)}};
}

}  // namespace suregrasp::cli
