#ifndef SUREGRASP_TESTING_IMPL_NETWORK_QUESTIONS_HPP
#define SUREGRASP_TESTING_IMPL_NETWORK_QUESTIONS_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/impl/checked_network.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <tuple>
#include <vector>

namespace suregrasp::inline v2::testing::detail {

/// What the laws of networks ask, and the answers on the host. An answer of another shape than the concept promises is
/// thrown by name.
template <tensor_backend B, grasp_network<B> Network>
struct network_questions {
  using tensor = tensor_t<B>;
  using host = host_array<scalar_t<B>>;
  using levels_type = std::vector<level<tensor>>;

  B const& be;
  Network const& network;
  bool depth = true;

  [[nodiscard]] auto asked() const { return suregrasp::detail::checked_network<B, Network>(be, network); }

  /// Images number `first` and on, of which no two are the same.
  [[nodiscard]] image_batch<tensor> images(std::int64_t count, std::int64_t first = 0) const {
    auto const batch = [&](std::size_t kind) {
      std::int64_t const side = network.input_size();
      host all({0, 3, side, side});
      for (std::int64_t i = first; i < first + count; ++i) {
        auto const one = testing::mixed_values<scalar_t<B>>({1, 3, side, side}, 7 * static_cast<std::size_t>(i) + kind);
        all.values.insert(all.values.end(), one.values.begin(), one.values.end());
      }
      all.shape[0] = count;
      return testing::put(be, all);
    };
    image_batch<tensor> result{batch(0), {}};
    if (depth) result.depth = batch(3);
    return result;
  }

  [[nodiscard]] levels_type levels(std::int64_t count, std::int64_t first = 0) const {
    return asked().features(images(count, first));
  }

  [[nodiscard]] host heat(levels_type const& of, std::int64_t images) const {
    return be.to_host(asked().heat(of, images));
  }

  [[nodiscard]] std::vector<host> poses(levels_type const& of, std::vector<location> const& at) const {
    std::vector<host> heads;
    for (auto const& head : asked().poses(of, at)) heads.push_back(be.to_host(head));
    return heads;
  }

  /// Locations all over the images, between pixels too.
  [[nodiscard]] std::vector<location> locations(std::size_t count, std::int64_t images) const {
    std::vector<location> at;
    auto const within = [&](double share) {
      return std::fmod(share, 1) * static_cast<double>(network.input_size() - 1);
    };
    for (std::size_t i = 0; i < count; ++i) {
      auto const step = static_cast<double>(i);
      at.push_back({static_cast<std::int64_t>(i) % images, within(0.31 + 0.37 * step), within(0.83 + 0.59 * step)});
    }
    return at;
  }

  [[nodiscard]] std::vector<host> values_of(image_batch<tensor> const& of) const {
    std::vector<host> all{be.to_host(of.rgb)};
    if (of.depth) all.push_back(be.to_host(*of.depth));
    return all;
  }
  [[nodiscard]] std::vector<host> values_of(levels_type const& of) const {
    std::vector<host> all;
    for (auto const& each : of) all.push_back(be.to_host(each.features));
    return all;
  }

  /// What the network says of itself.
  [[nodiscard]] auto statement() const {
    pose_encoding const encoding = network.encoding();
    fusion_options const fusion = network.fusion();
    std::int64_t const side = network.input_size();
    return std::tuple(encoding, fusion.scale, fusion.unit_heads, fusion.unit_angle, fusion.literal, side);
  }
};

/// Row `index` of each head.
template <class T>
[[nodiscard]] std::vector<host_array<T>> row_of(std::vector<host_array<T>> const& heads, std::size_t index) {
  std::vector<host_array<T>> rows;
  for (auto const& head : heads) {
    auto const columns = static_cast<std::size_t>(head.shape[1]);
    auto const row = std::span(head.values).subspan(index * columns, columns);
    rows.push_back({{1, head.shape[1]}, {row.begin(), row.end()}});
  }
  return rows;
}

/// Image `index` of heatmaps `[N, S, S]`.
template <class T>
[[nodiscard]] host_array<T> image_of(host_array<T> const& heat, std::int64_t index) {
  auto const pixels = static_cast<std::size_t>(heat.shape[1] * heat.shape[2]);
  auto const own = std::span(heat.values).subspan(static_cast<std::size_t>(index) * pixels, pixels);
  return {{1, heat.shape[1], heat.shape[2]}, {own.begin(), own.end()}};
}

/// As many heads, and each near the other's.
template <class T>
void expect_poses(evidence& against, std::string const& what, std::vector<host_array<T>> const& got,
                  std::vector<host_array<T>> const& expected, double tolerance) {
  against.expect(got.size() == expected.size(), what + ": another number of heads");
  for (std::size_t k = 0; k < std::min(got.size(), expected.size()); ++k)
    against.expect_near(what + ", head " + std::to_string(k), got[k], expected[k], tolerance);
}

template <class T>
void expect_values(evidence& against, std::string const& what, std::vector<host_array<T>> const& got,
                   std::vector<host_array<T>> const& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i) against.expect_same(what, got.at(i), expected[i]);
}

}  // namespace suregrasp::inline v2::testing::detail

#endif  // SUREGRASP_TESTING_IMPL_NETWORK_QUESTIONS_HPP
