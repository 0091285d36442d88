#include "samples.hpp"

#include <algorithm>
#include <set>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/data/split_file.hpp>
#include <suregrasp/images/depth_unit.hpp>

#include "cli/console/free_memory.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/run_display.hpp"

namespace suregrasp::cli {

namespace {

/// What `read(options, hooks)` returns, with the tool's display; says what was left out.
template <class Read>
auto shown(run_options const& run, std::string const& depth_unit, Read const& read,
           std::function<void(std::vector<data_entry>&)> choose = {}) {
  run_display display(run.progress_display());
  auto result = read(read_options{.skip_faulty = run.skip_faulty,
                                  .threads = static_cast<std::size_t>(std::max(run.threads, 0)),
                                  .metres_per_unit = metres_per_unit_of(depth_unit),
                                  .choose = std::move(choose)},
                     progress_hooks{.progress = [&](run_progress const& at) {
                       throw_if_interrupted();
                       display(at);
                     }});
  for (auto const& each : result.left_out) say(run, "left out: " + each.where.text() + ": " + each.text);
  for (auto const& each : result.remarks) say(run, "note: " + each.where.text() + ": " + each.text);
  return std::move(result.samples);
}

}  // namespace

std::vector<sample> load_samples(std::filesystem::path const& folder, run_options const& run,
                                 std::string const& depth_unit, std::function<void(std::vector<data_entry>&)> choose) {
  return shown(
      run, depth_unit, [&](auto const& options, auto const& hooks) { return read_samples(folder, options, hooks); },
      std::move(choose));
}

sample_store load_store(std::filesystem::path const& folder, run_options const& run, std::string const& depth_unit,
                        double gigabytes) {
  auto const bytes = gigabytes > 0 ? gigabytes * 1e9 : free_memory() / 2;
  auto store = shown(run, depth_unit, [&](auto const& options, auto const& hooks) {
    return read_into_store(folder, static_cast<std::size_t>(bytes), options, hooks);
  });
  if (store.read_again() > 0)
    say(run, std::to_string(store.size() - store.read_again()) + " of " + std::to_string(store.size()) +
                 " photographs stay in memory (" + significant_text(bytes / 1e9) +
                 " GB, see --memory); the others are read again for each use");
  return store;
}

sample_names::sample_names(std::vector<sample> const& samples) {
  for (auto const& each : samples) ids.push_back(each.id), objects.push_back(each.object);
}

sample_names::sample_names(sample_store const& samples) {
  for (std::size_t i = 0; i < samples.size(); ++i)
    ids.push_back(samples.labels(i).id), objects.push_back(samples.labels(i).object);
}

void require_utf8_ids(sample_names const& names, std::filesystem::path const& folder) {
  for (auto const& id : names.ids)
    if (!suregrasp::detail::is_utf8(id))
      throw data_error("data.id.encoding", folder.string() + ": expected names of photographs in UTF-8, got `" +
                                               suregrasp::detail::visible(id, 200) +
                                               "`: rename the file, for example with convmv");
}

data_split split_samples(sample_names const& names, std::filesystem::path const& folder, std::size_t block,
                         double holdout, random_stream const& random) {
  require_utf8_ids(names, folder);
  try {
    return split_by_blocks(names.ids.size(), block, holdout, random);
  } catch (option_error const& problem) {
    throw option_error(problem.id(), folder.string() + ": " + problem.what() + " (" + std::to_string(names.ids.size()) +
                                         " photographs; see --holdout and --block)");
  }
}

data_split split_from(std::filesystem::path const& file, sample_names const& names) {
  auto const split = read_split(file);
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
