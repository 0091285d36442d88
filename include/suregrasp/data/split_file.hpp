#ifndef SUREGRASP_DATA_SPLIT_FILE_HPP
#define SUREGRASP_DATA_SPLIT_FILE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/files/json_fields.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A split by ids, to be saved and read back: it stays the same when photographs are added to the data set.
struct saved_split {
  std::string by = "block";  ///< image, object or block: the unit that stays on one side
  std::uint64_t seed = 0;
  std::vector<std::string> train{};
  std::vector<std::string> held_out{};
  friend bool operator==(saved_split const&, saved_split const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"by", &saved_split::by}.one_of("image, object, block"), field{"seed", &saved_split::seed},
                field{"train", &saved_split::train}, field{"held_out", &saved_split::held_out});
  }
};

/// What the file of a split says of itself.
inline constexpr char const* split_format = "suregrasp split 1";

/// A split of positions as a split of ids; `ids[i]` is the id at position i.
[[nodiscard]] inline saved_split named_split(data_split const& split, std::span<std::string const> ids, std::string by,
                                             std::uint64_t seed) {
  saved_split result{std::move(by), seed};
  for (auto const i : split.train) result.train.push_back(ids[i]);
  for (auto const i : split.test) result.held_out.push_back(ids[i]);
  return result;
}

/// A split as JSON, which `parse_split` reads.
[[nodiscard]] inline nlohmann::ordered_json to_json(saved_split const& split) {
  nlohmann::ordered_json json{{"format", split_format}};
  json.update(to_json<saved_split>(split));
  return json;
}

/// Reads a split that `to_json` wrote; `path` is for messages. Throws `data_error`: `data.split.file` for another text,
/// `data.split.leak` for a photograph on both sides.
[[nodiscard]] inline saved_split parse_split(std::string_view text, std::string const& path) {
  auto const json = parse_json<nlohmann::ordered_json>(text, path, "data.split.file");
  if (!json.is_object() || json.value("format", nlohmann::ordered_json()) != split_format)
    throw data_error("data.split.file",
                     path + ": expected a split, an object with \"format\": \"" + split_format + "\"");
  saved_split split;
  try {
    split = from_json<saved_split>(json, path, {.may_lack = {"seed"}, .pass_unknown = true});
  } catch (data_error const& problem) {
    throw data_error("data.split.file", problem.what());
  }
  std::set<std::string> const learned(split.train.begin(), split.train.end());
  for (auto const& id : split.held_out)
    if (learned.contains(id))
      throw data_error("data.split.leak", path + ": expected photographs on one side, found " + id + " on both");
  return split;
}

/// Reads a split from a file. Throws as `read_file` and `parse_split`.
[[nodiscard]] inline saved_split read_split(std::filesystem::path const& file) {
  return parse_split(read_file(file), file.string());
}

/// Throws `data_error` `data.split.leak` where an object is on both sides of a split by object or block. `objects[i]`
/// is the object of `ids[i]`; photographs without one are not checked.
inline void require_no_leak(saved_split const& split, std::span<std::string const> ids,
                            std::span<std::string const> objects, std::string const& path) {
  if (split.by == "image") return;
  std::map<std::string, std::string> object_of;
  for (std::size_t i = 0; i < ids.size(); ++i) object_of[ids[i]] = objects[i];
  std::map<std::string, std::string> learned;  // photograph by object
  for (auto const& id : split.train)
    if (auto const at = object_of.find(id); at != object_of.end() && !at->second.empty()) learned[at->second] = id;
  for (auto const& id : split.held_out)
    if (auto const at = object_of.find(id); at != object_of.end() && learned.contains(at->second))
      throw data_error("data.split.leak", path + ": expected no object on both sides of a split by " + split.by +
                                              ", but " + learned[at->second] + " and " + id + " show object " +
                                              at->second);
}

/// The positions of a saved split in a list of ids; ids that the split does not name are on neither side. Throws
/// `data_error` `data.split.unknown` where it names an id that is not in the list.
[[nodiscard]] inline data_split positions_of(saved_split const& split, std::span<std::string const> ids,
                                             std::string const& path) {
  std::map<std::string, std::size_t> position;
  for (std::size_t i = 0; i < ids.size(); ++i) position[ids[i]] = i;
  auto const side = [&](std::vector<std::string> const& names) {
    std::vector<std::size_t> result;
    for (auto const& id : names) {
      auto const at = position.find(id);
      if (at == position.end())
        throw data_error("data.split.unknown", path + ": expected photographs of the data set, there is no " + id);
      result.push_back(at->second);
    }
    std::ranges::sort(result);
    return result;
  };
  return {side(split.train), side(split.held_out)};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_SPLIT_FILE_HPP
