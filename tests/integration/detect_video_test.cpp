#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <suregrasp/images/images.hpp>

#include "../catch2.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// A photograph for so many frames, ten in a second, as Motion JPEG.
void write_video(std::string const& path, int frames) {
  cv::Mat bgr;
  cv::cvtColor(suregrasp::read_rgb(workplace::get().photograph()), bgr, cv::COLOR_RGB2BGR);
  cv::VideoWriter video(path, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10, bgr.size());
  REQUIRE(video.isOpened());
  for (int i = 0; i < frames; ++i) video.write(bgr);
}

/// Frames that can be read of a video, and their size.
std::pair<int, cv::Size> frames_in(std::string const& path) {
  cv::VideoCapture video(path);
  std::pair<int, cv::Size> found;
  for (cv::Mat frame; video.read(frame); ++found.first) found.second = frame.size();
  return found;
}

words watching(words const& what, words const& more = {}) {
  return joined(joined({"detect", "--model", workplace::get().model(), "--threshold", "0", "--top", "2"}, what), more);
}

}  // namespace

TEST_CASE("of a video there is a line for each frame, and the annotated video that is asked for") {
  temporary_folder const folder;
  write_video(folder / "in.avi", 4);
  for (std::string const& name : {std::string("out.avi"), std::string("out.mp4")}) {
    auto const ended = run(watching({"--video", folder / "in.avi"}, {"--quiet", "--out", folder / name}));
    INFO(ended.err);
    REQUIRE(ended.status == 0);
    CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 4);
    auto const last = nlohmann::json::parse(ended.out.substr(ended.out.rfind('\n', ended.out.size() - 2) + 1));
    CHECK(last.at("frame") == 3);
    CHECK(last.at("seconds").get<double>() == Approx(0.3));
    CHECK(last.at("grasps").size() == 2);
    auto const [count, size] = frames_in(folder / name);
    CHECK(count == 4);
    CHECK(size.width == 640);
    CHECK(size.height > 480);  // the legend
  }
  CHECK(folder.count() == 3);
  CHECK(
      run({"detect", "--model", workplace::get().model(), "--video", folder / "in.avi", "--threshold", "1", "--quiet"})
          .status == 3);
}

TEST_CASE("what can't be opened as a video or a camera is refused by name") {
  temporary_folder const folder;
  suregrasp::write_file(folder / "words.avi", "no video");
  fs::copy(workplace::get().photograph(), folder / "one.png");
  write_video(folder / "in.avi", 1);
  for (auto const& [what, expected] :
       {std::pair{words{"--video", folder / "nowhere.avi"}, "nowhere.avi: no such file, expected a video"},
        std::pair{words{"--video", folder / "words.avi"}, "words.avi: expected a video"},
        std::pair{words{"--camera", "99"}, "camera 99: expected a camera that can be opened"},
        std::pair{words{"--video", folder / "in.avi", "--camera", "0"}, "expected one of photographs, --video and"},
        std::pair{words{folder / "one.png", "--video", folder / "in.avi"}, "expected one of photographs, --video and"},
        std::pair{words{"--video", folder / "in.avi", "--results", folder / "results"}, "are of photographs"},
        std::pair{words{"--video", folder / "in.avi", "--out", folder / "out.png"}, "ends in .avi or .mp4"},
        std::pair{words{}, "expected photographs, folders of them, --video or --camera"}}) {
    auto const refused = run(watching(what, {"--quiet"}));
    CHECK(refused.status == 2);
    CHECK(refused.error_lines() == 1);
    CHECK_THAT(refused.err, Contains(expected));
    CHECK(refused.out.empty());
  }
  CHECK(folder.count() == 3);
}

TEST_CASE("a video that is interrupted keeps the frames so far") {
  temporary_folder const folder;
  write_video(folder / "in.avi", 2000);
  tool watched(watching({"--video", folder / "in.avi"}, {"--quiet", "--out", folder / "out.avi"}));
  watched.interrupt_at("\"frame\":2", "out");
  auto const ended = watched.finish();
  CHECK(ended.status == 130);
  CHECK(ended.err.empty());
  auto const lines = std::count(ended.out.begin(), ended.out.end(), '\n');
  CHECK(ended.out.back() == '\n');
  CHECK(lines >= 3);
  CHECK(lines < 2000);
  CHECK(frames_in(folder / "out.avi").first == lines);
  CHECK(folder.count() == 2);
}
