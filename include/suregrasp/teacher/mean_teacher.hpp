#ifndef SUREGRASP_TEACHER_MEAN_TEACHER_HPP
#define SUREGRASP_TEACHER_MEAN_TEACHER_HPP

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/core/random.hpp>
#include <suregrasp/distributed/agreement.hpp>
#include <suregrasp/teacher/buffer_snapshot.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <suregrasp/teacher/divergence.hpp>
#include <suregrasp/teacher/filters/confidence_filter.hpp>
#include <suregrasp/teacher/filters/student_filter.hpp>
#include <suregrasp/teacher/impl/checkpoint_parts.hpp>
#include <suregrasp/teacher/impl/consistency_loss.hpp>
#include <suregrasp/teacher/impl/joint_batch.hpp>
#include <suregrasp/teacher/impl/judged_batch.hpp>
#include <suregrasp/teacher/impl/pseudo_label_errors.hpp>
#include <suregrasp/teacher/impl/refusals.hpp>
#include <suregrasp/teacher/impl/supervised_loss.hpp>
#include <suregrasp/teacher/mean_teacher_options.hpp>
#include <suregrasp/teacher/mean_teacher_task.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <suregrasp/teacher/step_report.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// The confidence-driven mean teacher (Zhu et al. 2020, Eq. 10 to 12), for any model, task and backend.
///
/// The student learns from labelled samples and, on unlabelled ones, from pseudo-labels: the predictions of its
/// teacher, the moving average of itself. `filter` decides by the teacher's uncertainty which pseudo-labels count.
/// `keep_all` gives the original mean teacher (Tarvainen and Valpola 2017), `keep_none` direct fine-tuning, step for
/// step.
///
/// A forward pass leaves the teacher as it was: buffers that it changes, such as running means, are put back, and only
/// the moving average moves them. Where the average skips buffers, the teacher keeps its own.
///
/// On several processes (`Group`) each passes its part of every batch to `step`, and the loop is the one on a single
/// process with the whole batches: means, the sums of gradients, the filter's memory and reports are of all of them,
/// the same in each. The optimizer must be a `joint_optimizer`.
template <differentiable_backend B, trainable_model<B> Model, mean_teacher_task<B, Model> Task,
          model_optimizer<B, Model> Optimizer, class Filter, process_group Group = single_process>
  requires(confidence_filter<Filter> || student_filter<Filter>) &&
          (std::same_as<Group, single_process> || joint_optimizer<Optimizer, B, Model>)
class mean_teacher {
 public:
  using labelled_batch = typename Task::labelled_batch;
  using unlabelled_batch = typename Task::unlabelled_batch;
  using checkpoint_type = training_checkpoint<scalar_t<B>>;

  /// Throws `model_error` when the clone of `student` has another structure or there is no moving average of it, as
  /// `ema_update` does, and `option_error` on options without sense.
  mean_teacher(B be, Model student, Task task, Optimizer optimizer, Filter filter, mean_teacher_options options = {},
               Group group = {})
      : be_(std::move(be)),
        student_(std::move(student)),
        teacher_(student_.clone()),
        task_(std::move(task)),
        optimizer_(std::move(optimizer)),
        filter_(std::move(filter)),
        options_(std::move(options)),
        group_(std::move(group)),
        watch_(options_.divergence) {
    auto const state = teacher_.state();
    auto const averaged = detail::averaged_tensors(be_, state, student_.state(), options_.average);
    detail::require_room_for_average(be_, state, averaged);
  }

  /// One step of the student on both batches, then one of the teacher; the report goes to `on_step` too. `random`
  /// perturbs the views.
  ///
  /// Throws `option_error` when a schedule leaves its range and `training_error`: `teacher.no_labels` for an empty
  /// labelled batch, `teacher.not_finite` naming the term of the loss, `teacher.filter` for weights outside of [0, 1],
  /// `teacher.nothing_passed` when the filter has starved the run. Nothing has moved then: neither model with its
  /// statistics, the optimizer, the filter's memory, nor the count of steps. `teacher.diverged` is found after the
  /// step.
  step_report step(labelled_batch const& labelled, unlabelled_batch const& unlabelled, random_stream const& random) {
    auto correction = correction_;
    auto report = scheduled(correction);
    detail::require_labels(labelled, step_);
    buffer_snapshot<B> const student_before(be_, student_), teacher_before(be_, teacher_);
    auto const put_back = [&, filter = filter_] {
      student_before.put_back(student_);
      teacher_before.put_back(teacher_);
      filter_ = filter;
    };
    try {
      auto const loss = total_loss(labelled, unlabelled, random, teacher_before, report);
      detail::follow_gradient(optimizer_, be_, student_, loss, group_);
    } catch (error const& reason) {
      put_back();
      if (reason.id() != "teacher.not_finite" || !roll_back()) throw;
      report.rolled_back = true;
    } catch (...) {
      put_back();
      throw;
    }
    if (!report.rolled_back) suregrasp::ema_update(be_, teacher_, student_, report.alpha, options_.average);
    correction_ = correction;
    starved_ = report.starved_steps;
    if (report.pass_rate > 0) ++steps_with_pseudo_labels_;
    ++step_;
    watch(report);
    if (options_.gap_every > 0 && report.step % options_.gap_every == 0)
      report.gap = suregrasp::parameter_gap(be_, student_, teacher_);
    if (options_.on_step) options_.on_step(report);
    return report;
  }

