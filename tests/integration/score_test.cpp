#include <suregrasp/files/atomic_file.hpp>

#include "../catch2.hpp"
#include "../real_files.hpp"
#include "workplace.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using Catch::Contains;
using json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Three photographs' labels: a level rectangle, one half as large, one upright.
class labels_folder {
 public:
  labels_folder() {
    fs::create_directories(folder_ / "data");
    write_file(folder_ / "data/pcd0001cpos.txt", "80 90\n120 90\n120 110\n80 110\n");
    write_file(folder_ / "data/pcd0002cpos.txt", "90 95\n110 95\n110 105\n90 105\n");
    write_file(folder_ / "data/pcd0003cpos.txt", "90 120\n90 80\n110 80\n110 120\n");
  }
  [[nodiscard]] std::string data() const { return (folder_ / "data").string(); }
  [[nodiscard]] std::string operator/(std::string const& name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::string written(std::string const& name, std::string const& text) const {
    write_file(folder_ / name, text);
    return *this / name;
  }

 private:
  temporary_folder folder_;
};

words score(std::string const& predictions, labels_folder const& at, words const& more = {}) {
  return joined({"score", "--predictions", predictions, "--data", at.data(), "--quiet"}, more);
}

/// The first label, the second twice as large, the third level instead of upright.
std::string const csv =
    "id,x,y,theta_degrees,opening,jaw,uncertainty\n"
    "pcd0001,100,100,0,40,20,0.1\n"
    "pcd0002,100,100,0,40,20,0.2\n"
    "pcd0003,100,100,10,40,20,0.3\n";

json figures_of(words arguments, std::string const& file) {
  auto const ended = run(joined(std::move(arguments), {"--json", file}));
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  CHECK(ended.err.empty());
  return json::parse(read_file(file));
}

}  // namespace

TEST_CASE("score: every form of predictions gives the same figures") {
  labels_folder const at;
  auto const table = at.written("p.csv", csv);
  auto const jacquard =
      at.written("p.txt", "pcd0001\n100;100;0;40;20\npcd0002r.png\n100;100;0;40;20\npcd0003\n100;100;-10;40;20\n");
  json rows = json::array();
  for (int i = 1; i <= 3; ++i)
    rows.push_back(
        {{"id", "pcd000" + std::to_string(i)},
         {"grasps",
          {{{"x", 100}, {"y", 100}, {"theta", i == 3 ? 0.17453292519943295 : 0.0}, {"opening", 40}, {"jaw", 20}}}}});
  auto const object = at.written("p.json", rows.dump());
  auto const expected = figures_of(score(table, at), at / "figures");
  for (auto const& file : {jacquard, object}) {
    auto const figures = figures_of(score(file, at), at / "figures");
    for (char const* key : {"success", "top_k_success", "any_success", "predictions", "mean_difference_pixels"})
      CHECK((figures.at(key) == expected.at(key)));
    CHECK(figures.at("ranked_by") == "file");
    CHECK_FALSE(figures.contains("certainty"));
  }
  CHECK(expected.at("ranked_by") == "uncertainty");
  CHECK(expected.at("success").size() == 11);
  CHECK(expected.at("success")[0].at("successes") == 1);  // the second overlaps by exactly 0.25, the third is turned
  CHECK(expected.at("certainty").at("failure_rate").get<double>() == Approx(2.0 / 3));
  CHECK(expected.at("certainty").at("controlled_threshold").is_null());
  CHECK(expected.at("average_precision").get<double>() == Approx(1.0 / 3));
  for (char const* key : {"dialect", "rank", "top-k", "camera", "compare", "risk", "delta", "predictions", "data"})
    CHECK((expected.at("record").at("options").contains(key)));
}

TEST_CASE("score: dialects, ranks and cameras do what they say") {
  labels_folder const at;
  auto const table = at.written("p.csv", csv);
  auto const first = [&](words const& more) {
    return figures_of(score(table, at, more), at / "figures").at("success")[0].at("successes").get<int>();
  };
  CHECK(first({}) == 1);
  CHECK(first({"--dialect", "ggcnn"}) == 2);  // 21 x 11 of 41 x 21 pixels are more than a quarter
  CHECK(first({"--dialect", "ivalab"}) == 1);
  auto const figures = figures_of(score(table, at, {"--camera", "500,500,0.5"}), at / "figures");
  CHECK(figures.at("mean_difference_millimetres").at("opening").get<double>() ==
        Approx(figures.at("mean_difference_pixels").at("opening").get<double>()));
  auto const two = at.written("two.csv", csv + "pcd0003,100,100,90,40,20,0.9\n");
  auto const ranked = figures_of(score(two, at, {"--top-k", "2"}), at / "figures");
  CHECK(ranked.at("success")[0].at("successes") == 1);
  CHECK(ranked.at("top_k_success")[10].at("successes") == 2);
}

TEST_CASE("score: two files are compared pair by pair") {
  labels_folder const at;
  auto const worse = at.written("worse.csv", csv);
  auto const better = at.written("better.csv",
                                 "id,x,y,theta,opening,jaw\npcd0001,100,100,0,40,20\n"
                                 "pcd0002,100,100,0,20,10\n");
  auto const ended = run(score(better, at, {"--compare", worse, "--json", at / "figures"}));
  CHECK_THAT(ended.out, Contains("McNemar") && Contains("without a prediction, which count as failures: 1"));
  auto const rows = json::parse(read_file(at / "figures")).at("comparison").at("rows");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].at("both") == 1);
  CHECK(rows[0].at("only_this") == 1);
  CHECK(rows[0].at("only_other") == 0);
  CHECK(rows[0].at("neither") == 1);
  CHECK(rows[0].at("p_value") == 1);
}

