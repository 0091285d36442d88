#ifndef SUREGRASP_ROBOT_GRASP_TRACKER_HPP
#define SUREGRASP_ROBOT_GRASP_TRACKER_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/field_checks.hpp>
#include <suregrasp/geometry/angle.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <suregrasp/geometry/iou.hpp>
#include <suregrasp/pyramid/uncertainty_scale.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What makes two grasps of successive frames one.
struct tracker_options {
  double least_iou = 0.25;                              ///< of a grasp with the track it goes on
  double most_angle = radians(30.0);                    ///< between their axes
  std::size_t patience = 5;                             ///< frames that a track is kept unseen
  double memory = 0.85;                                 ///< share of what is known that still holds a frame later
  double least_uncertainty = 1e-3;                      ///< of one sighting: heads that agree by chance are not certain
  uncertainty_scale scale = default_uncertainty_scale;  ///< the model's: units of M_uc
  friend bool operator==(tracker_options const&, tracker_options const&) = default;

  static constexpr auto fields(auto list) {
    using self = tracker_options;
    return list(field{"least_iou", &self::least_iou, "Overlap with the track"}.between(0, 1),
                field{"most_angle", &self::most_angle, "Between the axes", "rad"}.between(0, 1.6),
                field{"patience", &self::patience, "Frames that a track is kept unseen"},
                field{"memory", &self::memory, "Share of what is known that holds a frame later"}.between(0, 0.999),
                field{"least_uncertainty", &self::least_uncertainty, "M_uc of a sighting is at least this"}.above(0),
                field{"scale", &self::scale});
  }
};

/// A grasp followed over frames.
struct grasp_track {
  std::uint64_t id = 0;       ///< kept as long as the track lives, never given twice
  grasp<double> pose{};       ///< by all sightings, each as certain as it was; in the newest frame's pixels
  double uncertainty = 0;     ///< M_uc of `pose`
  point<double> velocity{};   ///< pixels a frame
  std::size_t sightings = 0;  ///< frames in which it was found
  std::size_t unseen = 0;     ///< frames since it was found last: 0 in this one
  std::size_t sighting = 0;   ///< index of the grasp that is its sighting in this frame, where `unseen` is 0
  double weight = 0;          ///< what is known, in 1 / M_uc
  double disagreement = 0;    ///< weighted squares of what sightings differ by
  double count = 0;           ///< sightings, older ones counting less
};

namespace detail {

/// What is found in one frame and the track it fits, best first.
struct track_match {
  double fit = 0;
  std::size_t track = 0, sighting = 0;
};

/// How far a sighting is from a pose, squared, in units of M_uc.
[[nodiscard]] inline double pose_distance(grasp<double> const& a, grasp<double> const& b,
                                          uncertainty_scale const& scale) {
  double const theta = axial_difference(a.theta, b.theta) / scale.theta;
  double const opening = std::log(a.opening / b.opening) / scale.opening;
  double const jaw = std::log(a.jaw / b.jaw) / scale.jaw;
  return theta * theta + opening * opening + jaw * jaw;
}

}  // namespace detail

/// Follows grasps over the frames of a camera: the same grasp keeps its number, and its M_uc shrinks as sightings
/// agree.
///
/// A sighting goes on the track whose predicted pose it overlaps by more than `least_iou` with an axis within
/// `most_angle`, the best fit first. Poses are means weighted by 1 / M_uc, angles axially, sizes by their logarithms,
/// on a constant velocity. M_uc of a track is that of the weighted mean of independent sightings, 1 / sum(1 / M_uc),
/// times how much more than their M_uc they differ (Birge's ratio, 1932); where they disagree, it does not shrink. What
/// is known fades by `memory` a frame. An object may be read by several threads or changed by one.
class grasp_tracker {
 public:
  /// Throws `option_error` `option.field`.
  explicit grasp_tracker(tracker_options const& options = {}) : options_(options) {
    check_fields(options, "grasp_tracker");
  }

