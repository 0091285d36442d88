#include <algorithm>
#include <opencv2/core.hpp>
#include <suregrasp/images/images.hpp>

#include "../catch2.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// Two photographs, one of them in a folder of its own, and a file that is none.
void make_pictures(temporary_folder const& folder) {
  auto const& at = workplace::get();
  fs::create_directories(folder / "pictures/b");
  fs::copy(at.photograph(), folder / "pictures/one.png");
  fs::copy(at.source() + "/source00001r.png", folder / "pictures/b/one.png");
  suregrasp::write_file(folder / "pictures/notes.txt", "mine");
}

words detecting(std::string const& what, words const& more) {
  return joined({"detect", what, "--model", workplace::get().model(), "--quiet"}, more);
}

/// Centres of the grasps in a file that `--json` wrote.
std::vector<cv::Point2d> centres_in(std::string const& path) {
  std::vector<cv::Point2d> all;
  auto const found = nlohmann::json::parse(suregrasp::read_file(path));
  for (auto const& each : found.at("grasps")) all.emplace_back(each.at("x").get<double>(), each.at("y").get<double>());
  return all;
}

}  // namespace

TEST_CASE("nothing to grasp is said in words, in JSON, on the picture and by the status") {
  temporary_folder const folder;
  auto const ended = run(detecting(workplace::get().photograph(),
                                   {"--threshold", "1", "--json", folder / "grasps", "--out", folder / "picture.png"}));
  CHECK(ended.status == 3);
  CHECK(ended.err.empty());
  CHECK_THAT(ended.out, Contains("nothing to grasp: the highest heat is 0.") && Contains("the threshold 1.00"));
  auto const found = nlohmann::json::parse(suregrasp::read_file(folder / "grasps"));
  CHECK(found.at("grasps").empty());
  CHECK_THAT(found.at("nothing").get<std::string>(), Contains("nothing to grasp"));
  CHECK(fs::exists(folder / "picture.png"));
}

TEST_CASE("grasps above the M_uc that is accepted are told as refused, and alone they are nothing to grasp") {
  temporary_folder const folder;
  auto const accepted = [&](words const& more) {
    auto const ended = run(joined(
        detecting(workplace::get().photograph(), {"--threshold", "0", "--top", "5", "--json", folder / "grasps"}),
        more));
    auto const found = nlohmann::json::parse(suregrasp::read_file(folder / "grasps"));
    std::vector<std::size_t> counts{static_cast<std::size_t>(ended.status), 0};
    for (auto const& each : found.at("grasps")) counts[1] += each.value("accepted", true) ? 1 : 0;
    return std::pair(counts, ended.out);
  };
  CHECK(accepted({"--accept", "1e9"}).first == std::vector<std::size_t>{0, 5});
  auto const [counts, text] = accepted({"--accept", "1e-9"});
  CHECK(counts == std::vector<std::size_t>{3, 0});
  CHECK_THAT(text, Contains("refused"));
  CHECK_FALSE(nlohmann::json::parse(suregrasp::read_file(folder / "grasps")).at("grasps")[0].at("accepted"));
}

TEST_CASE("grasps are sought in a region alone, given by corners or by a picture") {
  temporary_folder const folder;
  auto const photograph = suregrasp::read_rgb(workplace::get().photograph());
  cv::Mat mask = cv::Mat::zeros(photograph.size(), CV_8UC1);
  mask(cv::Rect(40, 30, 200, 150)) = 255;
  suregrasp::write_rgb(folder / "mask.png", mask);
  for (std::string const& region : {std::string("40,30,239,30,239,179,40,179"), std::string(folder / "mask.png")}) {
    REQUIRE(run(detecting(workplace::get().photograph(),
                          {"--threshold", "0", "--region", region, "--json", folder / "grasps"}))
                .status == 0);
    auto const centres = centres_in(folder / "grasps");
    CHECK_FALSE(centres.empty());
    for (auto const& each : centres) CHECK(cv::Rect2d(39, 29, 202, 152).contains(each));
  }
  suregrasp::write_rgb(folder / "small.png", mask(cv::Rect(0, 0, 10, 10)));
  for (auto const& [region, expected] :
       {std::pair{std::string("1,2,3"), "--region: expected at least three corners"},
        std::pair{std::string("no such file"), "--region: expected a picture that is there, or corners"},
        std::pair{std::string(folder / "small.png"), "found 10x10"}}) {
    auto const refused = run(detecting(workplace::get().photograph(), {"--region", region}));
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains(expected));
  }
}