TEST_CASE("score: what detect writes can be scored") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  REQUIRE(run({"detect", at.photograph(), "--model", at.model(), "--threshold", "0", "--json", folder / "grasps",
               "--quiet"})
              .status == 0);
  auto const figures =
      figures_of({"score", "--predictions", folder / "grasps", "--data", at.source(), "--quiet"}, folder / "figures");
  CHECK(figures.at("photographs") == 12);
  CHECK(figures.at("without_prediction") == 11);
  CHECK(figures.at("ranked_by") == "uncertainty");
}

TEST_CASE("score: bad input ends with status 2, one line, the source and what was expected") {
  labels_folder const at;
  struct fault {
    std::string text, source, expected;
    words more;
  };
  auto const each = GENERATE(values<fault>(
      {{"id,x,y,theta,opening\npcd0001,1,2,3,4\n", "p:2", "no jaw", {}},
       {"id,x,y,theta,opening,jaws\n", "p:1", "`jaws`", {}},
       {"id,x,y,theta,opening,jaw\npcd0001,1,2,3,four,5\n", "p:2", "`four`", {}},
       {"id,x,y,theta,opening,jaw\npcd0009,1,2,3,4,5\n", "p:2", "pcd0009", {}},
       {"pcd0001\n1;2;3;4\n", "p:2", "five numbers", {}},
       {"[{\"id\": \"pcd0001\",\n\"grasps\": [}]", "p:2:", "expected JSON", {}},
       {"", "p", "empty", {}},
       {"id,x,y,theta,opening,jaw\npcd0001,1,2,3,4,5\n", "p", "expected every prediction to have", {"--rank", "score"}},
       {"id,x,y,theta,opening,jaw\npcd0001,1,2,3,4,5\n", "--camera", "fx,fy,depth", {"--camera", "500,500"}},
       {"id,x,y,theta,opening,jaw\npcd0001,1,2,3,4,5\n", "depth", "above 0", {"--camera", "500,500,0"}},
       {"id,x,y,theta,opening,jaw\npcd0001,1,2,3,4,5\n",
        "no folder",
        "cannot be written",
        {"--json", "/no such folder/figures"}},
       {"id,x,y,theta,opening,jaw\npcd0001,1,2,3,4,5\n", "none", "no such file", {"--compare", "/no such folder/none"}},
       {"id,x,y,theta,opening,jaw\npcd0001,1,2,3,4,5\n", "--dialect", "moon", {"--dialect", "moon"}}}));
  auto const ended = run(score(at.written("p", each.text), at, each.more));
  INFO(ended.err);
  CHECK(ended.status == 2);
  CHECK(ended.error_lines() == 1);
  CHECK(ended.out.empty());
  CHECK_THAT(ended.err, Catch::StartsWith("suregrasp: ") && Contains(each.source) && Contains(each.expected));
}

TEST_CASE("score: a folder without labels is refused") {
  temporary_folder const folder;
  write_file(folder / "p", "id,x,y,theta,opening,jaw\n");
  auto const ended = run({"score", "--predictions", folder / "p", "--data", folder.path(), "--quiet"});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("<id>cpos.txt or <id>_grasps.txt"));
}

TEST_CASE("evaluate --oracle: what a perfect network reaches, with a model's input or without one") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const oracle = [&](words const& more) {
    return figures_of(joined({"evaluate", "--oracle", "--data", at.source(), "--quiet"}, more), folder / "figures");
  };
  auto const alone = oracle({"--size", "96"}), same = oracle({"--model", at.model()}), finer = oracle({});
  REQUIRE(alone.at("ceiling").size() == 4);
  CHECK(alone.at("images") == 12);
  CHECK(alone.at("ceiling")[3].at("stage") == "heatmap");
  CHECK((alone.at("ceiling")[3].at("success") == same.at("ceiling")[3].at("success")));
  CHECK(finer.at("ceiling")[1].at("success")[2].at("successes") ==
        finer.at("ceiling")[0].at("success")[2].at("successes"));
}

TEST_CASE("score and evaluate --oracle work on real labels") {
  auto const cornell = real_data("cornell-rgb"), jacquard = real_data("jacquard-sample");
  temporary_folder const folder;
  if (!jacquard.empty()) {
    write_file(folder / "p.txt", "0_e35c7e8c9f85cac42a2f0bc2931a19e\n500;500;0;100;50\n");
    auto const figures = figures_of(
        {"score", "--predictions", folder / "p.txt", "--data", jacquard.string(), "--quiet"}, folder / "figures");
    CHECK(figures.at("without_prediction") == figures.at("photographs").get<int>() - 1);
  }
  if (cornell.empty()) return;
  auto const oracle = figures_of({"evaluate", "--oracle", "--data", cornell.string(), "--quiet"}, folder / "figures");
  auto const rate = [&](std::size_t stage, std::size_t k) {
    return oracle.at("ceiling")[stage].at("success")[k].at("rate").get<double>();
  };
  CHECK(oracle.at("images") == 707);
  for (std::size_t k = 0; k < 3; ++k) CHECK(rate(2, k) > 0.99);
  CHECK(rate(3, 0) > 0.97);
}
