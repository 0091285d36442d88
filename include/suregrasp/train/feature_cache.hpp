#ifndef SUREGRASP_TRAIN_FEATURE_CACHE_HPP
#define SUREGRASP_TRAIN_FEATURE_CACHE_HPP

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/teacher/checkpoint_file.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Feature crops, and the labels near each of their locations where these were detected.
template <class Tensor>
struct known_crops {
  feature_crops<Tensor> crops;
  std::vector<std::vector<grasp<double>>> near{};  ///< one entry per location, or none at all
};

/// What adaptations share, so that a second one of the same network to the same photographs takes seconds: feature
/// crops and adapted LocNets in memory, and with a folder on disk pyramids (`features/`) and LocNets, too.
///
/// An entry goes by a digest of all that decides it: weights, photographs, views, options. What comes from a cache has
/// the bits of what would be computed; a file that is damaged is computed anew. Runs may share a folder at the same
/// time, but not an object.
template <class Tensor>
class feature_cache {
 public:
  std::filesystem::path folder{};  ///< empty: in memory alone

  feature_cache() = default;
  explicit feature_cache(std::filesystem::path folder_in) : folder(std::move(folder_in)) {}

  /// Drops the crops, which are most of the memory; LocNets and files stay.
  void forget_crops() { crops_.clear(); }

  /// The crops under `key`, or what `compute()` returns, which is kept then. Valid until crops are forgotten.
  template <class Compute>
  [[nodiscard]] known_crops<Tensor> const& crops(std::string const& key, Compute const& compute) {
    if (auto const found = crops_.find(key); found != crops_.end()) return found->second;
    return crops_.emplace(key, compute()).first->second;
  }

  /// The LocNet under `key`; nothing where there is none. A damaged file is told to `on_note`, if there is one.
  template <class Note>
  [[nodiscard]] std::optional<training_checkpoint<float>> location_net(std::string const& key, Note const& on_note) {
    if (auto const found = location_nets_.find(key); found != location_nets_.end()) return found->second;
    if (folder.empty() || !std::filesystem::exists(file_of(key))) return std::nullopt;
    try {
      return location_nets_[key] = read_checkpoint<float>(file_of(key));
    } catch (error const& damaged) {
      if (on_note) on_note("computed anew: " + std::string(damaged.what()));
      return std::nullopt;
    }
  }

  /// Throws `data_error` `io.write` where the file cannot be written.
  void keep_location_net(std::string const& key, training_checkpoint<float> const& adapted) {
    location_nets_[key] = adapted;
    if (folder.empty()) return;
    std::filesystem::create_directories(folder);
    write_file(file_of(key), format_checkpoint(adapted));
  }

 private:
  [[nodiscard]] std::filesystem::path file_of(std::string const& key) const {
    return folder / ("locnet-" + key + ".safetensors");
  }

  std::map<std::string, known_crops<Tensor>> crops_;
  std::map<std::string, training_checkpoint<float>> location_nets_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_FEATURE_CACHE_HPP
