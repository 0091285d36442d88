#ifndef SUREGRASP_EXPERIMENTS_ADAPTATION_ARMS_HPP
#define SUREGRASP_EXPERIMENTS_ADAPTATION_ARMS_HPP

#include <cstddef>
#include <string>
#include <suregrasp/train/head_adaptation_options.hpp>
#include <vector>

namespace suregrasp::experiments {

/// A way to adapt, compared with others seed by seed.
struct adaptation_arm {
  std::string name;
  void (*apply)(head_adaptation_options&);
  std::string against;  ///< the arm whose losses it is paired with; empty: none
  std::size_t labels = 9;
  bool scored = false;          ///< its detectors are shown the held-out photographs
  bool distractors = false;     ///< also learns from photographs of other things
  std::size_t shown_views = 1;  ///< of each held-out photograph, which vote together
};

/// A question to adaptation, and the arms that answer it.
struct adaptation_study {
  std::string name;
  std::string title;
  std::vector<adaptation_arm> arms;
};

[[nodiscard]] std::vector<adaptation_study> const& adaptation_studies();

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_ADAPTATION_ARMS_HPP
