#include "samples.hpp"

#include <algorithm>
#include <set>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/data/split_file.hpp>
#include <suregrasp/images/depth_holes.hpp>

#include "cli/console/interrupt.hpp"

namespace suregrasp::cli {

namespace {

struct named_samples {
  std::vector<std::string> ids, objects;

  explicit named_samples(std::vector<sample> const& samples) {
    for (auto const& each : samples) {
      ids.push_back(each.id);
      objects.push_back(each.object);
    }
  }
};

std::string text_of(diagnostic const& f) { return f.where.text() + ": " + f.text; }

}  // namespace

std::vector<sample> load_samples(std::filesystem::path const& folder, run_options const& run) {
  auto const set = open_data_set(folder, {.report_faults = run.skip_faulty});
  progress bar("reading " + folder.string(), static_cast<std::int64_t>(set.entries.size()), run.progress_display());
  std::vector<sample> samples;
  std::vector<std::string> dropped;
  std::size_t grasps = 0;
  for (auto const& each : set.diagnostics) dropped.push_back(text_of(each));
  auto const use = [&](labelled_sample read) {
    throw_if_interrupted();
    for (auto const& each : read.dropped) dropped.push_back(text_of(each));
    try {
      if (!read.data.depth.empty()) read.data.depth = fill_depth_holes(read.data.depth);  // once, not in every view
    } catch (data_error const& problem) {
      auto const fault = read.data.id + ": " + problem.what();
      if (!run.skip_faulty) throw data_error(problem.id(), fault);
      dropped.push_back(fault);
      return;
    }
    grasps += read.data.grasps.size();
    samples.push_back(std::move(read.data));
    bar.update(static_cast<std::int64_t>(samples.size()));
  };
  read_data_set(set, static_cast<std::size_t>(std::max(run.threads, 0)), use, [&](diagnostic const& fault) {
    if (!run.skip_faulty) throw data_error(fault.id, text_of(fault));
    dropped.push_back(text_of(fault));
  });
  bar.finish(std::to_string(grasps) + " grasps");
  for (auto const& line : dropped) say(run, "left out: " + line);
  return samples;
}

std::vector<sample const*> chosen(std::vector<sample> const& samples, std::vector<std::size_t> const& positions) {
  std::vector<sample const*> result;
  for (auto const i : positions) result.push_back(&samples[i]);
  return result;
}

data_split split_samples(std::vector<sample> const& samples, std::filesystem::path const& folder, std::size_t block,
                         double holdout, random_stream const& random) {
  try {
    return split_by_blocks(samples.size(), block, holdout, random);
  } catch (option_error const& problem) {
    throw option_error(problem.id(), folder.string() + ": " + problem.what() + " (" + std::to_string(samples.size()) +
                                         " photographs; see --holdout and --block)");
  }
}

data_split split_from(std::filesystem::path const& file, std::vector<sample> const& samples) {
  auto const split = read_split(file);
  named_samples const names(samples);
  require_no_leak(split, names.ids, names.objects, file.string());
  return positions_of(split, names.ids, file.string());
}

nlohmann::ordered_json split_json(std::vector<sample> const& samples, data_split const& split) {
  auto const ids = [&](std::vector<std::size_t> const& positions) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (auto const i : positions) list.push_back(samples[i].id);
    return list;
  };
  return {{"train", ids(split.train)}, {"held_out", ids(split.test)}};
}

std::vector<sample> only_held_out(std::vector<sample> samples, nlohmann::ordered_json const& split,
                                  std::string const& origin) {
  std::set<std::string> ids;
  if (split.is_object() && split.contains("held_out")) split.at("held_out").get_to(ids);
  std::erase_if(samples, [&](sample const& s) { return !ids.contains(s.id); });
  if (samples.empty())
    throw data_error("data.split.nothing_held_out", origin +
                                                        ": expected photographs that the model's training held "
                                                        "out (" +
                                                        std::to_string(ids.size()) +
                                                        " ids), found none of them; use --part all for other data");
  return samples;
}

std::vector<grasp<double>> grasps_in_input(std::vector<sample const*> const& samples,
                                           preprocess_options const& options) {
  std::vector<grasp<double>> grasps;
  for (auto const* each : samples) {
    auto const inside = grasps_inside(each->grasps, input_map(each->rgb.size(), options), options.size);
    grasps.insert(grasps.end(), inside.begin(), inside.end());
  }
  return grasps;
}

}  // namespace suregrasp::cli
