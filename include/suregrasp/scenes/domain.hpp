#ifndef SUREGRASP_SCENES_DOMAIN_HPP
#define SUREGRASP_SCENES_DOMAIN_HPP

#include <opencv2/core/matx.hpp>
#include <suregrasp/scenes/impl/families.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::synthetic {

using colour = cv::Vec3f;                    ///< red, green, blue in [0, 1], linear in light
using interval = std::pair<double, double>;  ///< lower and upper end of a uniform draw

/// The kind of surface that objects lie on.
enum class table { board, wood, cloth };

/// A domain of scenes: which objects lie on which table, the light and the camera. Its numbers are the ranges that
/// scenes are drawn from.
struct domain {
  std::vector<family> families;
  std::vector<colour> palette;  ///< colours of the objects
  std::vector<colour> ground;   ///< colours of the table
  std::vector<table> surfaces{table::board};
  double texture = 0.04;               ///< contrast of the table's texture
  double clutter = 0.5;                ///< probability that an edge of the table and the floor beyond it are in view
  interval size{0.9, 1.15};            ///< scale of the objects
  interval ambient{0.55, 0.75};        ///< share of the light that has no direction
  interval light_slope{0.7, 1.4};      ///< tangent of the lamp's elevation; shadows are longer where it is lower
  interval light_softness{0.08, 0.5};  ///< size of the lamp relative to its elevation; a larger one softens shadows
  interval exposure{0.85, 1.05};
  interval noise{0.006, 0.016};  ///< standard deviation of the sensor's noise, as a share of full scale
  interval blur{0.1, 0.3};       ///< weight of each neighbour in the lens's blur
  double vignette = 0.2;         ///< loss of light in the corners
  colour light{1, 1, 1};
  bool depth = true;                  ///< whether samples have a depth image
  double camera_height = 0.7;         ///< metres above the table
  double metres_per_pixel = 0.00133;  ///< on the table, seen from straight above
  double most_tilt = 0.05;            ///< largest angle between the camera's axis and the vertical, radians
};

/// RGB-D images of objects on a light board, similar to the Cornell data set.
[[nodiscard]] inline domain source_domain() {
  return {.families = {{"pen", pen},
                       {"carton", carton},
                       {"remote control", remote_control},
                       {"tape roll", tape_roll},
                       {"bowl", bowl},
                       {"bottle", bottle},
                       {"bracket", bracket},
                       {"hammer", hammer},
                       {"scissors", scissors},
                       {"driftwood", driftwood}},
          .palette = {{0.05F, 0.05F, 0.06F},
                      {0.55F, 0.08F, 0.07F},
                      {0.06F, 0.16F, 0.45F},
                      {0.06F, 0.32F, 0.12F},
                      {0.75F, 0.55F, 0.08F},
                      {0.35F, 0.35F, 0.37F},
                      {0.42F, 0.22F, 0.09F},
                      {0.62F, 0.28F, 0.05F}},
          .ground = {{0.80F, 0.77F, 0.76F}, {0.74F, 0.72F, 0.74F}, {0.82F, 0.80F, 0.74F}},
          .light = {1.0F, 0.97F, 0.95F}};
}

/// RGB images without depth on wood and dark cloth, by warm and lower lamps, from higher up. It shares no object family
/// and no colour with `source_domain`.
[[nodiscard]] inline domain target_domain() {
  return {.families = {{"mug", mug},
                       {"screwdriver", screwdriver},
                       {"spoon", spoon},
                       {"wrench", wrench},
                       {"banana", banana},
                       {"brush", brush},
                       {"key", key},
                       {"dumbbell", dumbbell}},
          .palette = {{0.70F, 0.66F, 0.58F},
                      {0.48F, 0.50F, 0.53F},
                      {0.10F, 0.42F, 0.45F},
                      {0.66F, 0.50F, 0.05F},
                      {0.58F, 0.12F, 0.22F},
                      {0.28F, 0.12F, 0.42F},
                      {0.16F, 0.36F, 0.08F},
                      {0.75F, 0.75F, 0.78F}},
          .ground = {{0.24F, 0.13F, 0.07F}, {0.33F, 0.20F, 0.10F}, {0.16F, 0.10F, 0.07F}, {0.07F, 0.09F, 0.13F}},
          .surfaces = {table::wood, table::wood, table::cloth},
          .texture = 0.26,
          .clutter = 0.25,
          .size = {0.74, 0.98},
          .ambient = {0.3, 0.5},
          .light_slope = {0.5, 1.0},
          .light_softness = {0.2, 0.6},
          .exposure = {0.9, 1.3},
          .noise = {0.012, 0.03},
          .blur = {0.15, 0.33},
          .vignette = 0.4,
          .light = {1.0F, 0.9F, 0.76F},
          .depth = false,
          .camera_height = 0.85,
          .metres_per_pixel = 0.001615,
          .most_tilt = 0.12};
}

/// RGB images without depth of the objects of both other domains, on mats and steel, under one hard lamp, from nearer
/// and with more tilt: a third domain, for adapting models that were trained on both others.
[[nodiscard]] inline domain workshop_domain() {
  auto families = source_domain().families;
  auto const more = target_domain().families;
  families.insert(families.end(), more.begin(), more.end());
  return {.families = std::move(families),
          .palette = {{0.12F, 0.12F, 0.13F},
                      {0.66F, 0.68F, 0.70F},
                      {0.80F, 0.22F, 0.03F},
                      {0.03F, 0.10F, 0.24F},
                      {0.72F, 0.70F, 0.10F},
                      {0.22F, 0.06F, 0.04F}},
          .ground = {{0.05F, 0.20F, 0.12F}, {0.34F, 0.37F, 0.40F}, {0.30F, 0.06F, 0.05F}},
          .surfaces = {table::board, table::cloth},
          .texture = 0.15,
          .clutter = 0.6,
          .size = {0.9, 1.1},
          .ambient = {0.15, 0.35},
          .light_slope = {0.4, 0.8},
          .light_softness = {0.05, 0.2},
          .exposure = {0.7, 1.1},
          .noise = {0.015, 0.035},
          .blur = {0.2, 0.33},
          .vignette = 0.45,
          .light = {0.86F, 0.95F, 1.0F},
          .depth = false,
          .camera_height = 0.6,
          .metres_per_pixel = 0.00114,
          .most_tilt = 0.18};
}

}  // namespace suregrasp::inline v2::synthetic

#endif  // SUREGRASP_SCENES_DOMAIN_HPP
