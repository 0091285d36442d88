#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cmath>
#include <suregrasp/metrics/labels/label_files.hpp>
#include <suregrasp/metrics/predictions.hpp>

#include "arrays.hpp"
#include "module.hpp"

namespace suregrasp::python {

namespace {

/// Predictions, labels and what scored them stay C++ objects; Python sees arrays of each photograph.
struct predictions {
  prediction_set set;
};

/// A score with the labels and predictions that it is of.
struct score {
  prediction_score values;
  prediction_figures figures;
};

/// The one with this id, by its member `grasps`. Throws Python's KeyError.
template <class Items>
auto& item_of(Items& items, std::string const& id) {
  auto const found = std::ranges::find_if(items, [&](auto const& each) { return each.id == id; });
  if (found == items.end()) throw nb::key_error(id.c_str());
  return *found;
}

template <class Items>
std::vector<std::string> ids_of(Items const& items) {
  std::vector<std::string> ids;
  for (auto const& each : items) ids.push_back(each.id);
  return ids;
}

/// One optional number of each prediction, NaN where it has none.
nb::object numbers_of(image_predictions const& image, std::optional<double> scored_grasp::*figure) {
  std::vector<double> values;
  for (auto const& each : image.grasps) values.push_back((each.*figure).value_or(std::nan("")));
  auto const count = values.size();
  return to_numpy(std::move(values), {count});
}

nb::object prediction_arrays(predictions const& all, std::string const& id) {
  auto const& image = item_of(all.set, id);
  std::vector<grasp<double>> list;
  for (auto const& each : image.grasps) list.push_back(each.grasp);
  return nb::make_tuple(to_numpy(list), numbers_of(image, &scored_grasp::score),
                        numbers_of(image, &scored_grasp::uncertainty));
}

/// As many numbers as there are grasps, or none at all.
std::vector<std::optional<double>> optional_numbers(nb::handle given, char const* name, std::size_t count) {
  if (given.is_none()) return std::vector<std::optional<double>>(count);
  auto const values = doubles(given, name);
  if (values.size() != count)
    throw shape_error("shape.predictions", std::string(name) + ": expected one a grasp, " + std::to_string(count) +
                                               ", got " + std::to_string(values.size()));
  if (std::ranges::any_of(values, [](double v) { return std::isnan(v); }))
    throw data_error("data.predictions.value", std::string(name) + ": expected numbers, got NaN");
  return {values.begin(), values.end()};
}

void add_prediction(predictions& all, std::string const& id, nb::handle grasps_given, nb::handle score_given,
                    nb::handle uncertainty_given) {
  auto const list = grasp_list(grasps_given, "grasps");
  auto const scores = optional_numbers(score_given, "score", list.size());
  auto const uncertainties = optional_numbers(uncertainty_given, "uncertainty", list.size());
  image_predictions image{id, id, {}, {}};
  for (std::size_t i = 0; i < list.size(); ++i) image.grasps.push_back({list[i], scores[i], uncertainties[i]});
  all.set.push_back(std::move(image));
}

/// Takes copies, for others may add to the originals while the lock is released.
score scored(grasp_labels labels, predictions all, std::string const& order, std::string const& dialect,
             std::size_t few) {
  auto const by = value_named<prediction_order>(order);
  if (!by)
    throw option_error("option.order", "order: expected 'auto', 'uncertainty', 'score' or 'file', got '" + order + "'");
  auto const named = metric_dialect_named(dialect);
  nb::gil_scoped_release const others_run;
  auto values = score_predictions(labels, all.set, *by, named);
  auto figures = figures_of(labels, all.set, values, {.few = few});
  return {std::move(values), std::move(figures)};
}

/// Overlap of the first-ranked grasp with its best label, 0 without one; and its uncertainty, NaN without one.
nb::object first_overlaps(score const& s) {
  std::vector<double> values;
  for (auto const& each : s.values.overlaps) values.push_back(each.empty() ? 0 : each.front());
  auto const count = values.size();
  return to_numpy(std::move(values), {count});
}

nb::object first_uncertainties(score const& s) {
  std::vector<double> values;
  for (auto const& each : s.values.certainty) values.push_back(each ? -*each : std::nan(""));
  auto const count = values.size();
  return to_numpy(std::move(values), {count});
}

void bind_labels(nb::module_& m) {
  using namespace nb::literals;
  nb::class_<grasp_labels>(m, "Labels", "The labelled grasps of photographs, by id.")
      .def(nb::init<>())
      .def("__len__", [](grasp_labels const& l) { return l.photographs.size(); })
      .def_prop_ro("ids", [](grasp_labels const& l) { return ids_of(l.photographs); })
      .def(
          "__getitem__",
          [](grasp_labels const& l, std::string const& id) { return to_numpy(item_of(l.photographs, id).grasps); },
          "id"_a, nb::sig("def __getitem__(self, id: str) -> numpy.ndarray"), "Grasps (float64) `[N, 5]`.")
      .def(
          "add",
          [](grasp_labels& l, std::string const& id, nb::handle given) {
            l.photographs.push_back({id, grasp_list(given, "grasps")});
          },
          "id"_a, "grasps"_a, nb::sig("def add(self, id: str, grasps: suregrasp.arrays.Array) -> None"),
          "Adds the grasps `[N, 5]` of a photograph.")
      .def_prop_ro(
          "dropped",
          [](grasp_labels const& l) {
            std::vector<std::string> texts;
            for (auto const& each : l.dropped) texts.push_back(each.where.text() + ": " + each.reason);
            return texts;
          },
          "Rectangles of the files that were left out: file, line and why.");
  m.def(
      "read_labels",
      [](std::filesystem::path const& path) {
        nb::gil_scoped_release const others_run;
        return read_grasp_labels(path);
      },
      "path"_a, nb::sig("def read_labels(path: str | os.PathLike[str]) -> Labels"),
      "Reads all labels below a folder: Cornell's `<id>cpos.txt`, Jacquard's `<id>_grasps.txt`; or those of a `.json` "
      "or "
      "`.csv` file of SureGrasp's own. Raises DataError with file, line and what to do.");
  m.def(
      "parse_rectangles",
      [](std::string const& text, std::string const& path) {
        auto const read = parse_rectangles(text, path);
        std::vector<std::string> dropped;
        for (auto const& each : read.dropped) dropped.push_back(each.where.text() + ": " + each.reason);
        return nb::make_tuple(to_numpy(read.grasps), dropped);
      },
      "text"_a, "path"_a = "text",
      nb::sig("def parse_rectangles(text: str, path: str = 'text') -> tuple[numpy.ndarray, "
              "list[str]]"),
      "Grasps (float64) `[N, 5]` of the text of one of Cornell's rectangle files, and the rectangles left out, with "
      "line "
      "and reason; those after one keep their vertices. `path` names the text in messages. Raises DataError.");
  m.def(
      "parse_jacquard_grasps",
      [](std::string const& text, std::string const& path) {
        return to_numpy(parse_jacquard_grasps(text, path).grasps);
      },
      "text"_a, "path"_a = "text", nb::sig("def parse_jacquard_grasps(text: str, path: str = 'text') -> numpy.ndarray"),
      "Grasps (float64) `[N, 5]` of the text of a Jacquard file, `x;y;theta;opening;jaw` a line. Raises DataError "
      "`data.jacquard.row`.");
}

void bind_predictions(nb::module_& m) {
  using namespace nb::literals;
  nb::class_<predictions>(m, "Predictions", "Predicted grasps of photographs, by id.")
      .def(nb::init<>())
      .def("__len__", [](predictions const& p) { return p.set.size(); })
      .def_prop_ro("ids", [](predictions const& p) { return ids_of(p.set); })
      .def("__getitem__", &prediction_arrays, "id"_a,
           nb::sig("def __getitem__(self, id: str) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]"),
           "Grasps `[N, 5]`, scores `[N]` and uncertainties `[N]` (NaN where it has none), float64.")
      .def(
          "add", &add_prediction, "id"_a, "grasps"_a, "score"_a = nb::none(), "uncertainty"_a = nb::none(),
          nb::sig("def add(self, id: str, grasps: suregrasp.arrays.Array, score: suregrasp.arrays.Array | None = None, "
                  "uncertainty: suregrasp.arrays.Array | None = None) -> None"),
          "Adds the grasps `[N, 5]` predicted for a photograph, with a score (larger is more certain) or an "
          "uncertainty "
          "(smaller is more certain) `[N]` to rank them by. Raises ShapeError `shape.predictions`, DataError.");
  m.def(
      "read_predictions",
      [](std::filesystem::path const& path) {
        nb::gil_scoped_release const others_run;
        return predictions{read_predictions(path)};
      },
      "path"_a, nb::sig("def read_predictions(path: str | os.PathLike[str]) -> Predictions"),
      "Reads predictions of a file: JSON, a table with a line of column names, or Jacquard's text. Raises DataError "
      "with "
      "file, line and what to do.");
}

void bind_score(nb::module_& m) {
  using namespace nb::literals;
  using r = success_row;
  nb::class_<r>(m, "SuccessRow", "Success of ranked predictions at one threshold on the overlap.")
      .def_ro("iou", &r::iou)
      .def_ro("first", &r::first, "Photographs whose first-ranked prediction is correct.")
      .def_ro("first_few", &r::first_few, "Photographs with a correct one among the first few.")
      .def_ro("any", &r::any, "Photographs with a correct one at any rank.")
      .def_ro("each", &r::each, "Predictions that are correct, of all.");
  nb::class_<score>(m, "Score", "Predictions beside the labels of the same photographs, in the order of the labels.")
      .def_prop_ro("photographs", [](score const& s) { return s.figures.photographs; })
      .def_prop_ro(
          "missing", [](score const& s) { return s.figures.missing; },
          "Photographs without a prediction; each counts as a failure.")
      .def_prop_ro("order", [](score const& s) { return std::string(name_of(s.figures.order)); })
      .def_prop_ro(
          "success", [](score const& s) { return s.figures.success; },
          "A SuccessRow at each of the thresholds 0.25, 0.30, ..., 0.75.")
      .def_prop_ro(
          "average_precision", [](score const& s) { return s.figures.average_precision; },
          "At the dialect's usual overlap; None where nothing ranks.")
      .def_prop_ro("first_overlaps", &first_overlaps, nb::sig("def first_overlaps(self) -> numpy.ndarray"),
                   "Overlap of each photograph's first-ranked prediction with a label, `[N]`; 0 without one.")
      .def_prop_ro("first_uncertainties", &first_uncertainties,
                   nb::sig("def first_uncertainties(self) -> numpy.ndarray"),
                   "Its uncertainty, or its score with the other sign, `[N]`; NaN where nothing ranks.");
  m.def(
      "score_predictions", &scored, "labels"_a, "predictions"_a, nb::kw_only(), "order"_a = "auto",
      "dialect"_a = "jaccard", "few"_a = usual_few,
      "Scores predictions by the rectangle metric, ranked by 'uncertainty' (smallest first), 'score' (largest first) "
      "or "
      "as in the 'file'; 'auto' takes the first of these that all have. `few` is the number of ranks that `first_few` "
      "counts. Raises OptionError `option.order`, `option.dialect`, DataError `data.predictions.unknown`, "
      "`data.predictions.ambiguous`, `data.predictions.twice`, `data.predictions.order`.");
  m.def(
      "compare_scores",
      [](score const& first, score const& second, double iou) {
        auto const rows = compare_first_grasps(first.values, second.values, std::array{iou});
        return rows.front().counts;
      },
      "first"_a, "second"_a, "iou"_a = 0.25,
      "McNemar's comparison of the first-ranked grasps of two scores beside the same labels. Raises MetricError "
      "`metrics.length`.");
}

}  // namespace

void add_labels(nb::module_& m) {
  bind_labels(m);
  bind_predictions(m);
  bind_score(m);
}

}  // namespace suregrasp::python
