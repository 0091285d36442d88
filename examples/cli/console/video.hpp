#ifndef SUREGRASP_CLI_CONSOLE_VIDEO_HPP
#define SUREGRASP_CLI_CONSOLE_VIDEO_HPP

#include <cstdint>
#include <filesystem>
#include <opencv2/core/mat.hpp>
#include <opencv2/videoio.hpp>
#include <optional>
#include <string>

namespace suregrasp::cli {

/// A frame of a video.
struct video_frame {
  std::int64_t number = 0;  ///< from 0 on
  double seconds = 0;       ///< since the first one
  cv::Mat rgb{};            ///< CV_8UC3; red, green, blue
};

/// A video, or what a camera sees, frame by frame. Not to be shared by threads.
class frame_source {
 public:
  /// Throws `data_error` `data.video` for a file that is not there or that no decoder of OpenCV reads.
  explicit frame_source(std::filesystem::path const& file);

  /// A camera by its number, as OpenCV counts them; of what it has seen meanwhile the newest frame comes next. Throws
  /// `data_error` `data.video` where there is none that can be opened.
  explicit frame_source(int camera);

  /// The next frame; nothing after the last one. Throws `data_error` `data.video` where not even the first can be read.
  [[nodiscard]] std::optional<video_frame> next();

  /// What the file or the camera says; 25 where it says nothing.
  [[nodiscard]] double frames_per_second() const { return rate_; }

  /// How many frames a file says to have; 0 where it says nothing, and for cameras.
  [[nodiscard]] std::int64_t count() const;

  /// What it is, for people.
  [[nodiscard]] std::string const& name() const { return name_; }

 private:
  std::string name_;
  bool live_;
  cv::VideoCapture capture_{};
  double rate_ = 25;
  double start_ = 0;
  std::int64_t read_ = 0;
};

/// Throws `option_error` `option.video` for a name that ends otherwise than in .avi or .mp4; an empty one is fine.
void require_video_name(std::filesystem::path const& file);

/// A video to be written: Motion JPEG in .avi, MPEG-4 in .mp4. It has the name of the file when it is finished, and
/// leaves nothing behind where it is not.
class video_file {
 public:
  video_file(std::filesystem::path const& file, double frames_per_second);
  video_file(video_file const&) = delete;
  video_file& operator=(video_file const&) = delete;
  ~video_file();

  /// All frames have the size of the first. Throws `data_error` `io.write` where nothing can be written.
  void add(cv::Mat const& rgb);

  /// The frames so far are the video; without any there is none.
  void finish();

 private:
  std::filesystem::path file_, target_, unfinished_;  ///< as named, where links lead, and until it is finished
  double rate_;
  cv::VideoWriter writer_{};
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_VIDEO_HPP
