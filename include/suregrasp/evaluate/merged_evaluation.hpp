#ifndef SUREGRASP_EVALUATE_MERGED_EVALUATION_HPP
#define SUREGRASP_EVALUATE_MERGED_EVALUATION_HPP

#include <cstddef>
#include <span>
#include <suregrasp/evaluate/certainty_summary.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/metrics/ranked_success.hpp>

namespace suregrasp::inline v2 {

/// The evaluation of a data set from those of its consecutive parts, in their order: to the bit that of all of it at
/// once. `few`: as in `evaluation_options`.
[[nodiscard]] inline evaluation merged_evaluation(std::span<evaluation const> parts, std::size_t few = usual_few) {
  evaluation all;
  for (auto const& part : parts) {
    for (auto error : part.errors) {
      error.image += all.images;
      all.errors.push_back(error);
    }
    all.images += part.images;
    all.overlaps.insert(all.overlaps.end(), part.overlaps.begin(), part.overlaps.end());
    all.uncertainties.insert(all.uncertainties.end(), part.uncertainties.begin(), part.uncertainties.end());
  }
  all.success = suregrasp::success_at(all.overlaps, success_ious, few);
  all.certainty = suregrasp::summarise(all.errors);
  return all;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_EVALUATE_MERGED_EVALUATION_HPP
