#ifndef SUREGRASP_CLI_CONSOLE_LIVE_SOURCE_HPP
#define SUREGRASP_CLI_CONSOLE_LIVE_SOURCE_HPP

#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "video.hpp"

namespace suregrasp::cli {

/// A frame of a folder or camera.
struct live_picture {
  std::string name{};
  cv::Mat rgb{};            ///< CV_8UC3; red, green, blue
  cv::Mat depth{};          ///< CV_32FC1, metres; empty where there is none
  double read_seconds = 0;  ///< what it took to read it
};

/// The newest photograph of a folder that something writes into, again and again. A photograph is a PNG or JPEG file;
/// the depth of `NAMEr.png` is `NAMEd.tiff` or `NAMEd.png`, which must be there first. Files are best moved in, whole.
class folder_source {
 public:
  /// Ends after `idle` seconds in which no photograph came; 0: never. Throws `data_error` `data.folder` for what is no
  /// folder.
  folder_source(std::filesystem::path folder, double idle, std::optional<double> metres_per_unit);

  /// The newest photograph that was not there before; it waits for one. Throws as `read_rgbd`.
  std::optional<live_picture> operator()(std::stop_token const& stop);

 private:
  using version = std::pair<std::filesystem::file_time_type, std::filesystem::path>;
  [[nodiscard]] std::optional<version> newest() const;

  std::filesystem::path folder_;
  double idle_;
  std::optional<double> metres_per_unit_;
  std::optional<version> last_{};
};

/// What a camera sees, frame by frame.
class camera_source {
 public:
  explicit camera_source(int number) : frames_(number) {}
  std::optional<live_picture> operator()(std::stop_token const& stop);

 private:
  frame_source frames_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_LIVE_SOURCE_HPP
