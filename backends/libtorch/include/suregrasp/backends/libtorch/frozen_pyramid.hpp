#ifndef SUREGRASP_BACKENDS_LIBTORCH_FROZEN_PYRAMID_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_FROZEN_PYRAMID_HPP

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <suregrasp/backends/libtorch/detector.hpp>
#include <suregrasp/backends/libtorch/detector_digest.hpp>
#include <suregrasp/backends/libtorch/stored_tensors.hpp>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/version.hpp>
#include <suregrasp/data/sample_digest.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/images/augment.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::libtorch {

namespace detail {

inline void add_options(digest& to, preprocess_options const& options) {
  auto const& [size, field, centre, depth_scale, depth_limit, mean, deviation] = options;
  to.add(size).add(field).add(depth_scale).add(depth_limit).add(centre.has_value());
  if (centre) to.add(centre->x).add(centre->y);
  for (float const value : mean) to.add(value);
  for (float const value : deviation) to.add(value);
}

inline void add_view(digest& to, view const& v) {
  for (double const value : {v.map.a, v.map.b, v.map.tx, v.map.c, v.map.d, v.map.ty}) to.add(value);
  auto const& [brightness, contrast, saturation, hue, blur, noise, noise_seed, depth_noise, holes, cutouts] = v.colours;
  for (double const value : {brightness, contrast, saturation, hue, blur, noise, depth_noise}) to.add(value);
  to.add(noise_seed);
  for (auto const* patches : {&holes, &cutouts}) {
    to.add(patches->size());
    for (auto const& patch : *patches) to.add(patch.x).add(patch.y).add(patch.width).add(patch.height);
  }
}

}  // namespace detail

/// Where pyramids are kept between runs, a file each, `[1, H, W, C]` a level: 4 bytes a value.
///
/// A file holds the digests of all that decides its values, and of the values: one that is damaged, cut short or of
/// something else is computed anew, and `on_note` told. Runs may share a folder at the same time.
struct pyramid_folder {
  std::filesystem::path path;
  std::function<void(std::string const&)> on_note = {};
};

/// The pyramid of one view of a photograph.
struct view_pyramid {
  pyramid_levels levels;
  affine_map<double> to_input;  ///< from pixels of the photograph to pixels of the network's input
};

/// A detector's branches and pyramid as they are, with statistics frozen; with a folder, the pyramid of each
/// view of a photograph is computed once. What comes from the folder has the bits of what was computed.
///
/// The detector must keep the weights of these parts as long as this lives; LocNet and PoseNet may change.
class frozen_pyramid {
 public:
  /// Throws `data_error` `io.write` where the folder cannot be made.
  frozen_pyramid(detector net, backend be, preprocess_options const& input,
                 std::optional<pyramid_folder> folder = std::nullopt)
      : net_(std::move(net)), be_(be), input_(input), folder_(std::move(folder)) {
    if (!folder_) return;
    std::error_code failed;
    std::filesystem::create_directories(folder_->path, failed);
    if (failed)
      throw data_error("io.write", "cannot create the folder " + folder_->path.string() + ": " + failed.message());
    digest network;
    network.add(SUREGRASP_VERSION_MAJOR).add(SUREGRASP_VERSION_MINOR).add(SUREGRASP_VERSION_PATCH);
    detail::add_module(network, *net_->branches);
    detail::add_module(network, *net_->top_down);
    detail::add_options(network, input_);
    network_ = network.text();
  }

  [[nodiscard]] preprocess_options const& input() const { return input_; }

  /// A photograph whose views are asked for.
  class photograph {
   public:
    [[nodiscard]] view_pyramid operator()(view const& v = {}) const {
      auto const& from = *pyramid_;
      if (!from.folder_) return from.computed(*image_, v);
      digest view_digest;
      detail::add_view(view_digest, v);
      auto const key = from.network_ + "-" + content_ + "-" + view_digest.text();
      auto const file = from.folder_->path / (key + ".safetensors");
      if (auto stored = from.stored(file, key))
        return {std::move(*stored), v.map * input_map(image_->rgb.size(), from.input_)};
      auto result = from.computed(*image_, v);
      store(file, key, result.levels);
      return result;
    }

   private:
    friend class frozen_pyramid;
    photograph(frozen_pyramid const& pyramid, sample const& image) : pyramid_(&pyramid), image_(&image) {
      if (!pyramid.folder_) return;
      content_ = digest().add(digest_of(image.rgb)).add(digest_of(image.depth)).text();
    }

    frozen_pyramid const* pyramid_;
    sample const* image_;
    std::string content_;
  };

  /// `image` must outlive the result.
  [[nodiscard]] photograph of(sample const& image) const { return {*this, image}; }

 private:
  static constexpr char const* key_name = "suregrasp.view";
  static constexpr char const* digest_name = "suregrasp.digest";

  [[nodiscard]] view_pyramid computed(sample const& image, view const& v) const {
    torch::NoGradGuard const no_gradient;
    detector net(net_);
    net->eval();
    auto const input = preprocess(image, input_, v);
    return {net->features(to_batch(be_, input)), input.to_input};
  }

  static void store(std::filesystem::path const& path, std::string const& key, pyramid_levels const& levels) {
    tensor_file file;
    for (std::size_t k = 0; k < levels.size(); ++k)
      file.tensors["level" + std::to_string(k)] = to_stored(levels[k].features);
    file.metadata = {{key_name, key}, {digest_name, tensors_digest(file)}};
    write_safetensors(path, file);
  }

  [[nodiscard]] std::optional<pyramid_levels> stored(std::filesystem::path const& path, std::string const& key) const {
    if (!std::filesystem::exists(path)) return std::nullopt;
    try {
      auto file = read_safetensors(path);
      if (file.metadata[key_name] != key || file.metadata[digest_name] != tensors_digest(file) ||
          file.tensors.size() != detector_impl::strides.size())
        throw data_error("data.pyramid", path.string() + ": its values are not those that were written");
      pyramid_levels levels;
      for (std::size_t k = 0; k < detector_impl::strides.size(); ++k)
        levels.push_back(
            {from_stored(file.tensors.at("level" + std::to_string(k))).to(be_.device), detector_impl::strides[k]});
      return levels;
    } catch (error const& damaged) {
      if (folder_->on_note) folder_->on_note("computed anew: " + std::string(damaged.what()));
      return std::nullopt;
    }
  }

  detector net_;
  backend be_;
  preprocess_options input_;
  std::optional<pyramid_folder> folder_;
  std::string network_;
};

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_FROZEN_PYRAMID_HPP
