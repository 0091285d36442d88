#include "live_source.hpp"

#include <chrono>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/letter_case.hpp>
#include <suregrasp/images/rgbd.hpp>
#include <system_error>
#include <thread>

#include "progress.hpp"

namespace suregrasp::cli {

namespace {

namespace fs = std::filesystem;

/// The stem of a pair of files in Cornell's naming without its last letter; nothing for other names.
std::optional<fs::path> pair_name(fs::path const& file, char last) {
  auto const stem = file.stem().string();
  if (stem.size() < 2 || stem.back() != last) return std::nullopt;
  return file.parent_path() / stem.substr(0, stem.size() - 1);
}

bool is_photograph(fs::path const& file) {
  if (file.filename().string().starts_with(".")) return false;
  auto const ending = suregrasp::detail::small_letters(file.extension().string());
  if (ending != ".png" && ending != ".jpg" && ending != ".jpeg") return false;
  auto const depth_of = pair_name(file, 'd');
  return !depth_of || !fs::exists(depth_of->string() + "r" + file.extension().string());
}

fs::path depth_beside(fs::path const& file) {
  if (auto const name = pair_name(file, 'r'))
    for (auto const* ending : {"d.tiff", "d.png"})
      if (fs::exists(name->string() + ending)) return name->string() + ending;
  return {};
}

}  // namespace

folder_source::folder_source(fs::path folder, double idle, std::optional<double> metres_per_unit)
    : folder_(std::move(folder)), idle_(idle), metres_per_unit_(metres_per_unit) {
  if (!fs::is_directory(folder_))
    throw data_error("data.folder", folder_.string() + ": expected a folder that photographs come into");
}

std::optional<folder_source::version> folder_source::newest() const {
  std::optional<version> result;
  std::error_code gone;  // a file may be removed meanwhile
  for (fs::directory_iterator each(folder_, gone), end; !gone && each != end; each.increment(gone)) {
    if (!is_photograph(each->path())) continue;
    version candidate{each->last_write_time(gone), each->path()};
    if (!gone && (!result || candidate > *result)) result = std::move(candidate);
    gone.clear();
  }
  return result;
}

std::optional<live_picture> folder_source::operator()(std::stop_token const& stop) {
  double const began = monotonic_seconds();
  while (!stop.stop_requested()) {
    auto found = newest();
    if (found && (!last_ || *found > *last_)) {
      last_ = std::move(found);
      double const start = monotonic_seconds();
      auto const& file = last_->second;
      auto read = read_rgbd(file, depth_beside(file), metres_per_unit_);
      return live_picture{file.filename().string(), read.rgb, read.depth, monotonic_seconds() - start};
    }
    if (idle_ > 0 && monotonic_seconds() - began > idle_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return std::nullopt;
}

std::optional<live_picture> camera_source::operator()(std::stop_token const& stop) {
  if (stop.stop_requested()) return std::nullopt;
  auto frame = frames_.next();
  if (!frame) return std::nullopt;
  return live_picture{std::to_string(frame->number), frame->rgb, {}, 0};
}

}  // namespace suregrasp::cli
