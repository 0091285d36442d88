#include "process_settings.hpp"

#include <malloc.h>
#include <unistd.h>

#include <cstdlib>
#include <opencv2/core/utils/logger.hpp>

namespace suregrasp::cli {

namespace {

/// Work of neural networks asks the allocator for the same large blocks at every step: keep them instead of returning
/// them to the system.
void keep_large_blocks() {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 64 << 20);
}

/// OpenMP's threads spin while they wait, which on a busy machine costs far more than it gains. They read this setting
/// when the program is loaded, so it starts over once.
void wait_passively(char** arguments) {
  if (std::getenv("OMP_WAIT_POLICY") != nullptr) return;
  setenv("OMP_WAIT_POLICY", "passive", 1);
  execv("/proc/self/exe", arguments);  // returns only where it cannot; then the default has to do
}

/// What is wrong with an image is said by our own errors; OpenCV's words on it would stand in between.
void silence_opencv() { cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); }

}  // namespace

void settle_process(char** arguments) {
  wait_passively(arguments);
  keep_large_blocks();
  silence_opencv();
}

}  // namespace suregrasp::cli
