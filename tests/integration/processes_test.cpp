#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../catch2.hpp"
#include "../processes.hpp"
#include "workplace.hpp"

using namespace suregrasp_tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// Processes of the tool that train together.
class tools {
 public:
  /// `of_the_last`: further words of the last process alone. `patience`: seconds, so many that a busy machine is no
  /// fault.
  tools(std::size_t size, words const& arguments, words const& of_the_last = {}, std::uint16_t port = free_port(),
        std::string const& patience = "120") {
    for (std::size_t rank = 0; rank < size; ++rank)
      all_.push_back(std::make_unique<tool>(
          rank + 1 == size ? joined(arguments, of_the_last) : arguments, SUREGRASP_TOOL,
          words{"MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + std::to_string(port), "WORLD_SIZE=" + std::to_string(size),
                "RANK=" + std::to_string(rank), "SUREGRASP_PATIENCE=" + patience}));
  }

  [[nodiscard]] tool& operator[](std::size_t rank) { return *all_.at(rank); }

  [[nodiscard]] std::vector<outcome> finish() {
    std::vector<outcome> ends;
    for (auto& each : all_) ends.push_back(each->finish());
    return ends;
  }

  /// All end well.
  void must_finish() {
    for (auto const& each : finish()) {
      INFO(each.err);
      REQUIRE(each.status == 0);
    }
  }

 private:
  std::vector<std::unique_ptr<tool>> all_;
};

/// The largest difference between the numbers of two model files, in the largest number of the tensor where that is
/// above 1; infinite where they are of other kinds.
double model_difference(std::string const& one, std::string const& other) {
  auto const a = suregrasp::read_safetensors(one), b = suregrasp::read_safetensors(other);
  if (a.tensors.size() != b.tensors.size()) return std::numeric_limits<double>::infinity();
  double largest = 0;
  for (auto const& [name, tensor] : a.tensors) {
    auto const& theirs = b.tensors.at(name);
    if (tensor.type != theirs.type || tensor.bytes.size() != theirs.bytes.size())
      return std::numeric_limits<double>::infinity();
    if (tensor.type != "F32") continue;
    std::vector<float> x(tensor.bytes.size() / sizeof(float)), y(x.size());
    std::memcpy(x.data(), tensor.bytes.data(), tensor.bytes.size());
    std::memcpy(y.data(), theirs.bytes.data(), tensor.bytes.size());
    double difference = 0, size = 1;
    for (std::size_t i = 0; i < x.size(); ++i) {
      difference = std::fmax(difference, std::fabs(double(x[i]) - double(y[i])));
      size = std::fmax(size, std::fabs(double(x[i])));
    }
    largest = std::fmax(largest, difference / size);
  }
  return largest;
}

bool holds_checkpoint(fs::path const& there) {
  if (!fs::is_directory(there)) return false;
  return std::ranges::any_of(fs::directory_iterator(there),
                             [](auto const& each) { return each.path().extension() == ".safetensors"; });
}

words joint_training(std::string const& out, words const& more = {}) {
  return joined(joined({"train", "--data", workplace::get().source(), "--out", out}, tiny_training), more);
}

words joint_adaptation(std::string const& out, words const& more = {}) {
  auto const& at = workplace::get();
  return joined({"adapt", "--model", at.model(), "--data", at.target(), "--out", out, "--labelled", "3", "--float32",
                 "--teacher-views", "2", "--locations", "3"},
                more);
}

}  // namespace

TEST_CASE("two processes train the model that one trains") {
  temporary_folder const folder;
  tools all(2, joint_training(folder / "model"));
  auto const ends = all.finish();
  INFO(ends[0].err);
  REQUIRE(ends[0].status == 0);
  CHECK(ends[1].status == 0);
  CHECK(ends[1].err.empty());  // rank 0 speaks for all
  // Adam makes whole steps of what rounding leaves of a gradient of nearly nothing: in float the runs part slowly, far
  // slower than with another number of threads (0.09 here). The first losses tell what is computed.
  CHECK(model_difference(folder / "model", workplace::get().model()) < 0.03);
  auto const losses = [](std::string const& model) {
    std::vector<double> found;
    auto const curves = json_of(model + ".json").at("curves");
    for (auto const& each : curves.at("posenet")) found.push_back(each.at("loss"));
    found.push_back(curves.at("locnet").front().at("loss"));
    return found;
  };
  auto const both = losses(folder / "model"), alone = losses(workplace::get().model());
  REQUIRE(both.size() == 7);
  CHECK(both[0] == Approx(alone[0]).epsilon(1e-6));  // means and statistics over the whole batch
  CHECK(both[1] == Approx(alone[1]).epsilon(1e-4));  // a step down the gradient of both
  for (std::size_t i = 2; i < both.size(); ++i) CHECK(both[i] == Approx(alone[i]).epsilon(0.01));
  CHECK(json_of(folder / "model.json").at("configuration").at("split") ==
        json_of(workplace::get().model() + ".json").at("configuration").at("split"));
  CHECK(folder.count() == 2);
}

TEST_CASE("two processes adapt a model as one does, and keep the same pseudo-labels") {
  temporary_folder const folder;
  words const more{"--steps", "12", "--telemetry", "jsonl"};
  REQUIRE(run(joint_adaptation(folder / "alone", more)).status == 0);
  tools(2, joint_adaptation(folder / "both", more)).must_finish();
  CHECK(model_difference(folder / "both", folder / "alone") < 1e-4);
  auto const reports = [&](char const* name) {
    std::istringstream lines(suregrasp::read_file(folder / (std::string(name) + ".steps.jsonl")));
    std::vector<nlohmann::json> steps;
    for (std::string line; std::getline(lines, line);) steps.push_back(nlohmann::json::parse(line));
    return steps;
  };
  auto const alone = reports("alone"), both = reports("both");
  REQUIRE(alone.size() == 12);
  REQUIRE(both.size() == 12);
  for (std::size_t i = 0; i < 12; ++i) {
    CHECK(both[i].at("pass_rate") == alone[i].at("pass_rate"));
    for (auto const* figure : {"supervised_loss", "consistency_loss"})
      CHECK(both[i].at(figure).get<double>() == Approx(alone[i].at(figure).get<double>()).epsilon(1e-3));
  }
}

