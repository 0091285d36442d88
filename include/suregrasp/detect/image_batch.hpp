#ifndef SUREGRASP_DETECT_IMAGE_BATCH_HPP
#define SUREGRASP_DETECT_IMAGE_BATCH_HPP

#include <optional>

namespace suregrasp::inline v1 {

/// Images as a network takes them.
template <class Tensor>
struct image_batch {
  Tensor rgb;                   ///< `[N, 3, S, S]`, normalised colour
  std::optional<Tensor> depth;  ///< `[N, 3, S, S]`: depth and its two Sobel derivatives; nothing where there is none
};

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_DETECT_IMAGE_BATCH_HPP
