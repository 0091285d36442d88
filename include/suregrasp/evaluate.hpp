#ifndef SUREGRASP_EVALUATE_HPP
#define SUREGRASP_EVALUATE_HPP

/// From a data set to figures of merit, and what a perfect network would reach on it.
///
/// Begin with
/// - `evaluate`: success, pose errors of one network on one data set, and what M_uc tells of both;
/// - `evaluate_image`: the same of one image;
/// - `evaluation_shards`, `merged_evaluation`: an evaluation in parts, by processes that know nothing of each other;
/// - `label_disputes`: what a network disputes of the labels, to look for those that are wrong;
/// - `measure_oracle`: success of a network without error, limited by views, encoding and grid.
///
/// Needs `suregrasp::io` (OpenCV, JSON).
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// #include <suregrasp/metrics.hpp>
/// template <class Backend, class Network>
/// double failures_of_certain_half(Backend const& be, Network const& network, std::vector<sample> const& labelled) {
///   evaluation const measured = evaluate(be, network, labelled);
///   success_row const& usual = measured.success.front();  // one row for each of `success_ious`
///   assert(usual.iou == 0.25 && usual.first.trials == labelled.size());
///   auto const [low, high] = usual.first.wilson();  // 95 % interval of usual.first.rate(): is the first grasp right?
///   assert(low <= usual.first.rate() && usual.first.rate() <= high);
///
///   // Does M_uc tell which first grasps fail? Of the more certain half fewer should.
///   auto const certainty = certainty_of_failures(measured.overlaps, measured.uncertainties, 0.25);
///   assert(certainty.has_value());  // nothing where no grasp was found
///   return certainty->curve.risk_at(0.5);
/// }
/// ```
#include <suregrasp/evaluate/certainty_summary.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
#include <suregrasp/evaluate/evaluation.hpp>
#include <suregrasp/evaluate/evaluation_shards.hpp>
#include <suregrasp/evaluate/label_dispute.hpp>
#include <suregrasp/evaluate/merged_evaluation.hpp>
#include <suregrasp/evaluate/oracle.hpp>
#include <suregrasp/evaluate/pose_error.hpp>

#endif  // SUREGRASP_EVALUATE_HPP
