#ifndef SUREGRASP_TRAIN_UNLABELLED_BATCH_HPP
#define SUREGRASP_TRAIN_UNLABELLED_BATCH_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <suregrasp/core/random.hpp>
#include <suregrasp/distributed/batch_part.hpp>
#include <suregrasp/images/augment.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/teacher/carried_targets.hpp>
#include <suregrasp/train/training_batch.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// Photographs without labels in two views each, on the host.
struct unlabelled_batch {
  std::vector<sample> photographs;
  image_batch<host_array<float>> teacher, student;  ///< `[N, 3, S, S]`
  std::vector<view_maps<affine_map<double>>> maps;  ///< from pixels of the photograph into the views
  batch_part part{};                                ///< of the batch of all processes, which this is
};

/// The views that teacher and student get.
struct unlabelled_batch_options {
  preprocess_options input{};
  augment_options teacher = augment_options::weak();
  augment_options student = augment_options::strong();
};

/// The part of a batch of the photographs at `positions` in views drawn at random; the draw depends on `random` alone:
/// parts are what the whole batch has at their positions, and none of them has depth where a photograph of the batch
/// has none; no photograph of another part is read. Throws `option_error` `batch.empty` without photographs, and as
/// `sample_store`.
[[nodiscard]] inline unlabelled_batch make_unlabelled_batch(sample_store const& photographs,
                                                            std::vector<std::size_t> const& positions,
                                                            unlabelled_batch_options const& options,
                                                            random_stream const& random, batch_part const& part) {
  if (part.count == 0) throw option_error("batch.empty", "a batch of unlabelled photographs needs at least one");
  unlabelled_batch batch{.photographs = {}, .teacher = {}, .student = {}, .maps = {}, .part = part};
  std::vector<network_input> teacher, student;
  auto const drawn = [&](augment_options const& from, char const* stream, std::size_t i) {
    return preprocess(batch.photographs.back(), options.input,
                      draw_view(from, options.input.size, random.fork(stream, i)));
  };
  for (std::size_t i = part.first; i < part.first + part.count; ++i) {
    batch.photographs.push_back(photographs[positions[i]]);
    teacher.push_back(drawn(options.teacher, "teacher", i));
    student.push_back(drawn(options.student, "student", i));
    batch.maps.push_back({teacher.back().to_input, student.back().to_input});
  }
  batch.teacher = detail::joined_images(teacher);
  batch.student = detail::joined_images(student);
  if (!detail::all_have_depth(photographs, positions)) batch.teacher.depth = batch.student.depth = std::nullopt;
  return batch;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TRAIN_UNLABELLED_BATCH_HPP
