#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>

#include "../catch2.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

words adaptation(std::string const& out, words const& more = {}) {
  auto const& at = workplace::get();
  return joined({"adapt", "--model", at.model(), "--data", at.target(), "--out", out, "--labelled", "3", "--block", "1",
                 "--checkpoint-every", "0", "--evaluations", "1"},
                more);
}

}  // namespace

TEST_CASE("an adaptation that is killed goes on to the result of one that is not") {
  temporary_folder const folder;
  std::string const whole = folder / "whole", broken = folder / "broken";
  words const steps{"--steps", "8"};
  REQUIRE(run(adaptation(whole, steps)).status == 0);
  CHECK(folder.count() == 3);
  kill_at_checkpoint(adaptation(broken, steps), broken + ".checkpoint", 3);
  CHECK_FALSE(fs::exists(broken));
  auto const refused = run(adaptation(broken, {"--steps", "8", "--rate", "0.5", "--quiet"}));
  CHECK(refused.status == 2);
  CHECK(refused.error_lines() == 1);
  CHECK_THAT(refused.err, Contains(broken + ".checkpoint") && Contains("--restart"));
  auto const resumed = run(adaptation(broken, steps));
  CHECK(resumed.status == 0);
  CHECK_THAT(resumed.err, Contains("resuming at step "));
  CHECK((left_by_adaptation(broken) == left_by_adaptation(whole)));
  CHECK(folder.count() == 6);
}

TEST_CASE("an adaptation takes the labels of the photographs that were suggested") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  std::string const list = folder / "list.txt", split = folder / "split.json";
  REQUIRE(run({"split", "--data", at.target(), "--out", split, "--by", "image", "--quiet"}).status == 0);
  auto const suggested = run({"suggest", "--model", at.model(), "--data", at.target(), "--split", split, "--count", "2",
                              "--out", list, "--quiet"});
  REQUIRE(suggested.status == 0);
  CHECK(suggested.err.empty());
  CHECK(suggested.out == suregrasp::read_file(list));
  CHECK(std::count(suggested.out.begin(), suggested.out.end(), '\n') == 2);
  words const by_list{"--split", split, "--label-list", list, "--quiet", "--steps", "2"};
  REQUIRE(run(adaptation(folder / "out", by_list)).status == 0);
  for (auto const& id : json_of(folder / "out.json").at("split").at("labelled"))
    CHECK_THAT(suggested.out, Contains(id.get<std::string>() + "  #"));

  auto const held_out = nlohmann::json::parse(suregrasp::read_file(split)).at("held_out")[0].get<std::string>();
  auto const refuses = [&](std::string const& text, std::string const& expected) {
    suregrasp::write_file(list, text);
    auto const ended = run(adaptation(folder / "other", by_list));
    CHECK(ended.status == 2);
    CHECK(ended.error_lines() == 1);
    CHECK_THAT(ended.err, Contains(expected));
  };
  refuses("# nothing\n\n", list + ": expected ids");
  refuses("\nno such photograph\n", list + ":2: ");
  refuses(held_out + "\n" + held_out + " # again\n", list + ":2: " + held_out + " stands in line 1");
  refuses(held_out + "\n", held_out);
}

TEST_CASE("an adaptation learns by what its options say") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  words const few{"--quiet", "--steps", "2"};
  REQUIRE(run(adaptation(folder / "stages", few)).status == 0);
  REQUIRE(run(adaptation(folder / "heads", joined(few, {"--learns", "heads"}))).status == 0);
  REQUIRE(run(adaptation(folder / "margin", joined(few, {"--student-margin", "2"}))).status == 0);
  CHECK(tensors_of(folder / "stages") != tensors_of(folder / "heads"));
  CHECK(tensors_of(folder / "stages") != tensors_of(folder / "margin"));
  for (auto const& wrong : {words{"--teacher-views", "3"}, words{"--student-margin", "0"},
                            words{"--method", "direct", "--filter", "soft"}, words{"--learns", "nothing"}}) {
    auto const ended = run(adaptation(folder / "no", wrong));
    CHECK(ended.status == 2);
    CHECK(ended.error_lines() == 1);
  }
  CHECK_FALSE(fs::exists(folder / "no"));
  CHECK(fs::exists(at.model()));
}
