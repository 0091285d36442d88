#ifndef SUREGRASP_TRAIN_TRAINING_RESULT_HPP
#define SUREGRASP_TRAIN_TRAINING_RESULT_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/evaluate/certainty_summary.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A point of a learning curve, of which a phase has about a hundred.
struct learning_point {
  std::int64_t step = 0;                          ///< steps of the phase that are done
  double loss = 0;                                ///< mean over the steps since the last point
  double learning_rate = 0;                       ///< of the last step
  std::optional<certainty_summary> validation{};  ///< of PoseNet on held-out photographs; at some points only

  static constexpr auto fields(auto list) {
    using p = learning_point;
    return list(field{"step", &p::step}, field{"loss", &p::loss}, field{"learning_rate", &p::learning_rate},
                field{"validation", &p::validation});
  }
};

/// What a training did.
struct training_result {
  std::vector<learning_point> posenet{};
  std::vector<learning_point> locnet{};
  std::vector<std::string> trained_on{};  ///< ids of the photographs
  std::vector<std::string> held_out{};    ///< ids of those that nothing was learned from

  static constexpr auto fields(auto list) {
    using r = training_result;
    return list(field{"posenet", &r::posenet}, field{"locnet", &r::locnet}, field{"trained_on", &r::trained_on},
                field{"held_out", &r::held_out});
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_TRAINING_RESULT_HPP
