#include "inspect.hpp"

#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <suregrasp/core/impl/utf8.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/inspection.hpp>
#include <suregrasp/images/depth_unit.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "disputes_page.hpp"
#include "inspect_model.hpp"

namespace suregrasp::cli {

namespace {

nlohmann::ordered_json to_json(inspection const& result) {
  auto diagnostics = nlohmann::ordered_json::array();
  for (auto const& f : result.diagnostics) {
    nlohmann::ordered_json row{{"id", f.id}, {"file", f.where.path}};
    if (f.where.line > 0) row["line"] = f.where.line;
    row["text"] = f.text;
    diagnostics.push_back(std::move(row));
  }
  nlohmann::ordered_json report{
      {"path", result.path},           {"format", result.format},        {"photographs", result.photographs},
      {"left_out", result.left_out},   {"labelled", result.labelled},    {"grasps", result.grasps},
      {"negatives", result.negatives}, {"dropped", result.dropped},      {"grasp_points", result.grasp_points},
      {"objects", result.objects},     {"with_depth", result.with_depth}};
  if (result.depth.measured > 0)
    report["depth"] = {{"nearest", result.depth.nearest},
                       {"furthest", result.depth.furthest},
                       {"measured", double(result.depth.measured) / double(result.depth.pixels)}};
  report["notes"] = result.notes;
  report["findings"] = std::move(diagnostics);
  return report;
}

void print(inspection const& result) {
  std::cout << result.path << ": " << result.format << "\n  photographs  " << result.photographs;
  if (result.left_out > 0) std::cout << ", " << result.left_out << " more are damaged";
  std::cout << "\n  grasps       " << result.grasps << " in " << result.labelled << " photographs";
  if (result.negatives > 0) std::cout << ", " << result.negatives << " negatives";
  if (result.dropped > 0) std::cout << ", " << result.dropped << " left out";
  if (result.grasp_points > 0)
    std::cout << "\n  grasp points " << result.grasp_points << " in " << result.with_grasp_points << " photographs";
  if (result.objects > 0) std::cout << "\n  objects      " << result.objects;
  if (result.depth.measured > 0)
    std::cout << "\n  depth        " << result.with_depth << " photographs, " << fixed_text(result.depth.nearest, 3)
              << " to " << fixed_text(result.depth.furthest, 3) << " m, "
              << percent_text(double(result.depth.measured) / double(result.depth.pixels)) << " of the pixels measured";
  std::cout << "\n";
  auto const shown = [](std::string const& text) { return suregrasp::detail::visible(text, text.size()); };
  for (auto const& note : result.notes) std::cout << "note: " << shown(note) << "\n";
  for (auto const& f : result.diagnostics) std::cout << shown(f.where.text() + ": " + f.text) << " [" << f.id << "]\n";
  std::cout << (result.diagnostics.empty() ? std::string("nothing found that is wrong")
                                           : std::to_string(result.diagnostics.size()) + " findings")
            << std::endl;
}

void require_files(inspect_options const& options) {
  if (options.with.empty() != options.out.empty())
    throw option_error("option.with", "--with names a model and --out the page to write: expected both or neither");
  require_outputs({.writes = {{"--out", options.out}},
                   .reads = {{"--with", options.with}},
                   .data = {{"the data set", options.data}}});
}

}  // namespace

int inspect(inspect_options const& options, run_options const& run) {
  require_files(options);
  if (is_model_file(options.data)) {
    inspect_model(options.data, options.json);
    return 0;
  }
  interrupt_guard const guard;
  std::optional<progress> bar;
  auto const result = inspect_data_set(
      options.data, run.threads < 0 ? 0 : static_cast<std::size_t>(run.threads),
      [&](std::size_t read, std::size_t of) {
        throw_if_interrupted();
        if (!bar)
          bar.emplace("reading " + options.data.string(), static_cast<std::int64_t>(of), run.progress_display());
        bar->update(static_cast<std::int64_t>(read));
      },
      metres_per_unit_of(options.depth_unit));
  if (bar) bar->finish(std::to_string(result.diagnostics.size()) + " findings");
  if (options.json)
    std::cout << to_json(result).dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << std::endl;
  else
    print(result);
  if (!options.with.empty()) show_disputes(options, run);
  return result.diagnostics.empty() ? 0 : 1;
}

}  // namespace suregrasp::cli
