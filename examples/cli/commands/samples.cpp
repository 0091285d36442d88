#include "samples.hpp"

#include <algorithm>
#include <set>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/data/split_file.hpp>
#include <suregrasp/images/depth_unit.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/run_display.hpp"

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

}  // namespace

std::vector<sample> load_samples(std::filesystem::path const& folder, run_options const& run,
                                 std::string const& depth_unit, std::function<void(std::vector<data_entry>&)> choose) {
  run_display display(run.progress_display());
  auto read = read_samples(folder,
                           {.skip_faulty = run.skip_faulty,
                            .threads = static_cast<std::size_t>(std::max(run.threads, 0)),
                            .metres_per_unit = metres_per_unit_of(depth_unit),
                            .choose = std::move(choose)},
                           {.progress = [&](run_progress const& at) {
                             throw_if_interrupted();
                             display(at);
                           }});
  for (auto const& each : read.left_out) say(run, "left out: " + each.where.text() + ": " + each.text);
  for (auto const& each : read.remarks) say(run, "note: " + each.where.text() + ": " + each.text);
  return std::move(read.samples);
}

void require_utf8_ids(std::vector<sample> const& samples, std::filesystem::path const& folder) {
  for (auto const& each : samples)
    if (!suregrasp::detail::is_utf8(each.id))
      throw data_error("data.id.encoding", folder.string() + ": expected names of photographs in UTF-8, got `" +
                                               suregrasp::detail::visible(each.id, 200) +
                                               "`: rename the file, for example with convmv");
}

data_split split_samples(std::vector<sample> const& samples, std::filesystem::path const& folder, std::size_t block,
                         double holdout, random_stream const& random) {
  require_utf8_ids(samples, folder);
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

std::vector<sample> only_held_out(std::vector<sample> samples, std::vector<std::string> const& held_out,
                                  std::string const& origin) {
  std::set<std::string> const ids(held_out.begin(), held_out.end());
  std::erase_if(samples, [&](sample const& s) { return !ids.contains(s.id); });
  if (samples.empty())
    throw data_error("data.split.nothing_held_out", origin +
                                                        ": expected photographs that the model's training held "
                                                        "out (" +
                                                        std::to_string(ids.size()) +
                                                        " ids), found none of them; use --part all for other data");
  return samples;
}

}  // namespace suregrasp::cli
