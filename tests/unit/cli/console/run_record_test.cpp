#include "cli/console/run_record.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/read_file.hpp>

using namespace suregrasp::cli;
using json = nlohmann::ordered_json;

TEST_CASE("option_values: given values, defaults and flags, as numbers where they are numbers") {
  CLI::App app;
  int steps = 100;
  double rate = 1e-4;
  bool quiet = false;
  std::string output = "runs/first";
  std::vector<double> thresholds;
  app.add_option("--steps,-s", steps)->capture_default_str();
  app.add_option("--rate", rate)->capture_default_str();
  app.add_option("--output", output)->capture_default_str();
  app.add_option("--thresholds", thresholds);
  app.add_option("--resume", output);
  app.add_flag("--quiet", quiet);
  app.parse("--steps 250 --thresholds 0.25 0.5 --quiet");
  CHECK(option_values(app) == json{{"steps", 250},
                                   {"rate", 1e-4},
                                   {"output", "runs/first"},
                                   {"thresholds", {0.25, 0.5}},
                                   {"resume", nullptr},
                                   {"quiet", true}});
}

TEST_CASE("option_values: a flag that was not given is false") {
  CLI::App app;
  bool quiet = false;
  app.add_flag("--quiet", quiet);
  app.parse("");
  CHECK(option_values(app) == json{{"quiet", false}});
}

TEST_CASE("shell_text: plain words stay, others are quoted") {
  CHECK(shell_text({"suregrasp", "train", "--seed=7"}) == "suregrasp train --seed=7");
  CHECK(shell_text({"a b", "", "it's", "$HOME"}) == R"('a b' '' 'it'\''s' '$HOME')");
}

TEST_CASE("utc_text: ISO 8601") {
  CHECK(utc_text(std::chrono::system_clock::from_time_t(0)) == "1970-01-01T00:00:00Z");
  CHECK(utc_text(std::chrono::system_clock::from_time_t(951782400)) == "2000-02-29T00:00:00Z");
}

TEST_CASE("write_run_record: what was run, with what, on what") {
  auto const folder = std::filesystem::temp_directory_path() / ("suregrasp_run_record_" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  run_record record{.command = "train",
                    .command_line = shell_text({"suregrasp", "train", "my data"}),
                    .options = {{"steps", 5}, {"note", "\xff not UTF-8"}},
                    .seed = 7,
                    .threads = 2,
                    .device = "cpu"};
  write_run_record(folder / "run.json", record);
  json const written = json::parse(suregrasp::read_file(folder / "run.json"));
  CHECK(written["command"] == "train");
  CHECK(written["command_line"] == "suregrasp train 'my data'");
  CHECK(written["options"]["steps"] == 5);
  CHECK(written["seed"] == 7);
  CHECK(written["threads"] == 2);
  CHECK(written["device"] == "cpu");
  CHECK(written["suregrasp"] == suregrasp::version_text());
  CHECK(written["duration_seconds"].get<double>() >= 0);
  CHECK(written["started"].get<std::string>().size() == 20);
  CHECK_FALSE(written["compiler"].get<std::string>().empty());
  CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
  CHECK_THROWS_AS(write_run_record(folder / "absent" / "run.json", record), suregrasp::data_error);
  std::filesystem::remove_all(folder);
}
