#include "inspect.hpp"

#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/inspection.hpp>

#include "cli/console/interrupt.hpp"

namespace suregrasp::cli {

namespace {

nlohmann::ordered_json to_json(inspection const& seen) {
  auto diagnostics = nlohmann::ordered_json::array();
  for (auto const& f : seen.diagnostics) {
    nlohmann::ordered_json row{{"id", f.id}, {"file", f.where.path}};
    if (f.where.line > 0) row["line"] = f.where.line;
    row["text"] = f.text;
    diagnostics.push_back(std::move(row));
  }
  nlohmann::ordered_json json{{"path", seen.path},
                              {"format", seen.format},
                              {"photographs", seen.photographs},
                              {"left_out", seen.left_out},
                              {"labelled", seen.labelled},
                              {"grasps", seen.grasps},
                              {"negatives", seen.negatives},
                              {"dropped", seen.dropped},
                              {"objects", seen.objects},
                              {"with_depth", seen.with_depth}};
  if (seen.depth.measured > 0)
    json["depth"] = {{"nearest", seen.depth.nearest},
                     {"furthest", seen.depth.furthest},
                     {"measured", double(seen.depth.measured) / double(seen.depth.pixels)}};
  json["notes"] = seen.notes;
  json["findings"] = std::move(diagnostics);
  return json;
}

void print(inspection const& seen) {
  std::cout << seen.path << ": " << seen.format << "\n  photographs  " << seen.photographs;
  if (seen.left_out > 0) std::cout << ", " << seen.left_out << " more are damaged";
  std::cout << "\n  grasps       " << seen.grasps << " in " << seen.labelled << " photographs";
  if (seen.negatives > 0) std::cout << ", " << seen.negatives << " negatives";
  if (seen.dropped > 0) std::cout << ", " << seen.dropped << " left out";
  if (seen.objects > 0) std::cout << "\n  objects      " << seen.objects;
  if (seen.depth.measured > 0)
    std::cout << "\n  depth        " << seen.with_depth << " photographs, " << fixed_text(seen.depth.nearest, 3)
              << " to " << fixed_text(seen.depth.furthest, 3) << " m, "
              << percent_text(double(seen.depth.measured) / double(seen.depth.pixels)) << " of the pixels measured";
  std::cout << "\n";
  for (auto const& note : seen.notes) std::cout << "note: " << note << "\n";
  for (auto const& f : seen.diagnostics) std::cout << f.where.text() << ": " << f.text << " [" << f.id << "]\n";
  std::cout << (seen.diagnostics.empty() ? std::string("nothing found that is wrong")
                                         : std::to_string(seen.diagnostics.size()) + " findings")
            << std::endl;
}

}  // namespace

int inspect(inspect_options const& options, run_options const& run) {
  interrupt_guard const guard;
  std::optional<progress> bar;
  auto const seen = inspect_data_set(
      options.data, run.threads < 0 ? 0 : static_cast<std::size_t>(run.threads), [&](std::size_t read, std::size_t of) {
        throw_if_interrupted();
        if (!bar)
          bar.emplace("reading " + options.data.string(), static_cast<std::int64_t>(of), run.progress_display());
        bar->update(static_cast<std::int64_t>(read));
      });
  if (bar) bar->finish(std::to_string(seen.diagnostics.size()) + " findings");
  if (options.json)
    std::cout << to_json(seen).dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << std::endl;
  else
    print(seen);
  return seen.diagnostics.empty() ? 0 : 1;
}

}  // namespace suregrasp::cli
