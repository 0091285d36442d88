#ifndef SUREGRASP_TRAIN_ADAPTATION_RESULT_HPP
#define SUREGRASP_TRAIN_ADAPTATION_RESULT_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <suregrasp/core/field_text.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// What happened since the last point of an adaptation's curve, and how good the network is now. A figure that there is
/// not is NaN.
struct adaptation_point {
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  std::int64_t step = 0;             ///< steps of PoseNet done
  double loss = none;                ///< mean on the labelled batches
  double evaluation_loss = none;     ///< mean over the labels of the held-out photographs, of poses as they are decoded
  double fused_loss = none;          ///< the same with angle vectors as short as the mean of the heads'
  double pass_rate = none;           ///< mean weight that the filter gave a pseudo-label
  double pseudo_label_error = none;  ///< mean loss of pseudo-labels near a label, by the weights they were given
  double candidate_error = none;     ///< the same whatever they were given

  static constexpr auto fields(auto list) {
    using p = adaptation_point;
    return list(field{"step", &p::step}, field{"loss", &p::loss}, field{"evaluation_loss", &p::evaluation_loss},
                field{"fused_loss", &p::fused_loss}, field{"pass_rate", &p::pass_rate},
                field{"lesson_error", &p::pseudo_label_error}, field{"candidate_error", &p::candidate_error});
  }
};

/// What an adaptation did.
struct adaptation_result {
  std::vector<adaptation_point> curve{};      ///< begins before the first step
  double best_loss = adaptation_point::none;  ///< lowest evaluation loss on the curve
  double final_loss = adaptation_point::none;
  std::vector<std::string> labelled{};    ///< ids of the photographs whose labels were used
  std::vector<std::string> unlabelled{};  ///< of those learned from without
  std::vector<std::string> held_out{};    ///< of those evaluated on
  std::size_t labelled_grasps = 0;        ///< labels in view of the network
  std::size_t unlabelled_locations = 0;   ///< found by LocNet; 0 for direct adaptation, which looks for none
  std::size_t locations_near_labels = 0;  ///< of these, so many of which the true error of a pseudo-label is known

  static constexpr auto fields(auto list) {
    using r = adaptation_result;
    return list(field{"curve", &r::curve}, field{"best_loss", &r::best_loss}, field{"final_loss", &r::final_loss},
                field{"labelled", &r::labelled}, field{"unlabelled", &r::unlabelled}, field{"held_out", &r::held_out},
                field{"labelled_grasps", &r::labelled_grasps}, field{"unlabelled_locations", &r::unlabelled_locations},
                field{"locations_near_labels", &r::locations_near_labels});
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_ADAPTATION_RESULT_HPP
