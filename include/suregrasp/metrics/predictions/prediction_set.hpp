#ifndef SUREGRASP_METRICS_PREDICTIONS_PREDICTION_SET_HPP
#define SUREGRASP_METRICS_PREDICTIONS_PREDICTION_SET_HPP

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/impl/file_name.hpp>
#include <suregrasp/core/impl/letter_case.hpp>
#include <suregrasp/core/impl/stable_order.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/metrics/impl/named_grasp.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A predicted grasp with what its author says about it.
struct scored_grasp {
  suregrasp::grasp<double> grasp;     ///< in pixels of the photograph
  std::optional<double> score;        ///< larger is more certain
  std::optional<double> uncertainty;  ///< smaller is more certain
  friend bool operator==(scored_grasp const&, scored_grasp const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"grasp", &scored_grasp::grasp}.inlined(), field{"score", &scored_grasp::score},
                field{"uncertainty", &scored_grasp::uncertainty});
  }
};

/// What somebody predicts for one photograph.
struct image_predictions {
  std::string id;                    ///< of the photograph, such as `pcd0100`
  std::string where;                 ///< position in the file, for messages
  std::vector<scored_grasp> grasps;  ///< in the order of the file
  std::string name{};                ///< what the file calls the photograph, where that is not `id` alone
};

/// Predictions for many photographs.
using prediction_set = std::vector<image_predictions>;

/// What ranks the predictions of a photograph.
enum class prediction_order {
  automatic,    ///< by uncertainty where all have one, else by score where all have one, else as in the file
  uncertainty,  ///< smallest first
  score,        ///< largest first
  file          ///< as they come
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(prediction_order) {
  using enum prediction_order;
  return std::array{named_value{automatic, "auto"}, named_value{uncertainty, "uncertainty"},
                    named_value{score, "score"}, named_value{file, "file"}};
}

namespace detail {

[[nodiscard]] inline bool is_picture_ending(std::string_view extension) {
  auto const one_of = [&](auto... each) { return (ends_in_either_case(extension, each) || ...); };
  return one_of(".png", ".jpg", ".jpeg", ".tif", ".tiff");
}

/// What a name in a file of predictions may stand for, the whole of it first; then the path without the ending of a
/// picture; and last, of Cornell's and Jacquard's names, without theirs.
[[nodiscard]] inline std::vector<std::string> possible_ids(std::string_view name) {
  std::vector<std::string> ids{std::string(name)};
  if (!is_picture_ending(file_name_of(name).extension)) return ids;
  auto const path = path_without_ending(name);
  ids.push_back(path);
  for (std::string_view const end : {"_RGB", "r"})
    if (ids.size() == 2 && ends_in_either_case(path, end) && path.size() - path.rfind('/') - 1 > end.size())
      ids.push_back(path.substr(0, path.size() - end.size()));
  return ids;
}

}  // namespace detail

/// The id of a photograph by its file's name, in Cornell's (`pcd0100r.png`) or Jacquard's (`0_<hash>_RGB.png`) way; any
/// other text is an id already.
[[nodiscard]] inline std::string photograph_id(std::string const& text) {
  if (!detail::is_picture_ending(detail::file_name_of(text).extension)) return text;
  auto const path = detail::possible_ids(text).back();
  return path.substr(path.rfind('/') + 1);
}

/// A prediction from named numbers. `number(name)` is the number called so, nothing where there is none: the fields of
/// a grasp (`theta` in radians, or `theta_degrees`), and `score` or `heat`, and `uncertainty`, if they are there.
///
/// Throws data_error `data.predictions.field` and `data.predictions.value`, which begin with `where`.
template <class Number>
[[nodiscard]] scored_grasp prediction_from(Number const& number, std::string const& where) {
  scored_grasp result{suregrasp::named_grasp(number, where, "data.predictions"), {}, {}};
  result.score = number(std::string("score"));
  if (!result.score) result.score = number(std::string("heat"));
  result.uncertainty = number(std::string("uncertainty"));
  if (std::isnan(result.score.value_or(0)) || std::isnan(result.uncertainty.value_or(0)))
    throw data_error("data.predictions.value", where + ": expected a score and an uncertainty that are numbers");
  auto const& g = result.grasp;
  for (double const value : {g.x, g.y, g.opening, g.jaw})
    if (std::abs(value) > 1e6)
      throw data_error("data.predictions.value",
                       where + ": expected pixels below a million, got " + std::to_string(value));
  return result;
}

namespace detail {

/// Whether every prediction has one of its optional figures.
[[nodiscard]] inline bool all_have(prediction_set const& set, std::optional<double> scored_grasp::*figure) {
  for (auto const& image : set)
    for (auto const& each : image.grasps)
      if (!(each.*figure).has_value()) return false;
  return true;
}

}  // namespace detail

/// The order that `automatic` stands for in these predictions. Throws data_error `data.predictions.order` where another
/// one is asked for that they do not have.
[[nodiscard]] inline prediction_order order_for(prediction_set const& set, prediction_order asked) {
  bool const uncertain = detail::all_have(set, &scored_grasp::uncertainty),
             scored = detail::all_have(set, &scored_grasp::score);
  if (asked == prediction_order::automatic)
    return uncertain ? prediction_order::uncertainty : scored ? prediction_order::score : prediction_order::file;
  if ((asked == prediction_order::uncertainty && !uncertain) || (asked == prediction_order::score && !scored))
    throw data_error("data.predictions.order", std::string("expected every prediction to have ") +
                                                   (uncertain ? "a score" : "an uncertainty") + " to be ranked by");
  return asked;
}

/// How sure a prediction is, larger is more certain, by an order that is not `automatic`; 0 for `file`.
[[nodiscard]] inline double confidence(scored_grasp const& prediction, prediction_order order) {
  if (order == prediction_order::uncertainty) return -prediction.uncertainty.value();
  return order == prediction_order::score ? prediction.score.value() : 0;
}

/// Puts the predictions of every photograph into an order that is not `automatic`; equal ones stay as they were.
[[nodiscard]] inline prediction_set ranked(prediction_set set, prediction_order order) {
  for (auto& image : set) {
    std::vector<double> confidences;
    for (auto const& each : image.grasps) confidences.push_back(confidence(each, order));
    auto const unordered = std::exchange(image.grasps, {});
    for (auto const i : detail::descending_order<double>(confidences)) image.grasps.push_back(unordered[i]);
  }
  return set;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_METRICS_PREDICTIONS_PREDICTION_SET_HPP
