#include "process_settings.hpp"

#include <malloc.h>
#include <signal.h>

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

/// What is wrong with an image is said by our own errors; OpenCV's words on it would stand in between.
void silence_opencv() { cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); }

/// A file that grows beyond what the process may write is an error of the write, behind which all is cleaned up.
void outlive_size_limits() { ::signal(SIGXFSZ, SIG_IGN); }

}  // namespace

void settle_process() {
  outlive_size_limits();
  keep_large_blocks();
  silence_opencv();
}

}  // namespace suregrasp::cli
