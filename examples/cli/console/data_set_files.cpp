#include "data_set_files.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/metrics/labels/native_description.hpp>

namespace suregrasp::cli {

namespace {

namespace fs = std::filesystem;

/// Whether a file has a name that the formats of docs/data_formats.md give, in a folder of such data.
bool belongs(fs::path const& file) {
  constexpr std::array whole{"z.txt", "objects.csv", "dataset.json", "dataset.csv", "manifest.json"};
  constexpr std::array ends{"r.png",    "cpos.txt",    "cneg.txt",           "d.tiff",
                            "_RGB.png", "_grasps.txt", "_stereo_depth.tiff", "_perfect_depth.tiff",
                            "_mask.png"};
  auto const name = file.filename().string(), folder = file.parent_path().filename().string();
  if (std::ranges::find(whole, name) != whole.end()) return true;
  if (std::ranges::any_of(ends, [&](char const* end) { return name.ends_with(end); })) return true;
  if (folder == "rect") return file.extension() == ".npy";
  if (folder == "rgb" || folder == "depth") return file.extension() == ".png";
  return file.extension() == ".txt" && fs::exists(file.parent_path() / (file.stem().string() + "r.png"));
}

/// The file in our own format and what it names; a faulty one is refused when it is read.
void add_described(std::vector<fs::path>& files, fs::path const& description) {
  files.push_back(description);
  try {
    for (auto const& each : read_native_description(description))
      for (auto const& name : {each.image, each.depth})
        if (!name.empty()) files.push_back(description.parent_path() / name);
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
  auto const options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator file(data, options, failed), end; !failed && file != end;
       file.increment(failed))
    if (file->is_regular_file(failed) && belongs(file->path())) files.push_back(file->path());
  return files;
}

}  // namespace suregrasp::cli
