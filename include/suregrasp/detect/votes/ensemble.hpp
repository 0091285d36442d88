#ifndef SUREGRASP_DETECT_VOTES_ENSEMBLE_HPP
#define SUREGRASP_DETECT_VOTES_ENSEMBLE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/impl/checked_network.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Several detectors as one `grasp_network`: their heatmaps are averaged, and the heads of all of them vote, so that
/// M_uc says how much they disagree (deep ensembles, Lakshminarayanan et al. 2017). Costs as much as all of them.
template <tensor_backend B, grasp_network<B> Network>
class ensemble {
 public:
  using levels_type = std::vector<level<tensor_t<B>>>;

  /// Throws `option_error` `ensemble.empty` without members, and `ensemble.members` where their inputs differ in size
  /// or their heads say poses in different codes.
  ensemble(B be, std::vector<Network> members) : be_(std::move(be)), members_(std::move(members)) {
    if (members_.empty()) throw option_error("ensemble.empty", "an ensemble needs at least one member");
    for (auto const& member : members_) {
      pose_encoding const first = encoding(), other = member.encoding();
      if (member.input_size() != input_size() || other != first)
        throw option_error("ensemble.members",
                           "the members of an ensemble need inputs of one size and poses in one code; train them on "
                           "the same photographs with the same --size and --angle");
    }
  }

  /// Those of the first member; fusion may differ between members, and the first one's holds for all.
  [[nodiscard]] pose_encoding encoding() const { return members_.front().encoding(); }
  [[nodiscard]] fusion_options fusion() const { return members_.front().fusion(); }
  [[nodiscard]] std::int64_t input_size() const { return members_.front().input_size(); }

  [[nodiscard]] bool takes(std::int64_t height, std::int64_t width) const
    requires takes_sizes<Network>
  {
    return std::ranges::all_of(members_, [&](Network const& member) { return member.takes(height, width); });
  }

  /// The levels of the first member, of the second, and so on. Throws `shape_error` `shape.network_levels` where they
  /// differ in number.
  [[nodiscard]] levels_type features(image_batch<tensor_t<B>> const& images) const {
    levels_type all;
    std::size_t first = 0;
    for (auto const& member : members_) {
      auto own = asked(member).features(images);
      if (all.empty()) first = own.size();
      if (own.size() != first)
        throw shape_error("shape.network_levels", "features(images) of a member of an ensemble: expected " +
                                                      std::to_string(first) + " levels, as many as of the first, got " +
                                                      std::to_string(own.size()));
      for (auto& each : own) all.push_back(std::move(each));
    }
    return all;
  }

  /// Throws `shape_error` `shape.network_heat` for a member's heatmap that is not `[N, S, S]` as the first one's.
  [[nodiscard]] tensor_t<B> heat(levels_type const& levels) const {
    std::vector<tensor_t<B>> each{asked(members_.front()).heat(levels_of(levels, 0))};
    auto const images = be_.shape(each.front()).front();
    for (std::size_t i = 1; i < members_.size(); ++i)
      each.push_back(asked(members_[i]).heat(levels_of(levels, i), images));
    return suregrasp::mean_over(be_, each);
  }

  [[nodiscard]] std::vector<tensor_t<B>> poses(levels_type const& levels, std::span<location const> at) const {
    std::vector<tensor_t<B>> heads;
    for (std::size_t i = 0; i < members_.size(); ++i)
      for (auto& head : members_[i].poses(levels_of(levels, i), at)) heads.push_back(std::move(head));
    return heads;
  }

 private:
  [[nodiscard]] auto asked(Network const& member) const { return detail::checked_network<B, Network>(be_, member); }

  /// Members of one kind have levels of one number.
  [[nodiscard]] levels_type levels_of(levels_type const& levels, std::size_t member) const {
    auto const each = std::ssize(levels) / std::ssize(members_);
    auto const first = levels.begin() + static_cast<std::ptrdiff_t>(member) * each;
    return {first, first + each};
  }

  B be_;
  std::vector<Network> members_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_VOTES_ENSEMBLE_HPP
