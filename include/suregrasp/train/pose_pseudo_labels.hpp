#ifndef SUREGRASP_TRAIN_POSE_PSEUDO_LABELS_HPP
#define SUREGRASP_TRAIN_POSE_PSEUDO_LABELS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/loss/pose_loss.hpp>
#include <suregrasp/pyramid/entropy_power.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// What tells a filter how uncertain a pose is.
enum class uncertainty_measure {
  variance,  ///< M_uc (Eq. 9): the sum of the variances in their units
  entropy    ///< `joint_entropy_power`: the entropy of a von Mises and two normal distributions
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(uncertainty_measure) {
  return std::array{named_value{uncertainty_measure::variance, "variance"},
                    named_value{uncertainty_measure::entropy, "entropy"}};
}

/// How poses are judged and learned as pseudo-labels.
struct pose_pseudo_label_options {
  bool by_component = false;  ///< two of each pose, of which a filter keeps none, one or both: its angle, its sizes
  uncertainty_measure measure = uncertainty_measure::variance;
  double agreement = 0;  ///< weight of what the student's uncertainty differs from the teacher's
};

/// Poses as pseudo-labels of a mean teacher: heads `[M, P]` each, of which every pose is one pseudo-label, or two,
/// interleaved, angle first. Distances are scaled so that their mean is the same either way.
template <tensor_backend B>
class pose_pseudo_labels {
 public:
  using tensor = tensor_t<B>;

  pose_pseudo_labels(pose_encoding const& encoding, fusion_options const& fusion,
                     pose_pseudo_label_options const& options)
      : encoding_(encoding), fusion_(fusion), options_(options) {}

  /// Pseudo-labels of a pose.
  [[nodiscard]] std::size_t per_pose() const { return options_.by_component ? 2 : 1; }

  [[nodiscard]] bool agrees() const { return options_.agreement > 0; }

  [[nodiscard]] fused_pose<tensor> fused(B const& be, std::vector<tensor> const& heads) const {
    return suregrasp::fuse(be, std::span<tensor const>(heads), encoding_, fusion_);
  }

  /// The variances `[M, 3]` in squares of their units.
  [[nodiscard]] tensor spread(B const& be, fused_pose<tensor> const& pose) const {
    return detail::in_units(be, pose.variance, fusion_.unit());
  }

  /// Of each pseudo-label.
  [[nodiscard]] tensor uncertainty(B const& be, std::vector<tensor> const& heads) const {
    auto const pose = fused(be, heads);
    bool const entropy = options_.measure == uncertainty_measure::entropy;
    if (!options_.by_component && !entropy) return pose.uncertainty;
    auto const parts = entropy ? suregrasp::entropy_powers(be, pose.variance, fusion_.unit()) : spread(be, pose);
    return options_.by_component ? apart(be, parts) : suregrasp::joint_entropy_power(be, parts);
  }

  /// How far heads are from encoded poses `[M, P]`; `weights` `[M]` multiply it, `teacher` is the teacher's spread.
  [[nodiscard]] tensor distance(B const& be, std::vector<tensor> const& heads, tensor const& target,
                                std::optional<tensor> const& weights = {},
                                std::optional<tensor> const& teacher = {}) const {
    auto const count = be.shape(target)[0];
    auto const part = [&](std::int64_t first, std::int64_t columns) {
      std::vector<tensor> sliced;
      for (auto const& head : heads) sliced.push_back(suregrasp::slice(be, head, 1, first, columns));
      auto const distance = suregrasp::multi_head_loss(be, sliced, suregrasp::slice(be, target, 1, first, columns));
      return suregrasp::scale(be, be.reshape(distance, {count, 1}),
                              2 * static_cast<double>(columns) / static_cast<double>(encoding_.columns()));
    };
    auto const angles = encoding_.angle_columns();
    auto all = options_.by_component ? interleaved(be, part(0, angles), part(angles, 2))
                                     : suregrasp::multi_head_loss(be, heads, target);
    if (teacher) all = be.add(all, suregrasp::scale(be, disagreement(be, heads, *teacher), options_.agreement));
    if (!weights) return all;
    auto const each = be.reshape(*weights, {count, 1});
    return be.mul(all, options_.by_component ? interleaved(be, each, each) : *weights);
  }

  /// Of the pseudo-labels of so many poses which component they are; 0 where they are whole poses.
  [[nodiscard]] std::vector<std::int64_t> groups(std::size_t poses) const {
    std::vector<std::int64_t> which(poses * per_pose(), 0);
    if (options_.by_component)
      for (std::size_t i = 1; i < which.size(); i += 2) which[i] = 1;
    return which;
  }

  /// Adds the losses of the pseudo-labels of one encoded pose against its label; NaN where there is none.
  void append_errors(std::vector<double>& errors, std::span<scalar_t<B> const> row,
                     std::optional<encoded_pose> const& truth) const {
    auto const angles = static_cast<std::size_t>(options_.by_component ? encoding_.angle_columns() : 0);
    for (auto const& [first, count] : {std::pair{std::size_t{0}, angles}, std::pair{angles, row.size() - angles}})
      if (count > 0)
        errors.push_back(truth ? suregrasp::pose_loss<scalar_t<B>>(row.subspan(first, count),
                                                                   std::span(*truth).subspan(first, count))
                               : std::numeric_limits<double>::quiet_NaN());
  }

 private:
  /// `[2 N]` from two columns `[N, 1]`: a0, b0, a1, b1, ...
  [[nodiscard]] static tensor interleaved(B const& be, tensor const& a, tensor const& b) {
    std::array<tensor, 2> const both{a, b};
    return be.reshape(be.concat(std::span<tensor const>(both), 1), {2 * be.shape(a)[0]});
  }

  /// The first of three columns, and the sum of the others.
  [[nodiscard]] static tensor apart(B const& be, tensor const& parts) {
    return interleaved(be, suregrasp::column(be, parts, 0),
                       be.add(suregrasp::column(be, parts, 1), suregrasp::column(be, parts, 2)));
  }

  /// How far the logarithm of the student's spread is from that of the teacher's: a mean over the components.
  [[nodiscard]] tensor disagreement(B const& be, std::vector<tensor> const& heads, tensor const& teacher) const {
    auto const logarithm = [&](tensor const& s) { return be.log(be.add(s, suregrasp::constant(be, 1e-3))); };
    auto const each = suregrasp::smooth_l1(be, logarithm(spread(be, fused(be, heads))), logarithm(teacher));
    auto const share = suregrasp::scale(be, each, (options_.by_component ? 2.0 : 1.0) / 3);
    return options_.by_component ? apart(be, share) : be.reshape(be.sum(share, 1), {be.shape(share)[0]});
  }

  pose_encoding encoding_;
  fusion_options fusion_;
  pose_pseudo_label_options options_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_POSE_PSEUDO_LABELS_HPP
