#include "detect.hpp"

#include <cstdio>
#include <exception>
#include <iostream>
#include <opencv2/imgproc.hpp>
#include <suregrasp/data/ordered_parallel_for.hpp>
#include <suregrasp/detect/certainty_overlay.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/images/contact_sheet.hpp>
#include <suregrasp/images/depth_unit.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/impl/opencv_view.hpp>
#include <suregrasp/images/overlay.hpp>
#include <suregrasp/images/rgbd.hpp>
#include <suregrasp/robot/files/plan_json.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/picture_file.hpp"
#include "cli/console/picture_list.hpp"
#include "cli/console/printf_text.hpp"
#include "cli/console/standard_output.hpp"
#include "detect_video.hpp"
#include "detection_search.hpp"
#include "grasp_planning.hpp"

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;
namespace fs = std::filesystem;

void print(detection_search const& find, detections const& found, detect_command_options const& options) {
  if (found.ranked.empty()) {
    std::printf("%s\n", nothing_to_grasp_text(found, options.search.peaks.threshold).c_str());
    return;
  }
  std::printf("%4s %8s %8s %8s %8s %8s %12s %6s %7s\n", "rank", "x", "y", "degrees", "opening", "jaw", "uncertainty",
              "heat", "chance");
  for (std::size_t i = 0; i < std::min(options.top, found.ranked.size()); ++i) {
    auto const& [g, uncertainty, heat, variance] = found.ranked[i];
    auto const chance = find.success_probability(found.ranked[i]);
    std::printf("%4zu %8.1f %8.1f %8.1f %8.1f %8.1f %12.4f %6.3f %7s%s\n", i + 1, g.x, g.y, degrees(g.theta), g.opening,
                g.jaw, uncertainty, heat, chance ? printf_text("%.2f", *chance).c_str() : "-",
                accepted(found.ranked[i], options) ? "" : " refused");
  }
  if (auto const& known = find.detector.success())
    std::printf("chance: of being %s, by %zu outcomes%s\n", known->success.c_str(), known->outcomes,
                known->least_heat > 0 ? printf_text(", none with a heat below %.3f", known->least_heat).c_str() : "");
  else
    std::printf("chance: nobody has calibrated this detector; `suregrasp calibrate --outcomes` does\n");
}

cv::Mat heat_picture(sample const& image, detections const& found) {
  auto const over = suregrasp::detail::moved(suregrasp::detail::image_of(found.heat.view()), found.to_heat.inverse(),
                                             image.rgb.size());
  return draw_heat(image.rgb, over, {.highest = 1});
}

json found_json(fs::path const& file, detection_search const& find, detections const& found,
                detect_command_options const& options) {
  json result{{"image", file.string()}};
  find.add_grasps(result, found, options);
  return result;
}

void require_files(detect_command_options const& options, fs::path const& json_path) {
  call_files files{
      .writes = {{"--out", options.out}, {options.json.empty() ? "the grasps of --out" : "--json", json_path}},
      .folders = {{"--results", options.results}},
      .reads = {{"--depth", options.depth}, {"--model", options.model}, {"--camera", options.camera}}};
  if (std::filesystem::exists(options.gripper)) files.reads.push_back({"--gripper", options.gripper});
  for (auto const& each : options.images)
    if (!fs::is_directory(each) && each != "-") files.reads.push_back({"the image", each});
  for (auto const& each : options.votes.others) files.reads.push_back({"--also", each});
  require_outputs(files);
  require_picture_name(options.out);
  require_fitting_window(options);
}

/// The sample of a photograph that was read; says what is odd about the files.
sample sample_of(fs::path const& file, rgbd_image const& read, run_options const& run) {
  for (auto const& each : read.remarks) say(run, "note: " + each.where.text() + ": " + each.text);
  return {file.stem().string(), read.rgb, read.depth, {}};
}

/// How the gripper of the options takes the grasps that are shown; nothing without one.
std::vector<grasp_plan> plans_for(std::optional<grasp_planner> const& planner, sample const& image,
                                  detections const& found, detect_command_options const& options) {
  if (!planner) return {};
  return (*planner)(depth_view(image.depth), first_grasps(found, options.top));
}

/// Whether there is a grasp that is accepted and, where a gripper was asked for, clear.
bool has_way(detections const& found, std::vector<grasp_plan> const& plans, detect_command_options const& options) {
  if (options.gripper.empty()) return has_grasp(found, options);
  for (std::size_t i = 0; i < plans.size(); ++i)
    if (plans[i].verdict == plan_verdict::clear && accepted(found.ranked[i], options)) return true;
  return false;
}

/// Says which file it is whose depth has no measurement.
detections found_in(detection_search const& find, sample const& image, detect_command_options const& options) try {
  return find(image, options);
} catch (data_error const& problem) {
  if (problem.id() != "data.depth.empty") throw;
  throw data_error(problem.id(), options.depth.string() + ": " + problem.what());
}

