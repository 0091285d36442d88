#ifndef SUREGRASP_TRAIN_TRAINING_BATCH_HPP
#define SUREGRASP_TRAIN_TRAINING_BATCH_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/field.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/distributed/batch_part.hpp>
#include <suregrasp/heatmap/disk_target.hpp>
#include <suregrasp/images/augment.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/pyramid/level.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What one step of training is made from, on the host.
struct training_batch {
  image_batch<host_array<float>> images;  ///< `[N, 3, S, S]`
  std::vector<location> at;               ///< M locations to regress a pose at
  host_array<float> poses;                ///< `[M, P]`: the encoded pose there
  host_array<float> heat;                 ///< `[N, 1, S, S]`: disks around every labelled centre and point
};

/// What a batch is made of and how its photographs are augmented.
struct batch_options {
  preprocess_options input{};
  augment_options views = augment_options::strong();
  pose_encoding encoding{};
  std::size_t locations_per_image = 6;  ///< drawn from the labelled grasps of an image, with replacement
  double jitter = 0.01;                 ///< standard deviation of a location around its label, in sides of the input
  double disk_radius = 0.02;            ///< radius of the heat disks, in sides of the input
  bool use_depth = true;                ///< give depth where every sample has it
  friend bool operator==(batch_options const&, batch_options const&) = default;

  static constexpr auto fields(auto list) {
    using o = batch_options;
    return list(field{"input", &o::input}, field{"views", &o::views}, field{"encoding", &o::encoding},
                field{"locations_per_image", &o::locations_per_image}, field{"jitter", &o::jitter}.at_least(0),
                field{"disk_radius", &o::disk_radius}.above(0), field{"use_depth", &o::use_depth});
  }
};

namespace detail {

[[nodiscard]] inline bool all_have_depth(sample_store const& photographs, std::vector<std::size_t> const& positions) {
  return std::ranges::all_of(positions, [&](std::size_t i) { return photographs.has_depth(i); });
}

/// A view of `image` that keeps at least one of its labels; the view without augmentation where eight draws do not find
/// one.
inline network_input labelled_view(sample image, batch_options const& options, random_stream const& random) {
  if (!options.use_depth) image.depth.release();
  auto const labelled = [](auto const& of) { return !of.grasps.empty() || !of.grasp_points.empty(); };
  for (std::uint64_t attempt = 0; attempt < 8; ++attempt) {
    auto input =
        preprocess(image, options.input, draw_view(options.views, options.input.size, random.fork("view", attempt)));
    if (labelled(input) || !labelled(image)) return input;
  }
  return preprocess(image, options.input);
}

/// Joins images `[3, S, S]` to a batch `[N, 3, S, S]`.
inline host_array<float> stack(std::vector<host_array<float> const*> const& images) {
  host_array<float> batch;
  batch.shape = images.front()->shape;
  batch.shape.insert(batch.shape.begin(), static_cast<std::int64_t>(images.size()));
  batch.values.reserve(element_count(batch.shape));
  for (auto const* image : images) batch.values.insert(batch.values.end(), image->values.begin(), image->values.end());
  return batch;
}

/// The images of inputs of one size; depth where every one has it.
inline image_batch<host_array<float>> joined_images(std::vector<network_input> const& inputs) {
  std::vector<host_array<float> const*> colours, depths;
  for (auto const& input : inputs) {
    colours.push_back(&input.rgb);
    if (!input.depth.values.empty()) depths.push_back(&input.depth);
  }
  image_batch<host_array<float>> images{stack(colours), {}};
  if (depths.size() == colours.size()) images.depth = stack(depths);
  return images;
}

inline void add_locations(training_batch& batch, network_input const& input, std::int64_t image,
                          batch_options const& options, random_stream random) {
  if (input.grasps.empty()) return;
  double const deviation = options.jitter * static_cast<double>(options.input.size);
  for (std::size_t i = 0; i < options.locations_per_image; ++i) {
    auto const& g = input.grasps[random.below(input.grasps.size())];
    batch.at.push_back({image, g.x + random.normal(0, deviation), g.y + random.normal(0, deviation)});
    for (double const value : options.encoding.encode(g)) batch.poses.values.push_back(static_cast<float>(value));
  }
}

inline void add_heat(training_batch& batch, network_input const& input, batch_options const& options) {
  auto centres = input.grasp_points;
  for (auto const& g : input.grasps) centres.push_back({g.x, g.y});
  auto const side = static_cast<std::int64_t>(options.input.size);
  auto const heat = disk_target(side, side, centres, options.disk_radius * static_cast<double>(side));
  batch.heat.values.insert(batch.heat.values.end(), heat.values.begin(), heat.values.end());
}

}  // namespace detail

/// The part of a batch of randomly drawn views of the photographs at `positions`, with the targets of PoseNet and of
/// LocNet. The draw depends on `random` alone: parts are what the whole batch has at their positions, and none of them
/// has depth where a photograph of the batch has none; no photograph of another part is read. Throws `option_error`
/// `batch.empty` without photographs, and as `sample_store`.
[[nodiscard]] inline training_batch make_training_batch(sample_store const& photographs,
                                                        std::vector<std::size_t> const& positions,
                                                        batch_options const& options, random_stream const& random,
                                                        batch_part const& part) {
  if (part.count == 0) throw option_error("batch.empty", "a training batch needs at least one sample");
  auto how = options;
  how.use_depth = options.use_depth && detail::all_have_depth(photographs, positions);
  training_batch batch;
  std::vector<network_input> inputs;
  for (std::size_t i = part.first; i < part.first + part.count; ++i)
    inputs.push_back(detail::labelled_view(photographs[positions[i]], how, random.fork("sample", i)));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    auto const drawn = random.fork("places", part.first + i);
    detail::add_locations(batch, inputs[i], static_cast<std::int64_t>(i), how, drawn);
    detail::add_heat(batch, inputs[i], how);
  }
  batch.images = detail::joined_images(inputs);
  auto const side = static_cast<std::int64_t>(options.input.size);
  batch.poses.shape = {static_cast<std::int64_t>(batch.at.size()), options.encoding.columns()};
  batch.heat.shape = {static_cast<std::int64_t>(inputs.size()), 1, side, side};
  return batch;
}

/// The whole batch of all photographs.
[[nodiscard]] inline training_batch make_training_batch(sample_store const& photographs, batch_options const& options,
                                                        random_stream const& random) {
  std::vector<std::size_t> positions(photographs.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  return make_training_batch(photographs, positions, options, random, batch_part::whole(positions.size()));
}

/// A batch's images as tensors.
template <tensor_backend B>
[[nodiscard]] image_batch<tensor_t<B>> to_tensors(B const& be, image_batch<host_array<float>> const& images) {
  image_batch<tensor_t<B>> batch{be.from_host(images.rgb.view()), {}};
  if (images.depth) batch.depth = be.from_host(images.depth->view());
  return batch;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINING_BATCH_HPP
