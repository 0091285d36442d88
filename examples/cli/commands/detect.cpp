#include "detect.hpp"

#include <cstdio>
#include <iostream>
#include <opencv2/imgproc.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/images/contact_sheet.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/overlay.hpp>

#include "cli/console/output_file.hpp"
#include "cli/console/picture_file.hpp"
#include "detector_runtime.hpp"
#include "grasps_json.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

std::vector<grasp<double>> first_grasps(detections const& found, std::size_t top) {
  std::vector<grasp<double>> grasps;
  for (std::size_t i = 0; i < std::min(top, found.ranked.size()); ++i) grasps.push_back(found.ranked[i].grasp);
  return grasps;
}

void print(detections const& found, std::size_t top) {
  std::printf("%4s %8s %8s %8s %8s %8s %12s %6s\n", "rank", "x", "y", "degrees", "opening", "jaw", "uncertainty",
              "heat");
  for (std::size_t i = 0; i < std::min(top, found.ranked.size()); ++i) {
    auto const& [g, uncertainty, heat, variance] = found.ranked[i];
    std::printf("%4zu %8.1f %8.1f %8.1f %8.1f %8.1f %12.4f %6.3f\n", i + 1, g.x, g.y, degrees(g.theta), g.opening,
                g.jaw, uncertainty, heat);
  }
}

/// The heatmap lies over the network's square input; this is where that square is in the photograph.
cv::Mat heat_over_photograph(sample const& image, detections const& found) {
  auto const side = static_cast<int>(found.heat.shape[0]);
  cv::Mat const heat(side, side, CV_32FC1, const_cast<float*>(found.heat.values.data()));
  auto const map = input_map(image.rgb.size(), {.size = side}).inverse();
  cv::Mat over;
  cv::warpAffine(heat, over, cv::Matx23d(map.a, map.b, map.tx, map.c, map.d, map.ty), image.rgb.size());
  return over;
}

std::vector<cv::Mat> drawn(sample const& image, detections const& found, std::size_t top) {
  return {draw_grasps(image.rgb, first_grasps(found, top), {.rank_labels = true}),
          draw_heat(image.rgb, heat_over_photograph(image, found), {.highest = 1})};
}

void require_files(detect_command_options const& options, std::filesystem::path const& json_path) {
  call_files files{
      .writes = {{"--out", options.out}, {options.json.empty() ? "the grasps of --out" : "--json", json_path}},
      .reads = {{"the image", options.image}, {"--depth", options.depth}, {"--model", options.model}}};
  for (auto const& each : options.votes.others) files.reads.push_back({"--also", each});
  require_outputs(files);
  require_picture_name(options.out);
}

}  // namespace

cv::Mat detection_picture(sample const& image, detections const& found, std::size_t top, int tile_width) {
  return contact_sheet(drawn(image, found, top), {.tile_width = tile_width});
}

cv::Mat close_up(sample const& image, detections const& found, std::size_t top, int tile_width) {
  auto pictures = drawn(image, found, top);
  auto const to_photograph = input_map(image.rgb.size(), {.size = 2}).inverse();
  auto const first = to_photograph(point<double>{-0.5, -0.5}), last = to_photograph(point<double>{1.5, 1.5});
  cv::Rect const square =
      cv::Rect(cv::Point2d(first.x, first.y), cv::Point2d(last.x, last.y)) & cv::Rect({0, 0}, image.rgb.size());
  for (auto& picture : pictures) picture = picture(square);
  return contact_sheet(pictures, {.tile_width = tile_width});
}

void detect_and_write(detect_command_options const& options, run_options const& run) {
  auto const json_path =
      options.json.empty() && !options.out.empty() ? options.out.string() + ".json" : options.json.string();
  require_files(options, json_path);
  trained_detector const detector(options.model, run, options.votes);
  sample image{options.image.stem().string(), read_rgb(options.image), {}, {}};
  if (!options.depth.empty()) {
    image.depth = read_depth(options.depth);
    if (image.depth.size() != image.rgb.size())
      throw data_error("data.depth.size",
                       options.depth.string() + ": expected depth of " + std::to_string(image.rgb.cols) + "x" +
                           std::to_string(image.rgb.rows) + " pixels, as " + options.image.string() + ", found " +
                           std::to_string(image.depth.cols) + "x" + std::to_string(image.depth.rows));
    if (!detector.options().depth_branch) say(run, "the model has no depth branch: depth is ignored");
  }
  auto const found = detector.detect(image, options.search);
  print(found, options.top);
  if (!options.out.empty()) write_picture(options.out, detection_picture(image, found, options.top));
  if (json_path.empty()) return;
  json const result{
      {"image", options.image.string()}, {"grasps", grasps_json(found, options.top)}, {"record", to_json(run.record)}};
  write_file(json_path, json_text(result, json_path) + "\n");
}

}  // namespace suregrasp::cli
