#include "detector_runtime.hpp"

#include <nlohmann/json.hpp>
#include <suregrasp/detect/detector_file.hpp>
#include <suregrasp/detect/success_calibrations.hpp>

#include "engine.hpp"
#include "model_metadata.hpp"

namespace suregrasp::cli {

namespace {

/// The ids that a model file says were held out of its training; none where it says nothing.
std::vector<std::string> held_out_of(tensor_file const& file) {
  auto const split = file.metadata.find(split_key);
  if (split == file.metadata.end()) return {};
  auto const description = nlohmann::json::parse(split->second, nullptr, false);
  if (!description.is_object() || !description.contains("held_out")) return {};
  std::vector<std::string> ids;
  for (auto const& id : description.at("held_out"))
    if (id.is_string()) ids.push_back(id.get<std::string>());
  return ids;
}

}  // namespace

trained_detector::trained_detector(std::filesystem::path const& model, run_options const& run,
                                   vote_options const& votes) {
  prepare_engine(run);
  std::vector<model_content> models{{read_model_file(model), model.string()}};
  for (auto const& other : votes.others) models.push_back({read_model_file(other), other.string()});
  options_ = detector_options_of(models.front().file, model.string());
  held_out_ = held_out_of(models.front().file);
  if (votes == vote_options{.views = votes.views, .float32 = votes.float32})  // other voters, another M_uc
    success_ = calibration_for(success_calibrations_of(models.front().file.metadata, model.string()), votes.views);
  asked_ = detector_of(models, run, votes);
}

detections trained_detector::detect(sample const& image, detect_options const& options) const {
  return asked_->detect(image, options);
}

detections trained_detector::detect_whole(sample const& image, detect_options const& options,
                                          whole_image_options const& whole, cv::Mat const& region) const {
  return asked_->detect_whole(image, options, whole, region);
}

evaluation trained_detector::evaluate(std::span<sample const> samples, evaluation_options const& options,
                                      evaluation_hooks const& hooks) const {
  return asked_->evaluate(samples, options, hooks);
}

photograph_features trained_detector::features(sample const& photograph) const { return asked_->features(photograph); }

}  // namespace suregrasp::cli