  /// To be called at the end of a run with a filter. Throws `training_error` `teacher.nothing_passed` when no step
  /// learned from an unlabelled sample: the run was direct training, at a higher cost.
  void require_pseudo_labels() const {
    if constexpr (!std::same_as<Filter, keep_none>)
      if (step_ > 0 && steps_with_pseudo_labels_ == 0)
        throw detail::nothing_passed("the whole run of " + std::to_string(step_) + " steps");
  }

  /// Throws `distributed_error` `distributed.unequal` unless student and teacher are the same in every process, to the
  /// bit. To be called by all of them; costs as much as writing a checkpoint to memory.
  void require_equal_models() const {
    if (group_.size() > 1)
      suregrasp::require_equal(group_, "student and teacher after step " + std::to_string(step_),
                               suregrasp::model_digest(be_, student_) + suregrasp::model_digest(be_, teacher_));
  }

  /// Keeps the teacher and the optimizer as they are now, for `roll_back`.
  void mark_good()
    requires resumable_optimizer<Optimizer, B>
  {
    good_.emplace();
    detail::store_model(be_, "teacher", teacher_.state(), *good_);
    detail::store_optimizer(be_, optimizer_, *good_);
  }

  /// Sets student and teacher to the last good teacher; false where there is none, or after too many roll-backs.
  bool roll_back() {
    if constexpr (resumable_optimizer<Optimizer, B>) {
      if (!good_ || roll_backs_ >= options_.divergence.roll_backs) return false;
      student_.load(detail::stored_model(be_, "teacher", student_.state(), *good_));
      teacher_.load(detail::stored_model(be_, "teacher", teacher_.state(), *good_));
      detail::load_optimizer(be_, optimizer_, *good_);
      watch_.restart();
      ++roll_backs_;
      return true;
    }
    return false;
  }

  /// Everything that the next steps depend on. What the caller passes in, such as options and data, is not part of it:
  /// `configuration` is to name that.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved from, which shows in no template
  [[nodiscard]] checkpoint_type checkpoint(std::map<std::string, std::string> configuration = {}) const
    requires resumable_optimizer<Optimizer, B>
  {
    checkpoint_type moment{.step = step_, .configuration = std::move(configuration)};
    detail::store_model(be_, "student", student_.state(), moment);
    detail::store_model(be_, "teacher", teacher_.state(), moment);
    detail::store_optimizer(be_, optimizer_, moment);
    if (good_) detail::store_good(*good_, moment);
    if constexpr (remembering_filter<Filter>) moment.numbers["filter"] = filter_.state();
    moment.numbers["watch"] = watch_.state();
    moment.numbers["loop"] = {static_cast<double>(starved_), static_cast<double>(steps_with_pseudo_labels_),
                              static_cast<double>(roll_backs_), correction_.start};
    return moment;
  }

  /// Continues from a checkpoint as if there had been no interruption. Throws `model_error` when it belongs to another
  /// configuration, or to a loop with other models or another filter or optimizer; do not use the loop after that.
  void resume(checkpoint_type const& moment, std::map<std::string, std::string> const& configuration = {})
    requires resumable_optimizer<Optimizer, B>
  {
    suregrasp::require_same_configuration(moment.configuration, configuration);
    auto const student = detail::stored_model(be_, "student", student_.state(), moment);
    auto const teacher = detail::stored_model(be_, "teacher", teacher_.state(), moment);
    auto const& loop = detail::stored_part(moment.numbers, "loop");
    if constexpr (remembering_filter<Filter>) filter_.load(detail::stored_part(moment.numbers, "filter"));
    watch_.load(detail::stored_part(moment.numbers, "watch"));
    student_.load(student);
    teacher_.load(teacher);
    detail::load_optimizer(be_, optimizer_, moment);
    good_ = detail::stored_good(moment);
    step_ = moment.step;
    starved_ = static_cast<std::int64_t>(loop.at(0)), steps_with_pseudo_labels_ = static_cast<std::int64_t>(loop.at(1));
    roll_backs_ = static_cast<std::int64_t>(loop.at(2)), correction_.start = loop.at(3);
  }

  [[nodiscard]] Model const& student() const { return student_; }
  [[nodiscard]] Model const& teacher() const { return teacher_; }
  /// The model to use: the teacher, or with `keep_none` the student.
  [[nodiscard]] Model const& best() const { return std::same_as<Filter, keep_none> ? student_ : teacher_; }
  [[nodiscard]] Filter const& filter() const { return filter_; }
  [[nodiscard]] std::int64_t steps_done() const { return step_; }

