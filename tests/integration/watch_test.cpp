// The live loop, from the command line.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <sstream>

#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

words watching(std::string const& folder, words const& more = {}) {
  return joined(
      {"watch", folder, "--model", workplace::get().model(), "--threshold", "0", "--top", "2", "--most-age", "60"},
      more);
}

std::vector<nlohmann::json> lines_of(std::string const& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

/// Puts a file into a folder in one step.
void move_in(fs::path const& file, fs::path const& to) {
  fs::copy_file(file, to.parent_path() / ".arriving");
  fs::rename(to.parent_path() / ".arriving", to);
}

}  // namespace

TEST_CASE("watch: the newest photograph of a folder, with its grasps and times") {
  temporary_folder const folder;
  move_in(workplace::get().source() + "/source00001r.png", folder / "old.png");
  fs::last_write_time(folder / "old.png", fs::file_time_type::clock::now() - std::chrono::hours(1));
  move_in(workplace::get().photograph(), folder / "new.png");
  auto const ended = run(watching(folder / ".", {"--idle", "0.3"}));
  CAPTURE(ended.err);
  CHECK(ended.status == 0);
  auto const lines = lines_of(ended.out);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].at("verdict") == "answered");
  CHECK(lines[0].at("image") == "new.png");
  CHECK(lines[0].at("grasps").size() == 2);
  for (auto const* stage : {"read", "check", "detect"}) CHECK(lines[0].at("stages").contains(stage));
  CHECK(lines[0].at("age").get<double>() >= lines[0].at("stages").at("detect").get<double>());
  CHECK_THAT(ended.err, Contains("1 answers, 1 answered; 0 frames dropped"));
}

TEST_CASE("watch: bad frames are named, and the loop lives on") {
  temporary_folder const folder;
  fs::create_directory(folder / "in");
  std::ofstream(folder / "camera.json")
      << R"({"width": 640, "height": 480, "fx": 526, "fy": 526, "cx": 320, "cy": 240})";
  tool running(watching(folder / "in", {"--gripper", "2f140", "--camera", folder / "camera.json"}));
  auto const put = [&](char const* name, cv::Mat const& rgb, cv::Mat const& depth, char const* expected) {
    if (!depth.empty()) cv::imwrite(folder / "in" / (std::string(name) + "d.tiff"), depth);
    cv::imwrite(folder / "whole.png", rgb);
    move_in(folder / "whole.png", folder / "in" / (std::string(name) + "r.png"));
    running.wait_for(std::string("\"verdict\":\"") + expected, "out");
  };
  cv::Mat const rgb = cv::imread(workplace::get().photograph());
  cv::Mat const depth = cv::imread(workplace::get().depth(), cv::IMREAD_UNCHANGED);
  put("a", rgb(cv::Rect(0, 0, 320, 240)), depth(cv::Rect(0, 0, 320, 240)), "other_size");
  put("b", cv::Mat::zeros(480, 640, CV_8UC3), depth, "black");
  put("c", rgb, cv::Mat(1000 * depth), "other_unit");
  put("d", rgb, cv::Mat::zeros(480, 640, CV_32FC1), "no_depth");
  std::ofstream(folder / "in/er.png") << "half a file";
  running.wait_for("\"verdict\":\"unreadable", "out");
  put("f", rgb, depth, "answered");
  running.interrupt_at("\"image\":\"fr.png\"", "out");
  auto const ended = running.finish();
  CHECK(ended.status == 130);
  auto const last = lines_of(ended.out).back();
  CHECK(last.at("grasps").at(0).at("gripper").contains("verdict"));
  CHECK(last.at("stages").contains("plan"));
}

TEST_CASE("watch: a source that is none is refused") {
  auto const ended = run(watching("nowhere"));
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("expected a folder that photographs come into"));
  CHECK_THAT(run(watching("99")).err, Contains("camera 99"));
}
