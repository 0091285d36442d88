#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <array>
#include <cmath>
#include <optional>
#include <suregrasp/geometry/camera_scale.hpp>
#include <suregrasp/geometry/conventions/cornell_corners.hpp>
#include <suregrasp/geometry/conventions/grasp_planners.hpp>
#include <suregrasp/geometry/conventions/grasp_rows.hpp>
#include <suregrasp/geometry/conventions/mmrotate_box.hpp>
#include <suregrasp/geometry/conventions/opencv_rectangle.hpp>
#include <suregrasp/geometry/conventions/rotated_boxes.hpp>

#include "arrays.hpp"
#include "module.hpp"

namespace suregrasp::python {

namespace {

template <class T, std::size_t N>
using numbers = std::array<T, N>;

template <class T>
numbers<T, 5> row_of(grasp<T> const& g) {
  return {g.x, g.y, g.theta, g.opening, g.jaw};
}

/// What `convert` makes of each row of `In` numbers, as rows of `Out` numbers.
template <std::size_t In, std::size_t Out, class Convert>
nb::object each_row(array_argument const& array, Convert const& convert) {
  return by_dtype(array, [&](auto zero) {
    using T = decltype(zero);
    auto const values = array.values<T>();
    std::vector<T> result;
    result.reserve(values.size() / In * Out);
    for (std::size_t at = 0; at < values.size(); at += In) {
      numbers<T, Out> const converted = convert(values.data() + at);
      result.insert(result.end(), converted.begin(), converted.end());
    }
    return to_numpy(std::move(result), {values.size() / In, Out});
  });
}

/// Rows of finite numbers. Throws `geometry_error` `geometry.not_finite`.
array_argument finite_rows(nb::handle given, char const* name, std::int64_t columns, char const* letters) {
  auto array = floats(given, name, {any, columns}, letters);
  by_dtype(array, [&](auto zero) {
    auto const values = array.values<decltype(zero)>();
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!std::isfinite(values[i]))
        throw geometry_error("geometry.not_finite", array.name() + "[" +
                                                        std::to_string(i / static_cast<std::size_t>(columns)) +
                                                        "]: expected finite numbers, got " + std::to_string(values[i]));
  });
  return array;
}

/// Defines `from_NAME` and `to_NAME` for rows of five numbers that need nothing more.
template <class From, class To>
void def_rows(nb::module_& m, std::string const& name, std::string const& letters, std::string const& about,
              From const& from, To const& to) {
  using namespace nb::literals;
  auto const from_sig = "def from_" + name + "(rows: suregrasp.arrays.Array) -> numpy.ndarray";
  auto const to_sig = "def to_" + name + "(grasps: suregrasp.arrays.Array) -> numpy.ndarray";
  m.def(("from_" + name).c_str(),
        [=](nb::handle rows) {
          return each_row<5, 5>(finite_rows(rows, "rows", 5, letters.c_str()),
                                [&](auto const* v) { return row_of(from(v)); });
        },
        "rows"_a, nb::sig(from_sig.c_str()),
        ("Grasps `[N, 5]` (x, y, theta, opening, jaw) of rows " + letters + ". " + about).c_str());
  m.def(("to_" + name).c_str(),
        [=](nb::handle given) {
          return each_row<5, 5>(grasps(given, "grasps"), [&](auto const* v) { return to(row(std::span(v, 5), 0)); });
        },
        "grasps"_a, nb::sig(to_sig.c_str()), ("Rows " + letters + " of grasps `[N, 5]`. " + about).c_str());
}

void add_rows(nb::module_& m) {
  def_rows(
      m, "jacquard", "[N, 5] of x, y, theta, opening, jaw",
      "Jacquard's files: theta in degrees, clockwise positive as seen.",
      [](auto const* v) {
        return from_jacquard<std::remove_cvref_t<decltype(*v)>>({v[0], v[1], v[2], v[3], v[4]});
      },
      [](auto const& g) {
        auto const r = to_jacquard(g);
        return std::array{r.x, r.y, r.theta_degrees, r.opening, r.jaw};
      });
  def_rows(
      m, "ggcnn", "[N, 5] of row, column, angle, length, width",
      "GG-CNN and GR-ConvNet: radians, counter-clockwise as seen; length is the opening, width the jaw.",
      [](auto const* v) {
        return from_ggcnn<std::remove_cvref_t<decltype(*v)>>({v[0], v[1], v[2], v[3], v[4]});
      },
      [](auto const& g) {
        auto const r = to_ggcnn(g);
        return std::array{r.row, r.column, r.angle, r.length, r.width};
      });
  def_rows(
      m, "paper", "[N, 5] of x, y, theta, w, h",
      "Zhu et al. (2020): radians; w is the size of a finger's plate, h the distance between the fingers.",
      [](auto const* v) {
        return from_paper<std::remove_cvref_t<decltype(*v)>>({v[0], v[1], v[2], v[3], v[4]});
      },
      [](auto const& g) {
        auto const r = to_paper(g);
        return std::array{r.x, r.y, r.theta, r.w, r.h};
      });
  def_rows(
      m, "detectron2", "[N, 5] of cx, cy, w, h, angle",
      "detectron2's XYWHA_ABS: degrees, counter-clockwise as seen; w is taken for the opening.",
      [](auto const* v) {
        using T = std::remove_cvref_t<decltype(*v)>;
        return from_detectron2<T>({v[0], v[1], v[2], v[3], degrees_value<T>(v[4])});
      },
      [](auto const& g) {
        auto const r = to_detectron2(g);
        return std::array{r.cx, r.cy, r.w, r.h, r.angle.value};
      });
  def_rows(
      m, "torchvision", "[N, 5] of cx, cy, w, h, r",
      "torchvision's CXCYWHR: degrees, counter-clockwise as seen; w is taken for the opening.",
      [](auto const* v) {
        using T = std::remove_cvref_t<decltype(*v)>;
        return from_torchvision<T>({v[0], v[1], v[2], v[3], degrees_value<T>(v[4])});
      },
      [](auto const& g) {
        auto const r = to_torchvision(g);
        return std::array{r.cx, r.cy, r.w, r.h, r.r.value};
      });
}

turning turning_of(bool clockwise) { return clockwise ? turning::clockwise : turning::counter_clockwise; }

void add_mmcv(nb::module_& m) {
  using namespace nb::literals;
  m.def(
      "from_mmcv",
      [](nb::handle boxes, bool clockwise) {
        return each_row<5, 5>(finite_rows(boxes, "boxes", 5, "[N, 5] of cx, cy, w, h, angle"), [&](auto const* v) {
          using T = std::remove_cvref_t<decltype(*v)>;
          return row_of(from_mmcv<T>({v[0], v[1], v[2], v[3], radians_value<T>(v[4])}, turning_of(clockwise)));
        });
      },
      "boxes"_a, "clockwise"_a = true,
      nb::sig("def from_mmcv(boxes: suregrasp.arrays.Array, clockwise: bool = True) -> numpy.ndarray"),
      "Grasps `[N, 5]` of mmcv's boxes `[N, 5]` of cx, cy, w, h, angle: radians; w is taken for the opening.");
  m.def(
      "to_mmcv",
      [](nb::handle given, bool clockwise) {
        return each_row<5, 5>(grasps(given, "grasps"), [&](auto const* v) {
          auto const r = to_mmcv(row(std::span(v, 5), 0), turning_of(clockwise));
          return std::array{r.cx, r.cy, r.w, r.h, r.angle.value};
        });
      },
      "grasps"_a, "clockwise"_a = true,
      nb::sig("def to_mmcv(grasps: suregrasp.arrays.Array, clockwise: bool = True) -> numpy.ndarray"),
      "mmcv's boxes `[N, 5]` of cx, cy, w, h, angle in radians, of grasps `[N, 5]`.");
}

opening_side side_named(std::string const& name) {
  if (name == "width") return opening_side::width;
  if (name == "height") return opening_side::height;
  throw option_error("option.opening", "opening: expected 'width' or 'height', got '" + name + "'");
}

opencv_angles version_named(std::string const& name) {
  if (name == "since_4_5_1") return opencv_angles::since_4_5_1;
  if (name == "before_4_5_1") return opencv_angles::before_4_5_1;
  throw option_error("option.version", "version: expected 'since_4_5_1' or 'before_4_5_1', got '" + name + "'");
}

void add_opencv(nb::module_& m) {
  using namespace nb::literals;
  m.def(
      "from_opencv",
      [](nb::handle rectangles, std::string const& opening) {
        auto const side = side_named(opening);
        return each_row<5, 5>(finite_rows(rectangles, "rectangles", 5, "[N, 5] of cx, cy, width, height, angle"),
                              [&](auto const* v) {
                                using T = std::remove_cvref_t<decltype(*v)>;
                                return row_of(from_opencv<T>({v[0], v[1], v[2], v[3], degrees_value<T>(v[4])}, side));
                              });
      },
      "rectangles"_a, "opening"_a = "width",
      nb::sig("def from_opencv(rectangles: suregrasp.arrays.Array, opening: str = 'width') -> numpy.ndarray"),
      "Grasps `[N, 5]` of the fields of cv2's RotatedRect `[N, 5]` of cx, cy, width, height, angle: degrees, clockwise "
      "as seen.\n\n`opening` says which side is the opening, 'width' (along the angle) or 'height'. Results of "
      "cv2.minAreaRect put the sides in an order that depends on the angle alone. Raises OptionError "
      "`option.opening`.");
  m.def(
      "to_opencv",
      [](nb::handle given, std::optional<std::string> const& version) -> nb::object {
        auto const all = grasps(given, "grasps");
        if (!version)
          return each_row<5, 5>(all, [](auto const* v) {
            auto const r = to_opencv(row(std::span(v, 5), 0));
            return std::array{r.cx, r.cy, r.width, r.height, r.angle.value};
          });
        auto const angles = version_named(*version);
        std::vector<bool> width;
        auto rows = each_row<5, 5>(all, [&](auto const* v) {
          auto const [r, side] = to_opencv(row(std::span(v, 5), 0), angles);
          width.push_back(side == opening_side::width);
          return std::array{r.cx, r.cy, r.width, r.height, r.angle.value};
        });
        return nb::make_tuple(rows, to_numpy_bools(width));
      },
      "grasps"_a, "version"_a = nb::none(),
      nb::sig("def to_opencv(grasps: suregrasp.arrays.Array, version: str | None = None) -> typing.Any"),
      "The fields of cv2's RotatedRect `[N, 5]` of cx, cy, width, height, angle in degrees, of grasps `[N, 5]`.\n\n"
      "With a `version`, 'since_4_5_1' or 'before_4_5_1', as cv2.minAreaRect of that version gives them, and beside "
      "them bools `[N]`: whether the opening is the width. Raises OptionError `option.version`.");
}

template <mmrotate_angles Angles>
nb::object from_mmrotate_boxes(array_argument const& boxes, std::vector<bool> const& opening_is_long) {
  std::size_t i = 0;
  return each_row<5, 5>(boxes, [&](auto const* v) {
    using T = std::remove_cvref_t<decltype(*v)>;
    mmrotate_box<T, Angles> const box{v[0], v[1], v[2], v[3], radians_value<T>(v[4])};
    return row_of(from_mmrotate(box, opening_is_long[i++] ? long_side::opening : long_side::jaw));
  });
}

template <mmrotate_angles Angles>
nb::object to_mmrotate_boxes(array_argument const& all) {
  std::vector<bool> opening_is_long;
  auto rows = each_row<5, 5>(all, [&](auto const* v) {
    auto const g = row(std::span(v, 5), 0);
    opening_is_long.push_back(long_side_of(g) == long_side::opening);
    auto const r = to_mmrotate<Angles>(g);
    return std::array{r.cx, r.cy, r.w, r.h, r.angle.value};
  });
  return nb::make_tuple(rows, to_numpy_bools(opening_is_long));
}

/// What `use` makes of the angle version of this name, a constant.
template <class Use>
nb::object by_mmrotate_angles(std::string const& name, Use const& use) {
  using enum mmrotate_angles;
  if (name == "le90") return use(std::integral_constant<mmrotate_angles, le90>());
  if (name == "le135") return use(std::integral_constant<mmrotate_angles, le135>());
  if (name == "oc") return use(std::integral_constant<mmrotate_angles, oc>());
  throw option_error("option.angles", "angles: expected 'le90', 'le135' or 'oc', got '" + name + "'");
}

void add_mmrotate(nb::module_& m) {
  using namespace nb::literals;
  m.def(
      "from_mmrotate",
      [](nb::handle given, nb::handle opening_given, std::string const& angles) {
        auto const boxes = finite_rows(given, "boxes", 5, "[N, 5] of cx, cy, w, h, angle");
        auto const opening_is_long = flags(opening_given, "opening_is_long");
        if (std::ssize(opening_is_long) != boxes.extent(0))
          throw shape_error("shape.long_side", "opening_is_long: expected one a box, " +
                                                   std::to_string(boxes.extent(0)) + ", got " +
                                                   std::to_string(opening_is_long.size()));
        return by_mmrotate_angles(angles, [&](auto version) {
          return from_mmrotate_boxes<decltype(version)::value>(boxes, opening_is_long);
        });
      },
      "boxes"_a, "opening_is_long"_a, "angles"_a = "le90",
      nb::sig("def from_mmrotate(boxes: suregrasp.arrays.Array, opening_is_long: suregrasp.arrays.Array, angles: str = "
              "'le90') -> numpy.ndarray"),
      "Grasps `[N, 5]` of mmrotate's boxes `[N, 5]` of cx, cy, w, h, angle: radians, clockwise as seen, of the angle "
      "version 'le90', 'le135' or 'oc'.\n\nThe box forgets which of its sides is the opening: `opening_is_long`, bools "
      "`[N]`, says whether it is the longer. Raises OptionError `option.angles`, ShapeError `shape.long_side`.");
  m.def(
      "to_mmrotate",
      [](nb::handle given, std::string const& angles) {
        auto const all = grasps(given, "grasps");
        return by_mmrotate_angles(angles,
                                  [&](auto version) { return to_mmrotate_boxes<decltype(version)::value>(all); });
      },
      "grasps"_a, "angles"_a = "le90",
      nb::sig("def to_mmrotate(grasps: suregrasp.arrays.Array, angles: str = 'le90') -> tuple[numpy.ndarray, "
              "numpy.ndarray]"),
      "mmrotate's boxes `[N, 5]` of grasps `[N, 5]`, and `opening_is_long` `[N]`, which `from_mmrotate` needs to come "
      "back. Raises OptionError `option.angles`.");
}

void add_corners(nb::module_& m) {
  using namespace nb::literals;
  m.def(
      "from_cornell_corners",
      [](nb::handle given) {
        auto const all = floats(given, "corners", {any, 4, 2}, "[N, 4, 2] of x, y");
        return each_row<8, 5>(all, [](auto const* v) {
          using T = std::remove_cvref_t<decltype(*v)>;
          return row_of(from_cornell_corners<T>({{{v[0], v[1]}, {v[2], v[3]}, {v[4], v[5]}, {v[6], v[7]}}}));
        });
      },
      "corners"_a, nb::sig("def from_cornell_corners(corners: suregrasp.arrays.Array) -> numpy.ndarray"),
      "Grasps `[N, 5]` of Cornell's rectangles `[N, 4, 2]`, corners x, y in either order: p0 to p1 is the opening "
      "axis.\n\n"
      "Raises GeometryError `geometry.not_finite`.");
  m.def(
      "to_cornell_corners",
      [](nb::handle given, bool clockwise) {
        auto const order = clockwise ? corner_order::clockwise : corner_order::counter_clockwise;
        auto const all = grasps(given, "grasps");
        auto const rows = each_row<5, 8>(all, [&](auto const* v) {
          auto const p = to_cornell_corners(row(std::span(v, 5), 0), order);
          return std::array{p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y};
        });
        return nb::object(rows.attr("reshape")(all.extent(0), 4, 2));
      },
      "grasps"_a, "clockwise"_a = true,
      nb::sig("def to_cornell_corners(grasps: suregrasp.arrays.Array, clockwise: bool = True) -> numpy.ndarray"),
      "Corners `[N, 4, 2]` of x, y of grasps `[N, 5]`, as Cornell's files list them: p0 to p1 runs along the opening.");
}

void add_planners(nb::module_& m) {
  using namespace nb::literals;
  static constexpr auto rectangle = "[N, 7] of center_x, center_y, open_x, open_y, height, score, object_id";
  m.def(
      "from_graspnet",
      [](nb::handle rows) {
        return each_row<7, 5>(finite_rows(rows, "rows", 7, rectangle), [](auto const* v) {
          using T = std::remove_cvref_t<decltype(*v)>;
          return row_of(from_graspnet<T>({v[0], v[1], v[2], v[3], v[4], v[5], static_cast<int>(v[6])}));
        });
      },
      "rows"_a, nb::sig("def from_graspnet(rows: suregrasp.arrays.Array) -> numpy.ndarray"),
      "Grasps `[N, 5]` of graspnetAPI's RectGraspGroup `[N, 7]`: center_x, center_y, open_x, open_y, height, score, "
      "object_id.");
  m.def(
      "to_graspnet",
      [](nb::handle given, nb::handle scores_given, int object_id) {
        auto const all = grasps(given, "grasps");
        auto const scores = doubles(scores_given, "scores");
        if (std::ssize(scores) != all.extent(0))
          throw shape_error("shape.scores", "scores: expected one a grasp, " + std::to_string(all.extent(0)) +
                                                ", got " + std::to_string(scores.size()));
        std::size_t i = 0;
        return each_row<5, 7>(all, [&](auto const* v) {
          using T = std::remove_cvref_t<decltype(*v)>;
          auto const r = to_graspnet(row(std::span(v, 5), 0), static_cast<T>(scores[i++]), object_id);
          return std::array{r.center_x, r.center_y, r.open_x, r.open_y, r.height, r.score, static_cast<T>(r.object_id)};
        });
      },
      "grasps"_a, "scores"_a, "object_id"_a = -1,
      nb::sig("def to_graspnet(grasps: suregrasp.arrays.Array, scores: suregrasp.arrays.Array, object_id: int = -1) -> "
              "numpy.ndarray"),
      "graspnetAPI's rows `[N, 7]` of grasps `[N, 5]` and their scores `[N]`. Raises ShapeError `shape.scores`.");
  m.def(
      "from_gqcnn",
      [](nb::handle rows, double fx, double fy, double jaw) {
        return each_row<5, 5>(finite_rows(rows, "rows", 5, "[N, 5] of x, y, angle, depth, width"), [&](auto const* v) {
          using T = std::remove_cvref_t<decltype(*v)>;
          auto const f = static_cast<T>(fx), g = static_cast<T>(fy);
          require_valid(camera_scale<T>{f, g, v[3]});
          return row_of(from_gqcnn<T>({v[0], v[1], radians_value<T>(v[2]), v[3], v[4]}, f, g, static_cast<T>(jaw)));
        });
      },
      "rows"_a, "fx"_a, "fy"_a, "jaw"_a,
      nb::sig("def from_gqcnn(rows: suregrasp.arrays.Array, fx: float, fy: float, jaw: float) -> numpy.ndarray"),
      "Grasps `[N, 5]` of GQ-CNN's Grasp2D `[N, 5]` of x, y, angle (radians, clockwise as seen), depth and width "
      "(metres), "
      "seen with focal lengths `fx`, `fy` pixels, with plates of `jaw` pixels. Raises OptionError `option.camera`.");
  m.def(
      "to_gqcnn",
      [](nb::handle given, double fx, double fy, double depth) {
        require_valid(camera_scale<double>{fx, fy, depth});
        return each_row<5, 5>(grasps(given, "grasps"), [&](auto const* v) {
          using T = std::remove_cvref_t<decltype(*v)>;
          auto const r = to_gqcnn(row(std::span(v, 5), 0),
                                  camera_scale<T>{static_cast<T>(fx), static_cast<T>(fy), static_cast<T>(depth)});
          return std::array{r.x, r.y, r.angle.value, r.depth, r.width};
        });
      },
      "grasps"_a, "fx"_a, "fy"_a, "depth"_a,
      nb::sig("def to_gqcnn(grasps: suregrasp.arrays.Array, fx: float, fy: float, depth: float) -> numpy.ndarray"),
      "GQ-CNN's Grasp2D `[N, 5]` of x, y, angle, depth, width in metres, of grasps `[N, 5]` at `depth` metres. Raises "
      "OptionError `option.camera`.");
}

}  // namespace

void add_conventions(nb::module_& m) {
  add_rows(m);
  add_mmcv(m);
  add_opencv(m);
  add_mmrotate(m);
  add_corners(m);
  add_planners(m);
}

}  // namespace suregrasp::python
