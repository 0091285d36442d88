#ifndef SUREGRASP_TEACHER_STEP_REPORT_HPP
#define SUREGRASP_TEACHER_STEP_REPORT_HPP

#include <cstdint>
#include <limits>
#include <string>
#include <suregrasp/core/field_text.hpp>
#include <suregrasp/core/strict_arithmetic.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// One term of a loss that is a sum, by name.
template <class Value>
struct loss_term {
  std::string name;
  Value value;

  static constexpr auto fields(auto list) {
    return list(field{"name", &loss_term::name}, field{"value", &loss_term::value});
  }
};

/// What one step of a mean teacher did. A figure that was not asked for or does not exist is NaN.
struct step_report {
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();

  std::int64_t step = 0;                      ///< counted from 0
  double supervised_loss = 0;                 ///< the sum of `terms` where there are some
  double consistency_loss = 0;                ///< mean over the slots of the batch, 0 for a rejected one
  double pass_rate = 0;                       ///< mean weight the filter gave
  double threshold = none;                    ///< of the filter, if it has one
  double alpha = 0;                           ///< of the moving average
  double consistency_weight = 0;              ///< factor of the consistency loss
  double gap = none;                          ///< root mean square between the student's and teacher's parameters
  double kept_error = none;                   ///< mean error of the pseudo-labels, by the weights they were given
  double candidate_error = none;              ///< mean error of all of them
  std::int64_t starved_steps = 0;             ///< steps in a row, this one included, of which nothing passed
  bool rolled_back = false;                   ///< student and teacher went back to the last good teacher
  std::vector<loss_term<double>> terms = {};  ///< of the supervised loss, where the task names them
  std::vector<double> uncertainties = {};     ///< of each unlabelled sample
  std::vector<double> weights = {};           ///< that it was given
  std::vector<double> errors = {};            ///< of its pseudo-label, NaN where there is no label; may be empty

  static constexpr auto fields(auto list) {
    using r = step_report;
    return list(field{"step", &r::step}, field{"supervised_loss", &r::supervised_loss},
                field{"consistency_loss", &r::consistency_loss}, field{"pass_rate", &r::pass_rate},
                field{"threshold", &r::threshold}, field{"alpha", &r::alpha},
                field{"consistency_weight", &r::consistency_weight}, field{"gap", &r::gap},
                field{"lesson_error", &r::kept_error}, field{"candidate_error", &r::candidate_error},
                field{"starved_steps", &r::starved_steps}, field{"rolled_back", &r::rolled_back},
                field{"terms", &r::terms}, field{"uncertainties", &r::uncertainties}, field{"weights", &r::weights},
                field{"errors", &r::errors});
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_STEP_REPORT_HPP
