#include "detect.hpp"

#include <cstdio>
#include <iostream>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/detect/certainty_overlay.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/images/contact_sheet.hpp>
#include <suregrasp/images/depth_unit.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/impl/opencv_view.hpp>
#include <suregrasp/images/overlay.hpp>
#include <suregrasp/images/rgbd.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/picture_file.hpp"
#include "cli/console/picture_list.hpp"
#include "detector_runtime.hpp"
#include "grasps_json.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr double everything = std::numeric_limits<double>::infinity();

bool accepted(detection const& each, detect_command_options const& options) {
  return each.uncertainty <= options.accept.value_or(everything);
}

bool has_grasp(detections const& found, detect_command_options const& options) {
  return std::ranges::any_of(found.ranked, [&](detection const& each) { return accepted(each, options); });
}

void print(detections const& found, detect_command_options const& options) {
  if (found.ranked.empty()) {
    std::printf("%s\n", nothing_to_grasp_text(found, options.search.peaks.threshold).c_str());
    return;
  }
  std::printf("%4s %8s %8s %8s %8s %8s %12s %6s\n", "rank", "x", "y", "degrees", "opening", "jaw", "uncertainty",
              "heat");
  for (std::size_t i = 0; i < std::min(options.top, found.ranked.size()); ++i) {
    auto const& [g, uncertainty, heat, variance] = found.ranked[i];
    std::printf("%4zu %8.1f %8.1f %8.1f %8.1f %8.1f %12.4f %6.3f%s\n", i + 1, g.x, g.y, degrees(g.theta), g.opening,
                g.jaw, uncertainty, heat, accepted(found.ranked[i], options) ? "" : " refused");
  }
}

cv::Mat heat_picture(sample const& image, detections const& found) {
  auto const over = suregrasp::detail::moved(suregrasp::detail::image_of(found.heat.view()), found.to_heat.inverse(),
                                             image.rgb.size());
  return draw_heat(image.rgb, over, {.highest = 1});
}

json found_json(fs::path const& file, detections const& found, detect_command_options const& options) {
  auto grasps = grasps_json(found, options.top);
  if (options.accept)
    for (std::size_t i = 0; i < grasps.size(); ++i) grasps[i]["accepted"] = accepted(found.ranked[i], options);
  json result{{"image", file.string()}, {"grasps", std::move(grasps)}};
  if (found.ranked.empty()) result["nothing"] = nothing_to_grasp_text(found, options.search.peaks.threshold);
  return result;
}

/// Where to look, read once for all photographs: everywhere, inside corners, or where a picture is not black.
class region_of_interest {
 public:
  explicit region_of_interest(std::string const& text) : text_(text) {
    if (text.empty()) return;
    if (fs::exists(text)) {
      cv::Mat grey;
      cv::cvtColor(read_rgb(text), grey, cv::COLOR_RGB2GRAY);
      mask_ = grey > 0;
    } else {
      read_corners();
    }
  }

  /// Empty for everywhere.
  [[nodiscard]] cv::Mat in(cv::Size image) const {
    if (!corners_.empty()) return region_inside(corners_, image);
    if (!mask_.empty() && mask_.size() != image)
      throw option_error("option.region", text_ + ": expected a picture of " + std::to_string(image.width) + "x" +
                                              std::to_string(image.height) + " pixels, as the photograph, found " +
                                              std::to_string(mask_.cols) + "x" + std::to_string(mask_.rows));
    return mask_;
  }

 private:
  void read_corners() {
    std::vector<double> numbers;
    for (auto const word : suregrasp::detail::split_text(text_, ',')) {
      auto const number = suregrasp::detail::number_in(word);
      if (!number)
        throw option_error("option.region",
                           "--region: expected a picture that is there, or corners x,y,x,y,x,y, got " + text_);
      numbers.push_back(*number);
    }
    if (numbers.size() < 6 || numbers.size() % 2 != 0)
      throw option_error("option.region", "--region: expected at least three corners x,y,x,y,x,y, got " + text_);
    for (std::size_t i = 0; i < numbers.size(); i += 2) corners_.push_back({numbers[i], numbers[i + 1]});
  }

  std::string text_;
  std::vector<point<double>> corners_{};
  cv::Mat mask_{};
};

/// What is sought with, made once for all photographs.
struct search {
  region_of_interest region;
  trained_detector detector;

  search(detect_command_options const& options, run_options const& run)
      : region(options.region), detector(options.model, run, options.votes) {}

  [[nodiscard]] detections operator()(sample const& image, detect_command_options const& options) const {
    if (options.window == image_window::middle) return detector.detect(image, options.search);
    return detector.detect_whole(image, options.search, options.whole, region.in(image.rgb.size()));
  }
};

void require_files(detect_command_options const& options, fs::path const& json_path) {
  call_files files{
      .writes = {{"--out", options.out}, {options.json.empty() ? "the grasps of --out" : "--json", json_path}},
      .folders = {{"--results", options.results}},
      .reads = {{"--depth", options.depth}, {"--model", options.model}}};
  for (auto const& each : options.images)
    if (!fs::is_directory(each) && each != "-") files.reads.push_back({"the image", each});
  for (auto const& each : options.votes.others) files.reads.push_back({"--also", each});
  require_outputs(files);
  require_picture_name(options.out);
  if (options.window == image_window::middle && !options.region.empty())
    throw option_error("option.region", "--region is for the whole photograph: leave out --window middle");
}

