#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/safetensors.hpp>

#include "../catch2.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

words training(std::string const& out, words const& more = {}) {
  return joined(joined({"train", "--data", workplace::get().source(), "--out", out}, tiny_training), more);
}

}  // namespace

TEST_CASE("the same seed trains the same model, another one another") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  REQUIRE(run(training(folder / "same")).status == 0);
  CHECK((tensors_of(folder / "same") == tensors_of(at.model())));
  REQUIRE(run(training(folder / "other", {"--seed", "2"})).status == 0);
  CHECK((tensors_of(folder / "other") != tensors_of(at.model())));
}

TEST_CASE("a run that is interrupted in both phases goes on to the model of one that is not") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  std::string const model = folder / "model";
  for (char const* moment : {" grasps\n", "training PoseNet: "}) {
    tool training_tool(training(model));
    training_tool.interrupt_at(moment);
    auto const ended = training_tool.finish();
    INFO(ended.err);
    CHECK(ended.status == 130);
    CHECK_THAT(ended.err, Contains("the same command goes on from"));
    CHECK(folder.count() == 1);
    REQUIRE(fs::is_directory(model + ".checkpoint"));
  }

  auto const refused = run(training(model, {"--pose-rate", "0.5", "--quiet"}));
  CHECK(refused.status == 2);
  CHECK(refused.error_lines() == 1);
  CHECK_THAT(refused.err, Contains(model + ".checkpoint") && Contains("pose_rate was 0.001, now it is 0.5"));
  CHECK_FALSE(fs::exists(model));

  auto const resumed = run(training(model));
  CHECK(resumed.status == 0);
  CHECK_THAT(resumed.err, Contains("resuming LocNet at step 1"));
  CHECK((tensors_of(model) == tensors_of(at.model())));
  auto const curves = [](std::string const& path) {
    return nlohmann::json::parse(suregrasp::read_file(path + ".json")).at("curves");
  };
  CHECK(curves(model) == curves(at.model()));
  CHECK(folder.count() == 2);
}

TEST_CASE("a checkpoint that is none is refused, also where the run begins anew") {
  temporary_folder const folder;
  std::string const model = folder / "model";
  suregrasp::write_file(model + ".checkpoint", "words, not tensors");
  for (words const& more : {words{"--quiet"}, words{"--quiet", "--restart"}}) {
    auto const refused = run(training(model, more));
    CHECK(refused.status == 2);
    CHECK(refused.error_lines() == 1);
    CHECK_THAT(refused.err, Contains(model + ".checkpoint") && Contains("move it away"));
    CHECK(folder.count() == 1);
    CHECK(suregrasp::read_file(model + ".checkpoint") == "words, not tensors");
  }
}

TEST_CASE("a run that begins anew takes the checkpoint of an interrupted one away") {
  temporary_folder const folder;
  std::string const model = folder / "model";
  tool interrupted(training(model, {"--pose-rate", "0.5"}));
  interrupted.interrupt_at("training PoseNet: ");
  REQUIRE(interrupted.finish().status == 130);
  REQUIRE(fs::exists(model + ".checkpoint"));
  CHECK(run(training(model, {"--quiet", "--restart"})).status == 0);
  CHECK((tensors_of(model) == tensors_of(workplace::get().model())));
  CHECK(folder.count() == 2);
}

TEST_CASE("a checkpoint of 1.0.0, which is a file, is refused with what to do, and goes where the run begins anew") {
  temporary_folder const folder;
  std::string const model = folder / "model", checkpoint = model + ".checkpoint";
  suregrasp::tensor_file old;
  old.metadata["suregrasp.progress"] = "{}";
  suregrasp::write_safetensors(checkpoint, old);
  auto const refused = run(training(model, {"--quiet"}));
  CHECK(refused.status == 2);
  CHECK(refused.error_lines() == 1);
  CHECK_THAT(refused.err, Contains(checkpoint + ": is a checkpoint of SureGrasp 1.0.0") && Contains("--restart"));
  CHECK(folder.count() == 1);
  CHECK(run(training(model, {"--quiet", "--restart"})).status == 0);
  CHECK((tensors_of(model) == tensors_of(workplace::get().model())));
  CHECK(folder.count() == 2);
}
