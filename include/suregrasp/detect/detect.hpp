#ifndef SUREGRASP_DETECT_DETECT_HPP
#define SUREGRASP_DETECT_DETECT_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/impl/checked_network.hpp>
#include <suregrasp/detect/impl/require_finite.hpp>
#include <suregrasp/detect/smoothed_peaks.hpp>
#include <suregrasp/geometry/pose_components.hpp>
#include <suregrasp/heatmap/peaks.hpp>
#include <suregrasp/images/impl/opencv_view.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A grasp and how sure the detector is of it.
struct detection {
  suregrasp::grasp<double> grasp;  ///< in pixels of the image asked about
  double uncertainty = 0;          ///< M_uc: smaller is more certain
  double heat = 0;                 ///< of LocNet at the centre, in [0, 1]
  pose_components variance{};      ///< over the heads, in the units of the fusion
  friend bool operator==(detection const&, detection const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"grasp", &detection::grasp}.inlined(), field{"uncertainty", &detection::uncertainty},
                field{"heat", &detection::heat}, field{"variance", &detection::variance});
  }
};

/// What makes a grasp the first.
enum class ranking {
  uncertainty,  ///< most certain pose first (the paper's)
  heat          ///< hottest location first
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(ranking) {
  return std::array{named_value{ranking::uncertainty, "uncertainty"}, named_value{ranking::heat, "heat"}};
}

/// Where grasps are sought and how they are ranked.
struct detect_options {
  peak_options peaks{};
  double smoothing = 0.01;  ///< sigma of a Gaussian over the heatmap before peaks are sought, in sides of the input
  ranking rank = ranking::uncertainty;
  /// Grasps whose heat is at least this share of the hottest one's come first, those that are colder after them; each
  /// group is ranked by itself. 0 ranks all together, as the paper does. What clutters the border of a picture is
  /// often warm and, being unlike anything learned, sometimes of small M_uc.
  double shortlist = 0;
  /// Where nothing reaches the threshold, take the hottest location of all, of a black picture its middle: for figures
  /// that need an answer to every image. A robot wants to hear that there is nothing to grasp.
  bool always_one = false;
  friend bool operator==(detect_options const&, detect_options const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"peaks", &detect_options::peaks},
                field{"smoothing", &detect_options::smoothing}.at_least(0).not_offered(),
                field{"rank", &detect_options::rank, "What makes a grasp the first: uncertainty or heat"},
                field{"shortlist", &detect_options::shortlist,
                      "Grasps with at least this share of the highest heat come first, whatever the others' certainty"}
                    .between(0, 1),
                field{"always_one", &detect_options::always_one}.not_offered());
  }
};

/// What is found in one image.
struct detections {
  std::vector<detection> ranked;  ///< best first
  host_array<float> heat;         ///< heatmap `[H, W]` of all that the network was shown
  affine_map<double> to_heat{};   ///< from pixels of the image to pixels of the heatmap

  /// How many there are, and the first.
  [[nodiscard]] std::string text() const {
    auto const count = std::to_string(ranked.size()) + (ranked.size() == 1 ? " grasp" : " grasps");
    return ranked.empty() ? count : count + ", first " + text_of(ranked.front());
  }
};

/// The pose that a network gives at one location.
struct located_pose {
  std::vector<double> encoded;     ///< fused, `[P]`
  suregrasp::grasp<double> grasp;  ///< decoded, in pixels of the network's input
  double uncertainty = 0;          ///< M_uc
  pose_components variance{};      ///< over the heads, in the units of the fusion
  friend bool operator==(located_pose const&, located_pose const&) = default;

  static constexpr auto fields(auto list) {
    return list(field{"encoded", &located_pose::encoded}, field{"grasp", &located_pose::grasp}.inlined(),
                field{"uncertainty", &located_pose::uncertainty}, field{"variance", &located_pose::variance});
  }
};

/// One preprocessed image as a batch of one.
template <tensor_backend B>
[[nodiscard]] image_batch<tensor_t<B>> to_batch(B const& be, network_input const& input) {
  auto const tensor = [&](host_array<float> const& image) {
    std::vector<scalar_t<B>> const values(image.values.begin(), image.values.end());
    extents shape = image.shape;
    shape.insert(shape.begin(), 1);
    return be.from_host(host_view<scalar_t<B> const>(shape, values));
  };
  image_batch<tensor_t<B>> batch{tensor(input.rgb), {}};
  if (!input.depth.values.empty()) batch.depth = tensor(input.depth);
  return batch;
}

/// The fused poses at given locations; empty for no locations. Throws `shape_error` `shape.heads` for an answer of the
/// network of another shape, `model_error` `model.not_finite` for numbers that are not finite.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] std::vector<located_pose> poses_at(B const& be, Network const& network,
                                                 std::vector<level<tensor_t<B>>> const& levels,
                                                 std::span<location const> at) {
  if (at.empty()) return {};
  auto const heads = detail::checked_network(be, network).poses(levels, at);
  pose_encoding const code = network.encoding();
  auto const fused = suregrasp::fuse(be, std::span<tensor_t<B> const>(heads), code, network.fusion());
  auto const mean = be.to_host(fused.mean);
  auto const uncertainty = be.to_host(fused.uncertainty);
  auto const variance = be.to_host(fused.variance);
  for (auto const* values : {&mean, &uncertainty, &variance}) detail::require_finite_poses(be, heads, *values, at);
  auto const columns = static_cast<std::size_t>(code.columns());
  std::vector<located_pose> poses;
  for (std::size_t i = 0; i < at.size(); ++i) {
    auto const row = std::span(mean.values).subspan(i * columns, columns);
    poses.push_back({{row.begin(), row.end()},
                     code.decode(std::span<scalar_t<B> const>(row), {at[i].x, at[i].y}),
                     static_cast<double>(uncertainty.values[i]),
                     {static_cast<double>(variance.values[3 * i]), static_cast<double>(variance.values[3 * i + 1]),
                      static_cast<double>(variance.values[3 * i + 2])}});
  }
  return poses;
}