  /// Takes the grasps of the next frame: each has a `grasp` and an `uncertainty`, as `detection` does. Returns all
  /// tracks that live, oldest first.
  template <class Detection>
  std::vector<grasp_track> const& update(std::span<Detection const> found) {
    for (auto& track : tracks_) predict(track);
    std::vector<bool> taken(found.size());
    for (auto const& match : matches(found)) {
      auto& track = tracks_[match.track];
      if (track.unseen == 0 || taken[match.sighting]) continue;
      taken[match.sighting] = true;
      correct(track, found[match.sighting].grasp, found[match.sighting].uncertainty);
      track.sighting = match.sighting;
    }
    std::erase_if(tracks_, [&](grasp_track const& track) { return track.unseen > options_.patience; });
    for (std::size_t i = 0; i < found.size(); ++i)
      if (!taken[i]) begin(found[i].grasp, found[i].uncertainty, i);
    return tracks_;
  }

  [[nodiscard]] std::vector<grasp_track> const& tracks() const { return tracks_; }

  /// The track of a number; null where it lives no more.
  [[nodiscard]] grasp_track const* find(std::uint64_t id) const {
    auto const at = std::ranges::find(tracks_, id, &grasp_track::id);
    return at == tracks_.end() ? nullptr : &*at;
  }

 private:
  void predict(grasp_track& track) const {
    track.pose.x += track.velocity.x, track.pose.y += track.velocity.y;
    track.weight *= options_.memory, track.disagreement *= options_.memory, track.count *= options_.memory;
    ++track.unseen;
    set_uncertainty(track);
  }

  template <class Detection>
  [[nodiscard]] std::vector<detail::track_match> matches(std::span<Detection const> found) const {
    std::vector<detail::track_match> all;
    for (std::size_t t = 0; t < tracks_.size(); ++t)
      for (std::size_t i = 0; i < found.size(); ++i) {
        double const angle = axial_distance(found[i].grasp.theta, tracks_[t].pose.theta);
        if (!angle_at_most(angle, options_.most_angle)) continue;
        double const overlap = iou(found[i].grasp, tracks_[t].pose);
        if (overlap > options_.least_iou) all.push_back({overlap - angle / options_.most_angle, t, i});
      }
    std::ranges::stable_sort(all, std::greater{}, &detail::track_match::fit);
    return all;
  }

  [[nodiscard]] double weight_of(double uncertainty) const {
    return 1 / std::max(uncertainty, options_.least_uncertainty);
  }

  void correct(grasp_track& track, grasp<double> const& sighted, double uncertainty) const {
    double const added = weight_of(uncertainty);
    double const gain = added / (track.weight + added);
    auto& pose = track.pose;
    track.disagreement += added * (1 - gain) * detail::pose_distance(sighted, pose, options_.scale);
    // A turn may be under way that the weights know nothing of: the position follows at least by a third.
    double const follow = std::max(gain, 1.0 / 3);
    double const dx = sighted.x - pose.x, dy = sighted.y - pose.y;
    pose.x += follow * dx, pose.y += follow * dy;
    double const turn = follow * follow / (2 - follow);  // Benedict and Bordner, 1962
    track.velocity.x += turn * dx, track.velocity.y += turn * dy;
    pose.theta = axial_wrap(pose.theta + gain * axial_difference(sighted.theta, pose.theta));
    pose.opening *= std::pow(sighted.opening / pose.opening, gain);
    pose.jaw *= std::pow(sighted.jaw / pose.jaw, gain);
    track.weight += added;
    track.count += 1;
    ++track.sightings;
    track.unseen = 0;
    set_uncertainty(track);
  }

  void begin(grasp<double> const& sighted, double uncertainty, std::size_t sighting) {
    grasp_track track{.id = next_++, .pose = sighted, .sightings = 1, .sighting = sighting};
    track.weight = weight_of(uncertainty);
    track.count = 1;
    set_uncertainty(track);
    tracks_.push_back(track);
  }

  static void set_uncertainty(grasp_track& track) {
    double const ratio = track.count > 1 ? track.disagreement / (track.count - 1) : 0;
    track.uncertainty = std::max(1.0, ratio) / track.weight;
  }

  tracker_options options_;
  std::vector<grasp_track> tracks_{};
  std::uint64_t next_ = 1;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_ROBOT_GRASP_TRACKER_HPP