int detect_one(fs::path const& file, fs::path const& json_path, detect_command_options const& options,
               run_options const& run) {
  std::optional<grasp_planner> const planner = planner_of(options.gripper, options.camera);
  if (planner && options.depth.empty()) throw option_error("option.gripper", "--gripper needs --depth");
  detection_search const find(options, run);
  auto const read = read_rgbd(file, options.depth, metres_per_unit_of(options.depth_unit));
  auto const image = sample_of(file, read, run);
  if (!options.depth.empty() && !find.detector.options().depth_branch)
    say(run, "the model has no depth branch: depth is ignored");
  if (planner) require_image_of(planner->camera(), depth_view(image.depth));
  auto const found = found_in(find, image, options);
  auto const plans = plans_for(planner, image, found, options);
  print(find, found, options);
  if (!plans.empty()) std::printf("\n%s", plans_table(plans).c_str());
  if (!options.out.empty()) write_picture(options.out, detection_picture(image, found, options));
  if (!json_path.empty()) {
    auto result = found_json(file, find, found, options);
    for (std::size_t i = 0; i < plans.size(); ++i) result["grasps"][i]["gripper"] = to_json(plans[i]);
    result["record"] = to_json(run.record);
    write_file(json_path, json_text(result, json_path.string()) + "\n");
  }
  return has_way(found, plans, options) ? 0 : nothing_to_grasp;
}

/// Where the grasps of a photograph go in the folder of results.
fs::path result_file(detect_command_options const& options, listed_picture const& each) {
  return options.results / (each.name.string() + ".json");
}

/// What came of reading a photograph, perhaps on another thread.
struct read_photograph {
  rgbd_image image{};
  std::exception_ptr fault{};
};

read_photograph read_from(fs::path const& file) {
  try {
    return {read_rgbd(file), {}};
  } catch (data_error const&) {
    return {{}, std::current_exception()};
  }
}

bool one_detected(detection_search const& find, listed_picture const& each, read_photograph const& read,
                  detect_command_options const& options, run_options const& run) {
  if (read.fault) std::rethrow_exception(read.fault);
  auto const found = find(sample_of(each.file, read.image, run), options);
  auto const line = found_json(each.file, find, found, options);
  if (options.results.empty()) {
    std::cout << json_text(line, each.file.string(), -1) << std::endl;
    require_printed();
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
  detection_search const find(options, run);
  progress bar("detecting", static_cast<std::int64_t>(left.size()), run.progress_display());
  std::size_t done = 0, with_grasp = 0;
  auto const read = [&](std::size_t i) { return read_from(left[i].file); };
  auto const use = [&](read_photograph const& photograph) {
    throw_if_interrupted();
    try {
      with_grasp += one_detected(find, left[done], photograph, options, run) ? 1 : 0;
    } catch (data_error const& problem) {
      if (!run.skip_faulty) throw;
      say(run, "left out: " + std::string(problem.what()));
    }
    bar.update(static_cast<std::int64_t>(++done));
  };
  ordered_parallel_for(left.size(), run.threads == 1 ? 1 : 2, read, use);  // the next is read meanwhile
  bar.finish(std::to_string(with_grasp) + " with a grasp");
  return with_grasp > 0 || left.empty() ? 0 : nothing_to_grasp;
}

}  // namespace

cv::Mat detection_picture(sample const& image, detections const& found, detect_command_options const& options,
                          int tile_width) {
  std::vector<cv::Mat> pictures{drawn(image.rgb, found, options), heat_picture(image, found)};
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

std::optional<int> camera_number(detect_command_options const& options) {
  auto const& text = options.camera;
  bool const number = !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == std::string::npos;
  return number ? std::optional(std::stoi(text)) : std::nullopt;
}

void require_fitting_window(detect_command_options const& options) {
  if (options.window == image_window::middle && !options.region.empty())
    throw option_error("option.region", "--region is for the whole photograph: leave out --window middle");
}

int detect_and_write(detect_command_options const& options, run_options const& run) {
  if (camera_number(options) || !options.video.empty()) return detect_in_video(options, run);
  if (options.images.empty())
    throw option_error("option.images", "expected photographs, folders of them, --video or --camera");
  auto const json_path =
      options.json.empty() && !options.out.empty() ? options.out.string() + ".json" : options.json.string();
  require_files(options, json_path);
  (void)metres_per_unit_of(options.depth_unit);
  auto const pictures = shard_of(picture_list(options.images, std::cin), options.shard);
  bool const one = options.images.size() == 1 && pictures.size() == 1 && options.results.empty() &&
                   options.shard.empty() && pictures.front().file == options.images.front();
  if (one) return detect_one(pictures.front().file, json_path, options, run);
  if (!options.depth.empty() || !json_path.empty() || !options.gripper.empty() || !options.camera.empty())
    throw option_error("option.images", "--depth, --gripper, --out and --json are of one photograph, got " +
                                            std::to_string(pictures.size()) + "; --results takes a file for each");
  return detect_many(pictures, options, run);
}

}  // namespace suregrasp::cli
