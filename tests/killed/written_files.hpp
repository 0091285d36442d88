#ifndef SUREGRASP_TESTS_KILLED_WRITTEN_FILES_HPP
#define SUREGRASP_TESTS_KILLED_WRITTEN_FILES_HPP

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/own_folder.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <vector>

namespace suregrasp_tests {

/// The files under a folder by their names in it, without what differs from run to run: when it began and how long it
/// took. A file that its reader refuses is what the reader says.
using written_files = std::map<std::string, std::string>;

inline void forget_times(nlohmann::json& value) {
  if (value.is_object())
    for (auto const* name : {"started", "generated", "duration_seconds"}) value.erase(name);
  if (value.is_structured())
    for (auto& each : value) forget_times(each);
}

inline std::string json_without_times(std::string const& text) {
  auto value = nlohmann::json::parse(text);
  forget_times(value);
  return value.dump();
}

inline std::string content_without_times(std::filesystem::path const& file) try {
  auto const bytes = suregrasp::read_file(file);
  auto const ending = file.extension().string();
  auto const name = file.filename().string();
  if (ending == ".json") return json_without_times(bytes);
  if (ending == ".html") return bytes.ends_with("</html>\n") ? "a whole page" : "half a page";
  if (ending != ".safetensors" && ending != ".model") return bytes;
  auto model = suregrasp::read_safetensors(file);
  for (auto& [key, text] : model.metadata)
    if (text.starts_with("{")) text = json_without_times(text);
  return suregrasp::format_safetensors(model);
} catch (std::exception const& problem) {
  return std::string("no reader accepts it: ") + problem.what();
}

inline written_files files_under(std::filesystem::path const& folder) {
  written_files found;
  for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      found[entry.path().lexically_relative(folder).string()] = content_without_times(entry.path());
  return found;
}

inline bool is_pending(std::string const& name) {
  return suregrasp::detail::name_when_complete(std::filesystem::path(name).filename().string()).has_value();
}

/// What is wrong with the files of a run that was broken off, given those of the whole run: half-written ones, unless
/// it was `killed`, what a whole run does not leave, and what it leaves otherwise.
inline std::vector<std::string> faults_of_broken(written_files const& found, written_files const& whole, bool killed) {
  std::vector<std::string> faults;
  for (auto const& [name, content] : found) {
    std::filesystem::path const path(name);
    if (is_pending(name)) {
      if (!killed) faults.push_back(name + " was left half-written");
      continue;
    }
    if (path.filename() == suregrasp::unfinished_mark) continue;
    if (path.parent_path().extension() == ".checkpoint") {
      if (content.starts_with("no reader")) faults.push_back(name + ": " + content);
      continue;
    }
    auto const expected = whole.find(name);
    if (expected == whole.end())
      faults.push_back(name + " is nothing that a whole run leaves");
    else if (bool const grows = path.extension() == ".csv" && expected->second.starts_with(content);
             content != expected->second && !grows)
      faults.push_back(name + " is not the whole run's");
  }
  return faults;
}

/// What is wrong with the files of a run that went on to its end.
inline std::vector<std::string> faults_of_ended(written_files found, written_files const& whole, bool killed) {
  if (killed) std::erase_if(found, [](auto const& each) { return is_pending(each.first); });
  std::vector<std::string> faults;
  for (auto const& [name, content] : whole)
    if (!found.contains(name)) faults.push_back(name + " is missing at the end");
  for (auto const& [name, content] : found)
    if (auto const expected = whole.find(name); expected == whole.end() || expected->second != content)
      faults.push_back(name + " differs at the end from the unbroken run's");
  return faults;
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_KILLED_WRITTEN_FILES_HPP
