#include "synth.hpp"

#include <suregrasp/data/scene_folder.hpp>
#include <suregrasp/data/synthetic_scene.hpp>

#include "interrupt.hpp"

namespace suregrasp::cli {

namespace {

synthetic::domain domain_named(std::string const& name) {
  if (name == "source") return synthetic::source_domain();
  if (name == "target") return synthetic::target_domain();
  throw option_error("synth.domain", "unknown domain '" + name + "': expected source or target");
}

}  // namespace

void synth(synth_options const& options, run_options const& run) {
  if (options.count == 0 || options.objects == 0)
    throw option_error("synth.count", "expected at least one scene with at least one object");
  interrupt_guard const guard;
  scene_options const scenes{
      .domain = domain_named(options.domain), .most_objects = options.objects, .prefix = options.domain};
  scene_folder folder(options.out, to_json(run.record));
  random_stream const random(run.seed);
  progress bar("drawing " + options.domain + " scenes", static_cast<std::int64_t>(options.count),
               run.progress_display());
  std::size_t grasps = 0;
  for (std::size_t i = 0; i < options.count; ++i) {
    throw_if_interrupted();
    auto const scene = generate_scene(random, i, scenes);
    grasps += scene.grasps.size();
    folder.add(scene);
    bar.update(static_cast<std::int64_t>(i + 1));
  }
  folder.finish();
  bar.finish(std::to_string(grasps) + " grasps in " + options.out.string());
}

}  // namespace suregrasp::cli
