#ifndef SUREGRASP_BACKENDS_LIBTORCH_FEATURE_CROPS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_FEATURE_CROPS_HPP

#include <cstdint>
#include <functional>
#include <span>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/frozen_pyramid.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/images/augment.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <vector>

namespace suregrasp::inline v2::libtorch {

/// A photograph and the places in it, in its own pixels, at which PoseNet is to learn. Labelled places are grasps.
struct placed_sample {
  sample const* image = nullptr;
  std::vector<grasp<double>> places;
};

/// In which views the windows of a store are seen.
struct feature_crop_options {
  augment_options augmentation = augment_options::weak();
  std::size_t views = 8;                                ///< of each photograph; the first is the plain one
  double jitter = 0.01;                                 ///< of the place within the other views, in sides of the input
  std::function<void(std::size_t done)> on_image = {};  ///< called after each photograph; may throw to stop
};

namespace detail {

/// The windows of one photograph's places in one view, appended to `rows` level by level.
inline void append_crops(detector_impl const& net, placed_sample const& placed, seen_pyramid const& seen, double jitter,
                         random_stream random, std::vector<std::vector<torch::Tensor>>& rows) {
  std::vector<location> at;
  for (auto const& g : placed.places) {
    auto const centre = seen.to_input(point<double>{g.x, g.y});
    at.push_back({0, centre.x + random.normal(0, jitter), centre.y + random.normal(0, jitter)});
  }
  auto const windows = net.crops(seen.levels, at);
  rows.resize(windows.size());
  for (std::size_t k = 0; k < windows.size(); ++k) rows[k].push_back(windows[k]);
}

}  // namespace detail

/// Looks at every photograph in several views through the frozen pyramid of `net` and keeps the windows around its
/// places. The views of a photograph depend on `random` and its id alone, whatever the other photographs are.
[[nodiscard]] inline feature_crops<torch::Tensor> make_feature_crops(detector const& net, frozen_pyramid const& pyramid,
                                                                     std::span<placed_sample const> samples,
                                                                     feature_crop_options const& options,
                                                                     random_stream const& random) {
  torch::NoGradGuard const no_gradient;
  feature_crops<torch::Tensor> store;
  store.views = options.views;
  for (auto const& placed : samples) {
    store.places += placed.places.size();
    store.grasps.insert(store.grasps.end(), placed.places.begin(), placed.places.end());
  }
  int const size = pyramid.input().size;
  std::vector<std::vector<std::vector<torch::Tensor>>> rows(options.views);  // view, level, photograph
  std::vector<std::vector<affine_map<double>>> maps(options.views);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    auto const photograph = pyramid.of(*samples[i].image);
    for (std::size_t v = 0; v < options.views && !samples[i].places.empty(); ++v) {
      auto const stream = random.fork(samples[i].image->id).fork("view", v);
      auto const seen = photograph(v == 0 ? view{} : draw_view(options.augmentation, size, stream));
      double const jitter = v == 0 ? 0 : options.jitter * size;
      detail::append_crops(*net, samples[i], seen, jitter, stream.fork("jitter"), rows[v]);
      maps[v].insert(maps[v].end(), samples[i].places.size(), seen.to_input);
    }
    if (options.on_image) options.on_image(i + 1);
  }
  for (std::size_t k = 0; store.places > 0 && k < rows.front().size(); ++k) {
    std::vector<torch::Tensor> level;
    for (auto const& view_rows : rows) level.insert(level.end(), view_rows[k].begin(), view_rows[k].end());
    store.levels.push_back(torch::cat(level));
  }
  for (auto const& view_maps : maps) store.maps.insert(store.maps.end(), view_maps.begin(), view_maps.end());
  return store;
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_FEATURE_CROPS_HPP
