#include "video.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <system_error>

#include "progress.hpp"

namespace suregrasp::cli {

namespace {

namespace fs = std::filesystem;

std::string ending_of(fs::path const& file) {
  auto ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return ending;
}

/// What a video is called beside its target while it is being written: the ending says the format.
fs::path unfinished_name(fs::path const& target, fs::path const& file) {
  return target.parent_path() / ("." + target.filename().string() + ".suregrasp-unfinished" + ending_of(file));
}

double rate_of(cv::VideoCapture const& capture) {
  double const rate = capture.get(cv::CAP_PROP_FPS);
  return std::isfinite(rate) && rate > 0 ? rate : 25;
}

}  // namespace

frame_source::frame_source(fs::path const& file) : name_(file.string()), live_(false) {
  if (!fs::is_regular_file(file)) throw data_error("data.video", name_ + ": no such file, expected a video");
  if (!capture_.open(name_))
    throw data_error("data.video", name_ + ": expected a video, but no decoder reads the file");
  rate_ = rate_of(capture_);
}

frame_source::frame_source(int camera) : name_("camera " + std::to_string(camera)), live_(true) {
  if (!capture_.open(camera)) throw data_error("data.video", name_ + ": expected a camera that can be opened");
  capture_.set(cv::CAP_PROP_BUFFERSIZE, 1);
  rate_ = rate_of(capture_);
}

std::optional<video_frame> frame_source::next() {
  cv::Mat bgr;
  if (!capture_.read(bgr) || bgr.empty()) {
    if (read_ == 0) throw data_error("data.video", name_ + ": expected frames, but not even the first can be read");
    return std::nullopt;
  }
  double const now = monotonic_seconds();
  if (read_ == 0) start_ = now;
  video_frame frame{.number = read_, .seconds = live_ ? now - start_ : static_cast<double>(read_) / rate_};
  cv::cvtColor(bgr, frame.rgb, cv::COLOR_BGR2RGB);
  ++read_;
  return frame;
}

std::int64_t frame_source::count() const {
  double const said = live_ ? 0 : capture_.get(cv::CAP_PROP_FRAME_COUNT);
  return said >= 1 && said < 1e9 ? static_cast<std::int64_t>(said) : 0;
}

void require_video_name(fs::path const& file) {
  if (file.empty() || ending_of(file) == ".avi" || ending_of(file) == ".mp4") return;
  throw option_error("option.video", file.string() + ": expected the name of a video, which ends in .avi or .mp4");
}

video_file::video_file(fs::path const& file, double frames_per_second)
    : file_(file),
      target_(suregrasp::detail::end_of_links(file)),
      unfinished_(unfinished_name(target_, file)),
      rate_(frames_per_second) {
  require_video_name(file);
}

video_file::~video_file() {
  writer_.release();
  std::error_code none;
  fs::remove(unfinished_, none);
}

void video_file::add(cv::Mat const& rgb) {
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  auto const code = ending_of(file_) == ".avi" ? cv::VideoWriter::fourcc('M', 'J', 'P', 'G')
                                               : cv::VideoWriter::fourcc('m', 'p', '4', 'v');
  if (!writer_.isOpened() && !writer_.open(unfinished_.string(), code, rate_, bgr.size()))
    throw data_error("io.write", "cannot write " + file_.string() + ": OpenCV has no encoder for it");
  writer_.write(bgr);
}

void video_file::finish() {
  if (!writer_.isOpened()) return;
  writer_.release();
  std::error_code problem;
  fs::rename(unfinished_, target_, problem);
  if (problem) throw data_error("io.write", "cannot put in place " + file_.string() + ": " + problem.message());
}

}  // namespace suregrasp::cli
