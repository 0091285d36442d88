#ifndef SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_JSON_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_JSON_HPP

#include <string>
#include <suregrasp/backends/libtorch/detector_options.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/json_fields.hpp>

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

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_JSON_HPP
