#ifndef SUREGRASP_TRAIN_LOCATED_SAMPLE_HPP
#define SUREGRASP_TRAIN_LOCATED_SAMPLE_HPP

#include <cstddef>
#include <functional>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/images/augment.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A photograph and the locations in it at which PoseNet is to learn.
struct located_sample {
  sample image{};
  std::vector<grasp<double>> locations;  ///< in pixels of the photograph; labels where there are some
};

/// In which views feature crops are taken.
struct feature_crop_options {
  augment_options augmentation = augment_options::weak();
  std::size_t views = 8;                                ///< of each photograph; the first is the plain one
  double jitter = 0.01;                                 ///< of a location in the other views, in sides of the input
  std::function<void(std::size_t done)> on_image = {};  ///< called after each photograph; may throw to stop
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_LOCATED_SAMPLE_HPP
