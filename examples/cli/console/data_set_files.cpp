#include "data_set_files.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/letter_case.hpp>
#include <suregrasp/files/folder_files.hpp>
#include <suregrasp/metrics/labels/native_description.hpp>

namespace suregrasp::cli {

namespace {

namespace fs = std::filesystem;

/// Whether a file has a name that the formats of docs/data_formats.md give, in a folder of such data.
bool belongs(fs::path const& file) {
  using suregrasp::detail::small_letters;
  constexpr std::array whole{"z.txt", "objects.csv", "dataset.json", "dataset.csv", "manifest.json"};
  constexpr std::array ends{"r.png",    "cpos.txt",    "cneg.txt",           "d.tiff",
                            "_rgb.png", "_grasps.txt", "_stereo_depth.tiff", "_perfect_depth.tiff",
                            "_mask.png"};
  auto const name = small_letters(file.filename().string()), folder = file.parent_path().filename().string();
  if (std::ranges::find(whole, name) != whole.end()) return true;
  if (std::ranges::any_of(ends, [&](char const* end) { return name.ends_with(end); })) return true;
  if (folder == "rect") return name.ends_with(".npy");
  if (folder == "rgb" || folder == "depth") return name.ends_with(".png");
  return name.ends_with(".txt") && fs::exists(file.parent_path() / (file.stem().string() + "r.png"));
}

/// The file in our own format and what it names; a faulty one is refused when it is read.
void add_described(std::vector<fs::path>& files, fs::path const& description) {
  files.push_back(description);
  try {
    for (auto const& each : read_native_description(description))
      for (auto const& name : {each.image, each.depth})
        if (!name.empty()) files.push_back(file_of_description(description.parent_path(), name));
  } catch (error const&) {
    return;
  }
}

}  // namespace

std::vector<fs::path> data_set_files(fs::path const& data) {
  std::vector<fs::path> files;
  if (auto const description = native_description(data)) add_described(files, *description);
  std::error_code failed;
  if (!fs::is_directory(data, failed)) return files;
  try {
    for (auto const& file : list_folder(data).files)
      if (belongs(file)) files.push_back(file);
  } catch (error const&) {  // a folder that cannot be listed is refused when the data is read
  }
  return files;
}

}  // namespace suregrasp::cli
