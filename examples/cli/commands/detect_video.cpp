#include "detect_video.hpp"

#include <iostream>
#include <optional>
#include <suregrasp/files/json_text.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/video.hpp"
#include "detection_search.hpp"

namespace suregrasp::cli {

namespace {

void require_files(detect_command_options const& options) {
  if (!options.images.empty() || (!options.camera.empty() && !options.video.empty()))
    throw option_error("option.images", "expected one of photographs, --video and --camera, got several");
  if (!options.depth.empty() || !options.json.empty() || !options.results.empty() || !options.shard.empty())
    throw option_error("option.video",
                       "--depth, --json, --results and --shard are of photographs: of a video there is a line of JSON "
                       "for each frame");
  if (!options.gripper.empty())
    throw option_error("option.gripper",
                       "--gripper is of photographs with --depth: see `suregrasp watch` for a camera");
  call_files files{.writes = {{"--out", options.out}},
                   .reads = {{"--video", options.video}, {"--model", options.model}}};
  for (auto const& each : options.votes.others) files.reads.push_back({"--also", each});
  require_outputs(files);
  require_video_name(options.out);
  require_fitting_window(options);
}

nlohmann::ordered_json line_of(video_frame const& frame, detection_search const& find, detections const& found,
                               detect_command_options const& options) {
  nlohmann::ordered_json line{{"frame", frame.number}, {"seconds", frame.seconds}};
  find.add_grasps(line, found, options);
  return line;
}

}  // namespace

int detect_in_video(detect_command_options const& options, run_options const& run) {
  require_files(options);
  interrupt_guard const guard;
  auto const number = camera_number(options);
  auto source = number ? frame_source(*number) : frame_source(options.video);
  detection_search const find(options, run);
  std::optional<video_file> annotated;
  if (!options.out.empty()) annotated.emplace(options.out, source.frames_per_second());
  auto display = run.progress_display();
  display.quiet = display.quiet || source.count() == 0;  // nobody knows how far it is
  progress bar("detecting in " + source.name(), source.count(), display);
  std::int64_t with_grasp = 0;
  while (!interrupted()) {
    auto const frame = source.next();
    if (!frame) break;
    auto const found = find({source.name(), frame->rgb, {}, {}}, options);
    with_grasp += has_grasp(found, options) ? 1 : 0;
    std::cout << json_text(line_of(*frame, find, found, options), source.name(), -1) << std::endl;
    if (annotated) annotated->add(drawn(frame->rgb, found, options));
    bar.update(frame->number + 1);
  }
  if (annotated) annotated->finish();
  throw_if_interrupted();
  bar.finish(std::to_string(with_grasp) + " with a grasp");
  return with_grasp > 0 ? 0 : nothing_to_grasp;
}

}  // namespace suregrasp::cli
