#ifndef SUREGRASP_BACKENDS_LIBTORCH_WINDOWS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_WINDOWS_HPP

#include <cstdint>
#include <functional>
#include <span>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/data/augment.hpp>
#include <suregrasp/data/preprocess.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/pose_lessons.hpp>
#include <vector>

namespace suregrasp::inline v1::libtorch {

/// A photograph and the places in it, in its own pixels, at which PoseNet is to learn. Labelled places are grasps.
struct placed_sample {
  sample const* image = nullptr;
  std::vector<grasp<double>> places;
};

struct window_options {
  preprocess_options input{};
  augment_options augmentation = augment_options::weak();
  std::size_t views = 8;                                ///< of each photograph; the first is the plain one
  double jitter = 0.01;                                 ///< of the place within the other views, in sides of the input
  std::function<void(std::size_t done)> on_image = {};  ///< called after each photograph; may throw to stop
};

namespace detail {

/// The windows of one photograph's places in one view, appended to `rows` level by level.
inline void append_windows(detector& net, backend const& be, placed_sample const& placed, network_input const& input,
                           double jitter, random_stream random, std::vector<std::vector<torch::Tensor>>& rows) {
  std::vector<location> at;
  for (auto const& g : placed.places) {
    auto const centre = input.to_input(point<double>{g.x, g.y});
    at.push_back({0, centre.x + random.normal(0, jitter), centre.y + random.normal(0, jitter)});
  }
  auto const windows = net->crops(net->features(to_batch(be, input)), at);
  rows.resize(windows.size());
  for (std::size_t k = 0; k < windows.size(); ++k) rows[k].push_back(windows[k]);
}

}  // namespace detail

/// Looks at every photograph in several views through the frozen pyramid and keeps the windows around its places.
[[nodiscard]] inline window_store<torch::Tensor> make_windows(detector net, backend const& be,
                                                              std::span<placed_sample const> samples,
                                                              window_options const& options,
                                                              random_stream const& random) {
  torch::NoGradGuard const no_gradient;
  net->eval();
  window_store<torch::Tensor> store;
  store.views = options.views;
  for (auto const& placed : samples) {
    store.places += placed.places.size();
    store.grasps.insert(store.grasps.end(), placed.places.begin(), placed.places.end());
  }
  std::vector<std::vector<std::vector<torch::Tensor>>> rows(options.views);  // view, level, photograph
  std::vector<std::vector<affine_map<double>>> maps(options.views);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    for (std::size_t v = 0; v < options.views && !samples[i].places.empty(); ++v) {
      auto const stream = random.fork("photograph", i).fork("view", v);
      auto const seen = v == 0 ? view{} : draw_view(options.augmentation, options.input.size, stream);
      auto const input = preprocess(*samples[i].image, options.input, seen);
      double const jitter = v == 0 ? 0 : options.jitter * options.input.size;
      detail::append_windows(net, be, samples[i], input, jitter, stream.fork("jitter"), rows[v]);
      maps[v].insert(maps[v].end(), samples[i].places.size(), input.to_input);
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

}  // namespace suregrasp::inline v1::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_WINDOWS_HPP
