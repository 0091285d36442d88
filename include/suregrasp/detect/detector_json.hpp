#ifndef SUREGRASP_DETECT_DETECTOR_JSON_HPP
#define SUREGRASP_DETECT_DETECTOR_JSON_HPP

#include <map>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/safetensors.hpp>

namespace suregrasp::inline v2 {

/// The options that `to_json` described; `origin` names the file in errors. Throws `model_error` `model.options`.
[[nodiscard]] inline detector_options detector_options_from(nlohmann::ordered_json const& json,
                                                            std::string const& origin) {
  try {
    return from_json<detector_options>(json, origin, {.may_lack = {"top_down", "dropout"}});  // not in files of 0.1.0
  } catch (data_error const& problem) {
    throw model_error("model.options", std::string("the description of the detector: ") + problem.what());
  }
}

/// The key under which a model file describes its detector; a file without it is not one of ours.
inline constexpr char const* detector_key = "suregrasp.detector";

/// The options of the detector that a model file's metadata describe. Throws `model_error` (`model.not_a_detector`,
/// `model.options`) for a file of something else; `origin` names it.
[[nodiscard]] inline detector_options detector_options_of(std::map<std::string, std::string> const& metadata,
                                                          std::string const& origin) {
  auto const described = metadata.find(detector_key);
  if (described == metadata.end())
    throw model_error("model.not_a_detector",
                      origin + ": holds no detector of this library (no '" + detector_key +
                          "' among its metadata); expected a file that `suregrasp train` wrote");
  try {
    auto const json = parse_json<nlohmann::ordered_json>(described->second, origin, "model.options", 8);
    auto options = detector_options_from(json, origin);
    check_detector(options);
    return options;
  } catch (data_error const& problem) {
    throw model_error("model.options", std::string("the description of the detector: ") + problem.what());
  } catch (option_error const& problem) {
    throw model_error("model.options", origin + ": describes a detector that cannot be made: " + problem.what());
  }
}

/// The same of a whole file.
[[nodiscard]] inline detector_options detector_options_of(tensor_file const& file, std::string const& origin) {
  return detector_options_of(file.metadata, origin);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_DETECTOR_JSON_HPP