namespace detail {

/// Peaks of a heatmap where `shown` is not 0, everywhere without it; or else the hottest location there, if wanted.
/// `side`: of the network's input, pixels.
inline std::vector<peak> peaks_or_hottest(host_array<float> const& heat, detect_options const& options, double side,
                                          cv::Mat const& shown = {}) {
  auto peaks = smoothed_peaks(heat.view(), options.peaks, options.smoothing * side);
  auto const hidden = [&](peak const& p) {
    return !shown.empty() && shown.at<uchar>(static_cast<int>(p.y), static_cast<int>(p.x)) == 0;
  };
  std::erase_if(peaks, hidden);
  if (!peaks.empty() || !options.always_one) return peaks;
  auto inside = heat;
  if (!shown.empty()) image_of(inside).setTo(-std::numeric_limits<double>::infinity(), shown == 0);
  return find_peaks(inside.view(), {.threshold = std::numeric_limits<float>::lowest(),
                                    .radius = std::numeric_limits<std::size_t>::max(),
                                    .max_count = 1});
}

/// What a network draws over the features of one image, on the host: `[S, S]`, finite.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] host_array<float> heat_of_one(B const& be, Network const& network,
                                            std::vector<level<tensor_t<B>>> const& levels) {
  checked_network const asked(be, network);
  asked.require_levels(levels, 1);
  auto const heat = be.to_host(asked.heat(levels, 1));
  host_array<float> map{{heat.shape[1], heat.shape[2]}, std::vector<float>(heat.values.begin(), heat.values.end())};
  detail::require_finite_map(map.view(), "heat(levels) of the network");
  return map;
}

/// Best first: see `ranking` and `detect_options::shortlist`.
inline void rank(std::vector<detection>& all, detect_options const& options) {
  std::ranges::stable_sort(all, [by = options.rank](detection const& a, detection const& b) {
    return by == ranking::heat ? a.heat > b.heat : a.uncertainty < b.uncertainty;
  });
  if (all.empty() || !(options.shortlist > 0)) return;
  double const hottest = std::ranges::max_element(all, {}, &detection::heat)->heat;
  std::ranges::stable_partition(all, [&](detection const& d) { return d.heat >= options.shortlist * hottest; });
}

/// Poses at peaks of a heatmap as what is found in the image that `to_heat` maps to it, best first.
inline void add_ranked(detections& to, std::vector<located_pose> const& poses, std::vector<peak> const& peaks,
                       detect_options const& options) {
  auto const back = to.to_heat.inverse();
  for (std::size_t i = 0; i < poses.size(); ++i) {
    auto const grasp = back(poses[i].grasp);
    require_finite_grasp(grasp, {0, static_cast<double>(peaks[i].x), static_cast<double>(peaks[i].y)});
    to.ranked.push_back({grasp, poses[i].uncertainty, peaks[i].heat, poses[i].variance});
  }
  rank(to.ranked, options);
}

}  // namespace detail

/// Features of one image to ranked grasps: heatmap, peaks, crops, heads, fusion; the grasps are carried back from the
/// network's input into the pixels of the original image. All that is returned is finite.
///
/// What the network answers is checked: throws `shape_error` (`shape.network_levels`, `shape.network_heat`,
/// `shape.heads`) for another shape than `grasp_network` promises, `model_error` `model.not_finite` for numbers that
/// are not finite, and says which function answered so.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] detections detect_in(B const& be, Network const& network, std::vector<level<tensor_t<B>>> const& levels,
                                   affine_map<double> const& to_input, detect_options const& options = {}) {
  detections result{.ranked = {}, .heat = detail::heat_of_one(be, network, levels), .to_heat = to_input};
  auto const peaks = detail::peaks_or_hottest(result.heat, options, static_cast<double>(network.input_size()));
  std::vector<location> at;
  for (auto const& p : peaks) at.push_back({0, static_cast<double>(p.x), static_cast<double>(p.y)});
  detail::add_ranked(result, suregrasp::poses_at(be, network, levels, at), peaks, options);
  return result;
}

/// Image to ranked grasps: the pyramid of the image, then `detect_in`. Throws `shape_error` `shape.network_input` for
/// an image of another size than the network states.
template <tensor_backend B, grasp_network<B> Network>
[[nodiscard]] detections detect(B const& be, Network const& network, network_input const& input,
                                detect_options const& options = {}) {
  return suregrasp::detect_in(be, network,
                              detail::checked_network(be, network).features(suregrasp::to_batch(be, input)),
                              input.to_input, options);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_DETECT_HPP