/// A photograph as a person sees it, and its depth; says what is odd about the files.
sample read_image(fs::path const& file, detect_command_options const& options, run_options const& run) {
  auto const read = read_rgbd(file, options.depth, metres_per_unit_of(options.depth_unit));
  for (auto const& each : read.remarks) say(run, "note: " + each.where.text() + ": " + each.text);
  return {file.stem().string(), read.rgb, read.depth, {}};
}

int detect_one(fs::path const& file, fs::path const& json_path, detect_command_options const& options,
               run_options const& run) {
  search const find(options, run);
  auto const image = read_image(file, options, run);
  if (!options.depth.empty() && !find.detector.options().depth_branch)
    say(run, "the model has no depth branch: depth is ignored");
  auto const found = find(image, options);
  print(found, options);
  if (!options.out.empty()) write_picture(options.out, detection_picture(image, found, options));
  if (!json_path.empty()) {
    auto result = found_json(file, found, options);
    result["record"] = to_json(run.record);
    write_file(json_path, json_text(result, json_path.string()) + "\n");
  }
  return has_grasp(found, options) ? 0 : nothing_to_grasp;
}

/// Where the grasps of a photograph go in the folder of results.
fs::path result_file(detect_command_options const& options, listed_picture const& each) {
  return options.results / (each.name.string() + ".json");
}

bool one_detected(search const& find, listed_picture const& each, detect_command_options const& options,
                  run_options const& run) {
  auto const found = find(read_image(each.file, options, run), options);
  auto const line = found_json(each.file, found, options);
  if (options.results.empty()) {
    std::cout << json_text(line, each.file.string(), -1) << std::endl;
  } else {
    auto const file = result_file(options, each);
    fs::create_directories(file.parent_path());
    write_file(file, json_text(line, file.string()) + "\n");
  }
  return has_grasp(found, options);
}

int detect_many(std::vector<listed_picture> const& pictures, detect_command_options const& options,
                run_options const& run) {
  interrupt_guard const guard;
  std::vector<listed_picture> left;
  for (auto const& each : pictures)
    if (options.results.empty() || !fs::exists(result_file(options, each))) left.push_back(each);
  if (left.size() < pictures.size())
    say(run, std::to_string(pictures.size() - left.size()) + " of " + std::to_string(pictures.size()) +
                 " photographs are done already");
  search const find(options, run);
  progress bar("detecting", static_cast<std::int64_t>(left.size()), run.progress_display());
  std::size_t with_grasp = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    throw_if_interrupted();
    try {
      with_grasp += one_detected(find, left[i], options, run) ? 1 : 0;
    } catch (data_error const& problem) {
      if (!run.skip_faulty) throw;
      say(run, "left out: " + std::string(problem.what()));
    }
    bar.update(static_cast<std::int64_t>(i) + 1);
  }
  bar.finish(std::to_string(with_grasp) + " with a grasp");
  return with_grasp > 0 || left.empty() ? 0 : nothing_to_grasp;
}

}  // namespace

cv::Mat detection_picture(sample const& image, detections const& found, detect_command_options const& options,
                          int tile_width) {
  std::vector<cv::Mat> pictures{draw_detections(image.rgb, found,
                                                {.count = options.top,
                                                 .accept = options.accept.value_or(everything),
                                                 .threshold = options.search.peaks.threshold}),
                                heat_picture(image, found)};
  cv::copyMakeBorder(pictures[1], pictures[1], 0, pictures[0].rows - pictures[1].rows, 0, 0, cv::BORDER_CONSTANT,
                     contact_sheet_options().background);
  return contact_sheet(pictures, {.tile_width = tile_width});
}

cv::Mat close_up(sample const& image, detections const& found, std::size_t top, int tile_width) {
  std::vector<grasp<double>> grasps;
  for (std::size_t i = 0; i < std::min(top, found.ranked.size()); ++i) grasps.push_back(found.ranked[i].grasp);
  std::vector<cv::Mat> pictures{draw_grasps(image.rgb, grasps, {.rank_labels = true}), heat_picture(image, found)};
  auto const to_photograph = input_map(image.rgb.size(), {.size = 2}).inverse();
  auto const first = to_photograph(point<double>{-0.5, -0.5}), last = to_photograph(point<double>{1.5, 1.5});
  cv::Rect const square =
      cv::Rect(cv::Point2d(first.x, first.y), cv::Point2d(last.x, last.y)) & cv::Rect({0, 0}, image.rgb.size());
  for (auto& picture : pictures) picture = picture(square);
  return contact_sheet(pictures, {.tile_width = tile_width});
}

int detect_and_write(detect_command_options const& options, run_options const& run) {
  auto const json_path =
      options.json.empty() && !options.out.empty() ? options.out.string() + ".json" : options.json.string();
  require_files(options, json_path);
  (void)metres_per_unit_of(options.depth_unit);
  auto const pictures = shard_of(picture_list(options.images, std::cin), options.shard);
  bool const one = options.images.size() == 1 && pictures.size() == 1 && options.results.empty() &&
                   options.shard.empty() && pictures.front().file == options.images.front();
  if (one) return detect_one(pictures.front().file, json_path, options, run);
  if (!options.depth.empty() || !json_path.empty())
    throw option_error("option.images", "--depth, --out and --json are of one photograph, got " +
                                            std::to_string(pictures.size()) + "; --results takes a file for each");
  return detect_many(pictures, options, run);
}

}  // namespace suregrasp::cli
