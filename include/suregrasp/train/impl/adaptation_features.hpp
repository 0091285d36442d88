#ifndef SUREGRASP_TRAIN_IMPL_ADAPTATION_FEATURES_HPP
#define SUREGRASP_TRAIN_IMPL_ADAPTATION_FEATURES_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/images/augment.hpp>
#include <suregrasp/train/impl/adaptation_context.hpp>
#include <suregrasp/train/located_sample.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::detail {

/// Crops of the frozen pyramid from all photographs of an adaptation.
template <class Tensor>
struct adaptation_features {
  feature_crops<Tensor> labelled;
  feature_crops<Tensor> held_out;  ///< at their labels, in the plain view
  known_crops<Tensor> unlabelled;  ///< at what LocNet finds; none where nothing learns from them
};

/// Takes them, or finds them in the cache.
template <class B, adaptable_heads<B> Network>
class feature_source {
 public:
  using tensor = tensor_t<B>;

  /// `locnet`: a digest of the LocNet in force, which decides where unlabelled photographs are cropped.
  feature_source(adaptation_context<B, Network> const& context, std::string locnet)
      : it_(context), locnet_(std::move(locnet)) {}

  /// Throws `data_error`: `data.no_labels` where no labelled grasp is in view, `data.no_unlabelled` where a teacher has
  /// no location to label; `run_stopped`.
  [[nodiscard]] adaptation_features<tensor> operator()() const {
    bool const direct = it_.options.method == adaptation_method::direct;
    adaptation_features<tensor> all{
        at_labels("labelled", it_.data.labelled, it_.options.plain_labels ? 1 : it_.options.views),
        at_labels("held-out", it_.data.held_out, 1), direct ? known_crops<tensor>{} : at_detections()};
    if (all.labelled.locations == 0)
      throw data_error("data.no_labels", "the " + std::to_string(it_.data.labelled.size()) +
                                             " labelled photographs have no grasp in view");
    if (!direct && all.unlabelled.crops.locations == 0)
      throw data_error("data.no_unlabelled",
                       "no photograph is left to learn from without labels; label fewer, hold out less, or adapt by "
                       "the direct method");
    return all;
  }

 private:
  [[nodiscard]] feature_crops<tensor> at_labels(std::string const& what, std::vector<std::size_t> const& positions,
                                                std::size_t views) const {
    auto const crops = [&]() -> known_crops<tensor> {
      std::vector<located_sample> located;
      for (auto const& image : it_.data.samples.at(positions))
        located.push_back({image, grasps_in_view(image, it_.input())});
      return {crops_at(what, located, views)};
    };
    return it_.cache.crops(key_of(what, positions, views), crops).crops;
  }

  /// The unlabelled photographs at the locations that LocNet finds in them, and which labels are near those.
  [[nodiscard]] known_crops<tensor> at_detections() const {
    auto const crops = [&]() -> known_crops<tensor> {
      std::vector<located_sample> located;
      std::vector<std::vector<grasp<double>>> near;
      for (auto const i : it_.data.unlabelled) {
        require_going_on();
        auto const image = it_.data.samples[i];
        auto const found =
            it_.network.detect(image, {.peaks = {.threshold = 0.15, .max_count = 8}, .always_one = true});
        located.push_back({image, {}});
        for (auto const& each : found.ranked) {
          located.back().locations.push_back(each.grasp);
          near.push_back(labels_near(image, each.grasp));
        }
      }
      return {crops_at("unlabelled", located, it_.options.views), std::move(near)};
    };
    return it_.cache.crops(key_of("unlabelled " + locnet_, it_.data.unlabelled, it_.options.views), crops);
  }

  [[nodiscard]] feature_crops<tensor> crops_at(std::string const& what, std::vector<located_sample> const& located,
                                               std::size_t views) const {
    auto const phase = "features of " + what + " photographs";
    std::size_t locations = 0;
    for (auto const& each : located) locations += each.locations.size();
    auto const on_image = [&](std::size_t done) {
      require_going_on();
      it_.tell(phase, static_cast<std::int64_t>(done), std::ssize(located), std::to_string(locations) + " locations");
    };
    if (!located.empty()) it_.tell(phase, 0, std::ssize(located));
    return it_.network.crops(located, {.augmentation = augment_options::strong(), .views = views, .on_image = on_image},
                             random_stream(it_.options.view_seed));
  }

  void require_going_on() const {
    if (it_.hooks.stop && it_.hooks.stop()) throw run_stopped(it_.options.heat_steps, "taking features");
  }

  /// Of all that decides the crops of some photographs.
  [[nodiscard]] std::string key_of(std::string const& what, std::vector<std::size_t> const& positions,
                                   std::size_t views) const {
    digest all;
    all.add(it_.weights).add(views).add(it_.options.view_seed).add(it_.digest_of_samples(positions));
    return what + " " + all.text();
  }

  adaptation_context<B, Network> const& it_;
  std::string locnet_;
};

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TRAIN_IMPL_ADAPTATION_FEATURES_HPP