TEST_CASE("of many photographs there is a line each, or a file each that is not made twice") {
  temporary_folder const folder;
  make_pictures(folder);
  auto const lines = run(detecting(folder / "pictures", {"--threshold", "0", "--top", "2"}));
  REQUIRE(lines.status == 0);
  CHECK(std::count(lines.out.begin(), lines.out.end(), '\n') == 2);
  auto const first = nlohmann::json::parse(lines.out.substr(0, lines.out.find('\n')));
  CHECK(first.at("image") == (folder / "pictures/b/one.png").string());
  CHECK(first.at("grasps").size() == 2);

  words const results{"--threshold", "0", "--top", "2", "--results", folder / "results"};
  CHECK(run(detecting(folder / "pictures", joined(results, {"--shard", "2/2"}))).status == 0);
  CHECK_FALSE(fs::exists(folder / "results/b/one.png.json"));
  auto const made = fs::last_write_time(folder / "results/one.png.json");
  auto const rest = run(joined({"detect", folder / "pictures", "--model", workplace::get().model()}, results));
  CHECK(rest.status == 0);
  CHECK_THAT(rest.err, Contains("1 of 2 photographs are done already"));
  CHECK(fs::last_write_time(folder / "results/one.png.json") == made);
  CHECK(nlohmann::json::parse(suregrasp::read_file(folder / "results/b/one.png.json")) == first);
  CHECK(run(detecting(folder / "pictures", {"--threshold", "1"})).status == 3);
}

TEST_CASE("a damaged photograph among many ends the run with its name, or is left out if wanted") {
  temporary_folder const folder;
  make_pictures(folder);
  suregrasp::write_file(folder / "pictures/c.png", "no picture");
  auto const refused = run(detecting(folder / "pictures", {"--threshold", "0"}));
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("pictures/c.png"));
  auto const ended = run(detecting(folder / "pictures", {"--threshold", "0", "--skip-faulty"}));
  CHECK(ended.status == 0);
  CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 2);
}

TEST_CASE("what is of one photograph is refused for several") {
  temporary_folder const folder;
  make_pictures(folder);
  for (words const& more : {words{"--depth", workplace::get().depth()}, words{"--json", folder / "grasps"}}) {
    auto const refused = run(detecting(folder / "pictures", more));
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("are of one photograph, got 2"));
  }
  auto const twice = run(detecting(folder / "pictures/one.png", {folder / "pictures/b/one.png"}));
  CHECK(twice.status == 2);
  CHECK_THAT(twice.err, Contains("another photograph of the name one.png"));
}

TEST_CASE(
    "pictures and depth with nothing in them have grasps of finite numbers, none, or an error that names the file") {
  temporary_folder const folder;
  cv::Mat const black(48, 64, CV_8UC3, cv::Scalar::all(0)), grey(48, 64, CV_8UC3, cv::Scalar::all(127));
  cv::Mat checks = black.clone();
  for (int y = 0; y < checks.rows; ++y)
    for (int x = 0; x < checks.cols; ++x)
      if ((x / 2 + y / 2) % 2 == 0) checks.at<cv::Vec3b>(y, x) = {255, 255, 255};
  cv::Mat const dot(1, 1, CV_8UC3, cv::Scalar::all(0)), flat(48, 64, CV_32FC1, 0.7F), unknown(48, 64, CV_32FC1, 0.F);
  suregrasp::write_depth(folder / "flat.tiff", flat);
  suregrasp::write_depth(folder / "unknown.tiff", unknown);
  for (auto const& picture : {black, grey, checks, dot}) {
    suregrasp::write_rgb(folder / "picture.png", picture);
    auto const ended = run(detecting(folder / "picture.png", {"--threshold", "0", "--json", folder / "grasps"}));
    REQUIRE(ended.status == 0);
    auto const found = json_of(folder / "grasps").at("grasps");
    REQUIRE_FALSE(found.empty());
    for (auto const& each : found)
      for (auto const* key : {"x", "y", "theta", "opening", "jaw", "uncertainty"})
        CHECK(each.at(key).is_number());  // what is not finite is null
  }
  suregrasp::write_rgb(folder / "picture.png", grey);
  CHECK(run(detecting(folder / "picture.png", {"--threshold", "0", "--depth", folder / "flat.tiff"})).status == 0);
  auto const refused = run(detecting(folder / "picture.png", {"--depth", folder / "unknown.tiff"}));
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("unknown.tiff: expected a depth image with measurements"));
}
