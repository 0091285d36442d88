#include "synth.hpp"

#include <algorithm>
#include <suregrasp/data/ordered_parallel_for.hpp>
#include <suregrasp/images/contact_sheet.hpp>
#include <suregrasp/images/overlay.hpp>
#include <suregrasp/scenes/scene_folder.hpp>
#include <suregrasp/scenes/synthetic_scene.hpp>
#include <utility>
#include <vector>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/picture_file.hpp"

namespace suregrasp::cli {

namespace {

constexpr std::size_t most_tiles = 24;

cv::Mat with_grasps(sample const& scene) { return draw_grasps(scene.rgb, scene.grasps, {.highlight_best = false}); }

/// What scenes are drawn from in turn. Where there are two domains, both have depth: what learns from such a folder can
/// learn from depth in any batch. The robot in the workshop has narrow fingers that keep more distance.
std::vector<scene_options> scenes_named(std::string const& name) {
  scene_options const source{.domain = synthetic::source_domain()}, target{.domain = synthetic::target_domain()};
  if (name == "source") return {source};
  if (name == "target") return {target};
  if (name == "workshop")
    return {{.domain = synthetic::workshop_domain(),
             .grasps = {.least_margin = 14, .most_margin = 24, .least_jaw = 8, .most_jaw = 14}}};
  if (name != "both")
    throw option_error("synth.domain", "unknown domain '" + name + "': expected source, target, both or workshop");
  auto target_with_depth = target;
  target_with_depth.domain.depth = true;
  return {source, target_with_depth};
}

}  // namespace

bool is_scene_file(std::string const& name, std::string const& domain) {
  if (name == "manifest.json" || name == "objects.csv" || name == "dataset.json") return true;
  if (!name.starts_with(domain)) return false;
  auto const end = name.find_first_not_of("0123456789", domain.size());
  if (end == std::string::npos || end < domain.size() + 5) return false;
  auto const suffix = name.substr(end);
  return suffix == "r.png" || suffix == "d.tiff" || suffix == "cpos.txt";
}

void synth(synth_options const& options, run_options const& run) {
  if (options.count == 0 || options.objects == 0)
    throw option_error("synth.count", "expected at least one scene with at least one object");
  auto const sheet = std::filesystem::weakly_canonical(options.sheet);
  if (sheet.parent_path() == std::filesystem::weakly_canonical(options.out / "").parent_path() &&
      is_scene_file(sheet.filename().string(), options.domain))
    throw option_error("option.out", options.sheet.string() + ": --sheet has the name of a file that --out gets");
  require_outputs({.writes = {{"--sheet", options.sheet}}, .folders = {{"--out", options.out}}});
  require_picture_name(options.sheet);
  interrupt_guard const guard;
  auto scenes = scenes_named(options.domain);
  for (auto& each : scenes) {
    each.size = {options.width, options.height};
    each.most_objects = options.objects;
    each.prefix = options.domain;
    each.stock = options.stock;
    each.empty_share = options.empty_share;
  }
  scene_folder folder(options.out, to_json(run.record));
  random_stream const random(run.seed);
  progress bar("drawing " + options.domain + " scenes", static_cast<std::int64_t>(options.count),
               run.progress_display());
  std::size_t grasps = 0;
  std::int64_t drawn = 0;
  std::vector<cv::Mat> tiles;
  auto const draw = [&](std::size_t i) {
    auto const scene = generate_scene(random, i, scenes[i % scenes.size()]);
    bool const shown = !options.sheet.empty() && i < most_tiles;
    return std::pair(encoded_sample(scene), shown ? with_grasps(scene) : cv::Mat());
  };
  auto const write = [&](std::pair<encoded_sample, cv::Mat> const& scene) {
    throw_if_interrupted();
    grasps += scene.first.description.grasps.size();
    folder.add(scene.first);
    if (!scene.second.empty()) tiles.push_back(scene.second);
    bar.update(++drawn);
  };
  ordered_parallel_for(options.count, static_cast<std::size_t>(std::max(run.threads, 0)), draw, write);
  folder.finish();
  if (!tiles.empty()) write_picture(options.sheet, contact_sheet(tiles, {.columns = 6, .tile_width = 240, .gap = 4}));
  bar.finish(std::to_string(grasps) + " grasps in " + options.out.string());
}

}  // namespace suregrasp::cli
