#include "split.hpp"

#include <suregrasp/data/group_split.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/data/split_file.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_text.hpp>

#include "cli/console/output_file.hpp"

namespace suregrasp::cli {

namespace {

data_split split_of(std::vector<std::string> const& objects, split_options const& options,
                    random_stream const& random) {
  bool const by_object = options.by == "object";
  std::size_t const block = options.by == "image" ? 1 : options.block;
  if (options.folds == 0)
    return by_object ? split_by_group(objects, options.holdout, random)
                     : split_by_blocks(objects.size(), block, options.holdout, random);
  if (options.fold >= options.folds)
    throw option_error("option.split.fold", "--fold: expected a number below --folds " + std::to_string(options.folds));
  return by_object ? fold_by_group(objects, options.folds, random)[options.fold]
                   : fold_by_blocks(objects.size(), block, options.folds, random)[options.fold];
}

}  // namespace

void split(split_options const& options, run_options const& run) {
  require_outputs({.writes = {{"--out", options.out}}, .data = {{"--data", options.data}}});
  auto const set = open_data_set(options.data, {.report_faults = run.skip_faulty});
  std::vector<std::string> ids, objects;
  for (auto const& entry : set.entries) {
    ids.push_back(entry.id);
    objects.push_back(entry.object);
  }
  auto const named = named_split(split_of(objects, options, random_stream(run.seed)), ids, options.by, run.seed);
  require_no_leak(named, ids, objects, options.data.string());
  write_file(options.out, json_text(to_json(named), options.out.string()) + "\n");
  say(run, std::to_string(named.train.size()) + " to learn from, " + std::to_string(named.held_out.size()) +
               " held out, in " + options.out.string());
}

}  // namespace suregrasp::cli
