#ifndef SUREGRASP_TRAIN_ADAPTATION_METHOD_HPP
#define SUREGRASP_TRAIN_ADAPTATION_METHOD_HPP

#include <array>
#include <suregrasp/core/field.hpp>

namespace suregrasp::inline v2 {

/// What a detector learns a new workplace from.
enum class adaptation_method {
  direct,        ///< the labelled photographs alone
  mean_teacher,  ///< also every pseudo-label (Tarvainen and Valpola 2017)
  confident      ///< also the pseudo-labels that a filter keeps by their M_uc (Zhu et al. 2020, Eq. 12)
};

/// What each value is called in files and on the command line.
[[nodiscard]] constexpr auto names_of(adaptation_method) {
  return std::array{named_value{adaptation_method::direct, "direct"},
                    named_value{adaptation_method::mean_teacher, "mean_teacher", "mean-teacher"},
                    named_value{adaptation_method::confident, "confident"}};
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_ADAPTATION_METHOD_HPP
