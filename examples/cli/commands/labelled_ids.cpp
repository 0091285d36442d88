#include "labelled_ids.hpp"

#include <map>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/file_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <utility>

namespace suregrasp::cli {

std::vector<std::size_t> positions_of_ids(std::filesystem::path const& file, std::vector<sample> const& samples) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> known;  // position, line that has named it
  for (std::size_t i = 0; i < samples.size(); ++i) known[samples[i].id] = {i, 0};
  auto const bytes = read_file(file);
  std::vector<std::size_t> positions;
  std::size_t number = 0;
  for (auto const line : suregrasp::detail::lines_of_file(bytes, file.string())) {
    ++number;
    std::string const id(suregrasp::detail::split_text(line, '#').front());
    if (id.empty()) continue;
    auto const where = file.string() + ":" + std::to_string(number) + ": ";
    auto const found = known.find(id);
    if (found == known.end())
      throw data_error("data.ids", where + "expected the id of one of " + std::to_string(samples.size()) +
                                       " photographs, there is no " + id);
    if (found->second.second > 0)
      throw data_error("data.ids", where + id + " stands in line " + std::to_string(found->second.second) + " as well");
    found->second.second = number;
    positions.push_back(found->second.first);
  }
  if (positions.empty()) throw data_error("data.ids", file.string() + ": expected ids, one a line, found none");
  return positions;
}

}  // namespace suregrasp::cli