TEST_CASE("a run whose process is killed goes on from its checkpoint, on another number of processes") {
  temporary_folder const folder;
  words const more{"--steps", "60", "--checkpoint-every", "1"};
  REQUIRE(run(joint_adaptation(folder / "alone", more)).status == 0);
  tools all(3, joint_adaptation(folder / "model", more));
  for (int i = 0; i < 6000 && !holds_checkpoint(folder / "model.checkpoint"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  all[2].send(SIGKILL);
  auto const ends = all.finish();
  CHECK(ends[2].status == -SIGKILL);
  for (std::size_t const rank : {0U, 1U}) {
    INFO(ends[rank].err);
    CHECK(ends[rank].status == 2);
    CHECK_THAT(ends[rank].err, Contains("another process is gone"));
  }
  REQUIRE(fs::is_directory(folder / "model.checkpoint"));
  auto const resumed = run(joint_adaptation(folder / "model", more));
  CHECK(resumed.status == 0);
  CHECK_THAT(resumed.err, Contains("resuming at step "));
  CHECK(model_difference(folder / "model", folder / "alone") < 1e-3);
}

TEST_CASE("a process that is stopped, or gone with rank 0, is told by the others in time") {
  temporary_folder const folder;
  {
    tools all(2, joint_adaptation(folder / "model", {"--steps", "4000"}), {}, free_port(), "15");
    all[0].wait_for("adapting: ");
    all[1].send(SIGSTOP);
    auto const first = all[0].finish();
    CHECK(first.status == 2);
    CHECK_THAT(first.err, Contains("within 15 s"));
    CHECK(fs::is_directory(folder / "model.checkpoint"));
  }
  tools all(2, joint_adaptation(folder / "other", {"--steps", "4000"}));
  all[0].wait_for("adapting: ");
  all[0].send(SIGKILL);
  auto const second = all[1].finish();
  CHECK(second.status == 2);
  CHECK_THAT(second.err, Contains("another process is gone"));
}

TEST_CASE("processes that do not do the same are told which option differs") {
  temporary_folder const folder;
  for (auto const& each : tools(2, joint_adaptation(folder / "model"), {"--rate", "0.25"}).finish()) {
    INFO(each.err);
    CHECK(each.status == 2);
    CHECK_THAT(each.err, Contains("'learning_rate' is '5e-04' in rank 0 and '0.25' in rank 1"));
  }
  CHECK(folder.count() == 0);
}

TEST_CASE("a port in use, a batch too small and a command for one process are told") {
  temporary_folder const folder;
  {
    listening_socket const taken;
    tools both(2, joint_training(folder / "model"), {}, taken.port());
    auto const first = both[0].finish();
    CHECK(first.status == 2);
    CHECK_THAT(first.err, Contains("port " + std::to_string(taken.port()) + " is in use"));
  }
  auto small = joint_training(folder / "small");
  *(std::ranges::find(small, "--batch") + 1) = "1";
  for (auto const& each : tools(2, small).finish()) {
    CHECK(each.status == 2);
    CHECK_THAT(each.err, Contains("a batch of 1 for 2 processes"));
  }
  auto const heads = tools(2, {"adapt-heads", "--data", "nowhere", "--out", folder / "heads"}).finish();
  for (auto const& each : heads) CHECK_THAT(each.err, Contains("run it alone, or use adapt"));
}

TEST_CASE("an evaluation in parts, two at a time, comes to the bytes of one run, however often it is asked for") {
  auto const& at = workplace::get();
  temporary_folder const folder;
  auto const parts_of = [&](std::string const& name, words const& more = {}) {
    return joined({"evaluate", "--model", at.model(), "--data", at.target(), "--quiet", "--json",
                   folder / (name + ".json"), "--predictions", folder / (name + ".predictions.json")},
                  more);
  };
  auto const figures = [&](std::string const& name) {
    std::string text;
    for (auto const* end : {".json", ".predictions.json"}) {
      auto all = nlohmann::ordered_json::parse(suregrasp::read_file(folder / (name + end)));
      all.erase("record");  // when it was, and how long it took
      text += all.dump();
    }
    return text;
  };
  auto const alone = run(parts_of("alone"));
  REQUIRE(alone.status == 0);

  std::string printed;
  for (int round = 0; round < 2; ++round) {
    printed.clear();
    for (auto const& pair : std::vector<std::pair<std::string, std::string>>{{"1/3", "2/3"}, {"3/3", "3/3"}}) {
      tool first(parts_of("parts", {"--shard", pair.first})), second(parts_of("parts", {"--shard", pair.second}));
      for (auto* each : {&first, &second}) {
        auto const ended = each->finish();
        INFO(ended.err);
        bool const held = ended.err.find("another run is writing it now") != std::string::npos;
        CHECK((ended.status == 0 || (held && pair.first == pair.second)));
        if (ended.out.size() > printed.size()) printed = ended.out;
      }
    }
    CHECK(printed == alone.out);
    CHECK(figures("parts") == figures("alone"));
  }
  auto const other = run(parts_of("parts", {"--shard", "1/3", "--views", "2"}));
  CHECK(other.status == 2);
  CHECK_THAT(other.err, Contains("views was 1, now it is 2"));
}