 private:
  /// A report of the next step that holds the values of the schedules. Throws where they are out of range.
  [[nodiscard]] step_report scheduled(bias_correction& correction) const {
    step_report report{
        .step = step_, .alpha = options_.alpha(step_), .consistency_weight = options_.consistency_weight(step_)};
    require_valid_average(report.alpha, options_.average);
    if (!(report.consistency_weight >= 0 && std::isfinite(report.consistency_weight)))
      throw option_error("teacher.consistency_weight",
                         "the weight of consistency must be finite and not negative, got " +
                             std::to_string(report.consistency_weight));
    if (options_.correct_bias) report.alpha = correction(report.alpha);
    return report;
  }

  [[nodiscard]] tensor_t<B> total_loss(labelled_batch const& labelled, unlabelled_batch const& unlabelled,
                                       random_stream const& random, buffer_snapshot<B> const& teacher_before,
                                       step_report& report) {
    auto loss = detail::supervised_loss(task_, be_, student_, labelled, group_, report,
                                        [&](std::string const& term, double value) { refuse(term, value); });
    if constexpr (!std::same_as<Filter, keep_none>) {
      auto const views = task_.views(unlabelled, random);
      auto const prediction = teacher_prediction(views, teacher_before);
      auto const own = to_doubles(task_.uncertainty(be_, prediction));
      detail::joint_batch const joint(
          group_, detail::positions_of_predictions<Task, B, Model>(task_, prediction, views, own.size()));
      report.uncertainties = joint.gathered(own);
      auto judged = detail::judge(filter_, report.uncertainties, joint, task_, be_, student_, unlabelled, prediction,
                                  views, step_);
      report.weights = std::move(judged.weights);
      report.pass_rate = detail::mean(report.weights);
      report.threshold = detail::threshold_of(filter_);
      report.starved_steps = report.pass_rate > 0 ? 0 : starved_ + 1;
      if (options_.starved_after > 0 && report.starved_steps >= options_.starved_after)
        throw detail::nothing_passed(std::to_string(report.starved_steps) + " steps in a row");
      if (!(report.pass_rate > 0)) return loss;
      auto const slots = options_.unlabelled_slots > 0 ? options_.unlabelled_slots : report.weights.size();
      if (options_.unlabelled_slots > 0) report.weights = first_accepted(report.weights, slots);
      auto target = task_.target(be_, prediction, views);
      detail::count_targets(task_, target, group_);
      detail::judge_pseudo_labels(task_, be_, joint, target, unlabelled, views, report);
      if (!judged.said) judged.said = detail::student_answer(task_, be_, student_, prediction, views);
      auto const distance = task_.consistency(be_, *judged.said, target);
      auto const consistency = detail::weighted_mean(be_, distance, joint.own(report.weights), slots);
      report.consistency_loss = suregrasp::sum_over(group_, double(suregrasp::item(be_, consistency)));
      if (!std::isfinite(report.consistency_loss))
        refuse("consistency", report.consistency_loss, detail::finite(be_, target));
      loss = be_.add(loss, suregrasp::scale(be_, consistency, report.consistency_weight));
    }
    return loss;
  }

  /// `before`: the teacher's buffers, which are put back unless the average skips them.
  [[nodiscard]] typename Model::output_type teacher_prediction(typename Task::view_pair const& views,
                                                               buffer_snapshot<B> const& before) {
    auto prediction = suregrasp::without_gradients(be_, [&] { return teacher_.forward(views.teacher); });
    if (options_.average.buffers != average_rule::skip) before.put_back(teacher_);
    return prediction;
  }

  void watch(step_report& report) {
    if (!watch_.active() || report.rolled_back) return;
    if (watch_.diverged(report.supervised_loss)) {
      if (options_.divergence.action == divergence_action::roll_back) report.rolled_back = roll_back();
      if (!report.rolled_back) throw detail::diverged(watch_, report.step);
    } else if constexpr (resumable_optimizer<Optimizer, B>) {
      if (options_.divergence.action == divergence_action::roll_back && watch_.good()) mark_good();
    }
  }

  [[noreturn]] void refuse(std::string const& term, double value, bool finite_target = true) const {
    auto const broken = suregrasp::first_not_finite(be_, student_);
    throw detail::not_finite(term, value, step_, broken, finite_target);
  }

  [[nodiscard]] std::vector<double> to_doubles(tensor_t<B> const& t) const {
    auto const host = be_.to_host(t);
    return {host.values.begin(), host.values.end()};
  }

  B be_;
  Model student_;
  Model teacher_;
  Task task_;
  Optimizer optimizer_;
  Filter filter_;
  mean_teacher_options options_;
  Group group_;
  divergence_watch watch_;
  bias_correction correction_;
  std::optional<checkpoint_type> good_;
  std::int64_t step_ = 0;
  std::int64_t starved_ = 0;
  std::int64_t steps_with_pseudo_labels_ = 0;
  std::int64_t roll_backs_ = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_MEAN_TEACHER_HPP
