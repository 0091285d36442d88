#ifndef SUREGRASP_TEACHER_CARRIED_TARGETS_HPP
#define SUREGRASP_TEACHER_CARRIED_TARGETS_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <vector>

/// Targets that travel from the teacher's view of a sample into the student's. A view is known by its map, from a frame
/// that all views of the sample share, such as the pixels of the photograph, into the view. Compared without it, a
/// student would learn targets in a frame that is not its own.
namespace suregrasp::inline v2 {

/// A map between views: `f * g` maps by `g`, then by `f`; `f.inverse()` leads back. `affine_map` is one.
template <class M>
concept view_map = std::copyable<M> && requires(M const& f, M const& g) {
  { f* g } -> std::same_as<M>;
  { f.inverse() } -> std::same_as<M>;
};

/// What a map acts on: a point, a box, a grasp. `map(target)` is the target as it lies in the map's view.
template <class Target, class Map>
concept mapped_target = requires(Map const& map, Target const& target) {
  { map(target) } -> std::same_as<Target>;
};

/// The maps from the shared frame into the two views of one sample.
template <view_map Map>
struct view_maps {
  Map teacher{};
  Map student{};

  /// From the teacher's view into the student's.
  [[nodiscard]] Map between() const { return student * teacher.inverse(); }
};

/// A target of the teacher's view as the student ought to see it.
template <view_map Map, mapped_target<Map> Target>
[[nodiscard]] Target carried(view_maps<Map> const& views, Target const& target) {
  return views.between()(target);
}

/// Each of several targets of one sample, such as the keypoints of a body.
template <view_map Map, mapped_target<Map> Target>
[[nodiscard]] std::vector<Target> carried(view_maps<Map> const& views, std::vector<Target> const& targets) {
  auto const between = views.between();
  std::vector<Target> moved;
  for (auto const& each : targets) moved.push_back(between(each));
  return moved;
}

/// Encoded targets `[N, P]`, one a sample, carried over row by row: `carry(between, row)` reads the numbers of a row,
/// acts on what they mean and returns its numbers in the student's view. Targets are few: it happens on the host.
///
/// Throws `shape_error` `teacher.views` unless there is a pair of views a row.
template <tensor_backend B, view_map Map, class Carry>
[[nodiscard]] tensor_t<B> carried_rows(B const& be, tensor_t<B> const& rows, std::span<view_maps<Map> const> views,
                                       Carry const& carry) {
  auto const host = be.to_host(rows);
  if (host.shape.size() != 2 || host.shape[0] != std::ssize(views))
    throw shape_error("teacher.views", "expected a row of targets [N, P] for each of " + std::to_string(views.size()) +
                                           " pairs of views, got " + to_string(host.shape));
  auto const columns = static_cast<std::size_t>(host.shape[1]);
  std::vector<scalar_t<B>> moved;
  for (std::size_t i = 0; i < views.size(); ++i) {
    auto const row = std::span<scalar_t<B> const>(host.values).subspan(i * columns, columns);
    for (double const value : carry(views[i].between(), row)) moved.push_back(static_cast<scalar_t<B>>(value));
  }
  return be.from_host(host_view<scalar_t<B> const>(host.shape, moved));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_CARRIED_TARGETS_HPP
