#ifndef SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_JSON_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_JSON_HPP

#include <boost/hana/accessors.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/backends/libtorch/detector_options.hpp>
#include <suregrasp/core/error.hpp>

namespace suregrasp::inline v2 {

namespace detail {

/// The fields that Hana knows of `Struct`, by their names.
template <class Struct>
[[nodiscard]] nlohmann::ordered_json fields_json(Struct const& object) {
  nlohmann::ordered_json json;
  boost::hana::for_each(boost::hana::accessors<Struct>(), [&](auto const& field) {
    json[boost::hana::first(field).c_str()] = boost::hana::second(field)(object);
  });
  return json;
}

template <class Struct>
[[nodiscard]] Struct fields_from(nlohmann::ordered_json const& json) {
  Struct object{};
  boost::hana::for_each(boost::hana::accessors<Struct>(), [&](auto const& field) {
    json.at(boost::hana::first(field).c_str()).get_to(boost::hana::second(field)(object));
  });
  return object;
}

[[nodiscard]] inline nlohmann::ordered_json size_json(pose_encoding::size_code const& size) {
  return {{"log_mean", size.log_mean}, {"log_deviation", size.log_deviation}};
}

[[nodiscard]] inline pose_encoding::size_code size_from(nlohmann::ordered_json const& json) {
  return {json.at("log_mean").get<double>(), json.at("log_deviation").get<double>()};
}

[[nodiscard]] inline angle_code angle_from(nlohmann::ordered_json const& json, std::string const& origin) {
  auto const name = json.get<std::string>();
  if (name == "raw") return angle_code::raw;
  if (name == "double_angle") return angle_code::double_angle;
  throw model_error("model.options", origin + ": expected the angle code raw or double_angle, got '" + name + "'");
}

}  // namespace detail

/// Everything that decides what a detector is, as it stands in model files and records.
[[nodiscard]] inline nlohmann::ordered_json to_json(detector_options const& o) {
  return {{"backbone", o.backbone},
          {"width", o.width},
          {"depth_branch", o.depth_branch},
          {"input_size", o.input_size},
          {"pyramid_channels", o.pyramid_channels},
          {"crop_size", o.crop_size},
          {"top_down", o.top_down},
          {"hidden", o.hidden},
          {"dropout", o.dropout},
          {"encoding",
           {{"angle", o.encoding.angle == angle_code::raw ? "raw" : "double_angle"},
            {"opening", detail::size_json(o.encoding.opening)},
            {"jaw", detail::size_json(o.encoding.jaw)}}},
          {"fusion",
           {{"scale", detail::fields_json(o.fusion.scale)},
            {"unit_heads", o.fusion.unit_heads},
            {"unit_angle", o.fusion.unit_angle},
            {"literal", o.fusion.literal}}}};
}

/// The inverse of `to_json`; `origin` names the file in errors. Throws `model_error` `model.options`.
[[nodiscard]] inline detector_options detector_options_from(nlohmann::ordered_json const& json,
                                                            std::string const& origin) {
  detector_options o;
  try {
    json.at("backbone").get_to(o.backbone);
    json.at("width").get_to(o.width);
    json.at("depth_branch").get_to(o.depth_branch);
    json.at("input_size").get_to(o.input_size);
    json.at("pyramid_channels").get_to(o.pyramid_channels);
    json.at("crop_size").get_to(o.crop_size);
    o.top_down = json.value("top_down", true);  // files of 0.1.0 do not say
    json.at("hidden").get_to(o.hidden);
    o.dropout = json.value("dropout", 0.0);
    auto const& encoding = json.at("encoding");
    o.encoding.angle = detail::angle_from(encoding.at("angle"), origin);
    o.encoding.opening = detail::size_from(encoding.at("opening"));
    o.encoding.jaw = detail::size_from(encoding.at("jaw"));
    auto const& fusion = json.at("fusion");
    o.fusion.scale = detail::fields_from<uncertainty_scale>(fusion.at("scale"));
    fusion.at("unit_heads").get_to(o.fusion.unit_heads);
    fusion.at("unit_angle").get_to(o.fusion.unit_angle);
    fusion.at("literal").get_to(o.fusion.literal);
  } catch (nlohmann::json::exception const& problem) {
    throw model_error("model.options",
                      origin + ": the description of the detector cannot be read (" + problem.what() + ")");
  }
  return o;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_BACKENDS_LIBTORCH_DETECTOR_JSON_HPP
