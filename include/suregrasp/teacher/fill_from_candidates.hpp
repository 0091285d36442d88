#ifndef SUREGRASP_TEACHER_FILL_FROM_CANDIDATES_HPP
#define SUREGRASP_TEACHER_FILL_FROM_CANDIDATES_HPP

#include <cstddef>
#include <vector>

namespace suregrasp::inline v1 {

/// Fills the unlabelled places of a batch from more candidates than there are places: the first `places` that the
/// filter kept have their weight, all others 0. Where fewer were kept, places stay empty.
[[nodiscard]] inline std::vector<double> fill_from_candidates(std::vector<double> weights, std::size_t places) {
  for (double& weight : weights) {
    if (!(weight > 0)) continue;
    if (places > 0)
      --places;
    else
      weight = 0;
  }
  return weights;
}

}  // namespace suregrasp::inline v1

#endif  // SUREGRASP_TEACHER_FILL_FROM_CANDIDATES_HPP
