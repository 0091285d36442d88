#ifndef SUREGRASP_BACKENDS_LIBTORCH_FEATURE_CROPS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_FEATURE_CROPS_HPP

#include <cstdint>
#include <span>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/frozen_pyramid.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/images/augment.hpp>
#include <suregrasp/train/located_sample.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <vector>

namespace suregrasp::inline v2::libtorch {

namespace detail {

/// The crops around one photograph's locations in one view, appended to `rows` level by level.
inline void append_crops(detector_impl const& net, located_sample const& located, view_pyramid const& from,
                         double jitter, random_stream random, std::vector<std::vector<torch::Tensor>>& rows) {
  std::vector<location> at;
  for (auto const& g : located.locations) {
    auto const centre = from.to_input(point<double>{g.x, g.y});
    at.push_back({0, centre.x + random.normal(0, jitter), centre.y + random.normal(0, jitter)});
  }
  auto const crops = net.crops(from.levels, at);
  rows.resize(crops.size());
  for (std::size_t k = 0; k < crops.size(); ++k) rows[k].push_back(crops[k]);
}

}  // namespace detail

/// Crops of the frozen pyramid of `net` around the locations of every photograph, in several views. The views of a
/// photograph depend on `random` and its id alone, whatever the other photographs are.
[[nodiscard]] inline feature_crops<torch::Tensor> make_feature_crops(detector const& net, frozen_pyramid const& pyramid,
                                                                     std::span<located_sample const> samples,
                                                                     feature_crop_options const& options,
                                                                     random_stream const& random) {
  torch::NoGradGuard const no_gradient;
  feature_crops<torch::Tensor> store;
  store.views = options.views;
  for (auto const& each : samples) {
    store.locations += each.locations.size();
    store.grasps.insert(store.grasps.end(), each.locations.begin(), each.locations.end());
  }
  int const size = pyramid.input().size;
  std::vector<std::vector<std::vector<torch::Tensor>>> rows(options.views);  // view, level, photograph
  std::vector<std::vector<affine_map<double>>> maps(options.views);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    auto const photograph = pyramid.of(samples[i].image);
    for (std::size_t v = 0; v < options.views && !samples[i].locations.empty(); ++v) {
      auto const stream = random.fork(samples[i].image.id).fork("view", v);
      auto const view_features = photograph(v == 0 ? view{} : draw_view(options.augmentation, size, stream));
      double const jitter = v == 0 ? 0 : options.jitter * size;
      detail::append_crops(*net, samples[i], view_features, jitter, stream.fork("jitter"), rows[v]);
      maps[v].insert(maps[v].end(), samples[i].locations.size(), view_features.to_input);
    }
    if (options.on_image) options.on_image(i + 1);
  }
  for (std::size_t k = 0; store.locations > 0 && k < rows.front().size(); ++k) {
    std::vector<torch::Tensor> level;
    for (auto const& view_rows : rows) level.insert(level.end(), view_rows[k].begin(), view_rows[k].end());
    store.levels.push_back(torch::cat(level));
  }
  for (auto const& view_maps : maps) store.maps.insert(store.maps.end(), view_maps.begin(), view_maps.end());
  return store;
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_FEATURE_CROPS_HPP
