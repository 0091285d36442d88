#include "synth.hpp"

#include <algorithm>
#include <optional>
#include <suregrasp/data/ordered_parallel_for.hpp>
#include <suregrasp/files/json_fields.hpp>
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
/// learn from depth in any batch. The robot in the workshop opens its fingers, all of one width, far wider.
std::vector<scene_options> scenes_named(std::string const& name) {
  scene_options const source{.domain = synthetic::source_domain()}, target{.domain = synthetic::target_domain()};
  if (name == "source") return {source};
  if (name == "target") return {target};
  if (name == "workshop")
    return {{.domain = synthetic::workshop_domain(),
             .grasps = {.least_margin = 28, .most_margin = 30, .least_jaw = 22, .most_jaw = 22}}};
  if (name != "both")
    throw option_error("synth.domain", "unknown domain '" + name + "': expected source, target, both or workshop");
  auto target_with_depth = target;
  target_with_depth.domain.depth = true;
  return {source, target_with_depth};
}

/// What of a scene is still wanted.
struct drawn_scene {
  std::optional<encoded_sample> encoded{};  ///< nothing where its files are there
  cv::Mat tile{};                           ///< empty where it is not on the sheet
};

/// What the scenes are made from: with the same, a folder that was left unfinished is gone on with.
std::string plan_of(synth_options options, std::uint64_t seed) {
  options.out.clear(), options.sheet.clear();
  return "suregrasp " + version_text() + ", seed " + std::to_string(seed) + ": " + suregrasp::to_json(options).dump();
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
  scene_folder folder(options.out, to_json(run.record), plan_of(options, run.seed));
  auto const done = folder.photographs().size();
  if (done > 0) say(run, "going on behind the " + std::to_string(done) + " scenes that are there");
  random_stream const random(run.seed);
  progress bar("drawing " + options.domain + " scenes", static_cast<std::int64_t>(options.count),
               run.progress_display());
  std::vector<cv::Mat> tiles;
  auto const draw = [&](std::size_t i) {
    drawn_scene drawn;
    bool const shown = !options.sheet.empty() && i < most_tiles;
    if (i < done && !shown) return drawn;
    auto const scene = generate_scene(random, i, scenes[i % scenes.size()]);
    if (i >= done) drawn.encoded.emplace(scene);
    if (shown) drawn.tile = with_grasps(scene);
    return drawn;
  };
  std::int64_t passed = 0;
  auto const write = [&](drawn_scene const& drawn) {
    throw_if_interrupted();
    if (drawn.encoded) folder.add(*drawn.encoded);
    if (!drawn.tile.empty()) tiles.push_back(drawn.tile);
    bar.update(++passed);
  };
  ordered_parallel_for(options.count, static_cast<std::size_t>(std::max(run.threads, 0)), draw, write);
  if (!tiles.empty()) write_picture(options.sheet, contact_sheet(tiles, {.columns = 6, .tile_width = 240, .gap = 4}));
  folder.finish();  // last: a folder that is complete is not gone on with
  std::size_t grasps = 0;
  for (auto const& each : folder.photographs()) grasps += each.grasps.size();
  bar.finish(std::to_string(grasps) + " grasps in " + options.out.string());
}

}  // namespace suregrasp::cli
