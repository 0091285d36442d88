#include "cli/console/field_options.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "unit/core/arm_options.hpp"

using namespace suregrasp;
using suregrasp_tests::arm_options;
using suregrasp_tests::finger;

namespace {

struct untypable {
  int here = 0;
  std::pair<int, int> both{};
  static constexpr auto fields(auto list) {
    return list(field{"here", &untypable::here}, field{"both", &untypable::both});
  }
};

/// The options that a command line gives.
arm_options parsed(std::string const& line) {
  CLI::App app;
  arm_options options;
  cli::add_field_options(app, options);
  app.parse(line);
  return options;
}

/// What is said of a command line that is refused.
std::string refusal(std::string const& line) {
  try {
    (void)parsed(line);
  } catch (CLI::ParseError const& problem) {
    return problem.what();
  }
  return "";
}

}  // namespace

TEST_CASE("add_field_options: an option for each field that is offered, with its default and help") {
  CLI::App app;
  app.option_defaults()->always_capture_default();
  arm_options options;
  cli::add_field_options(app, options);
  auto const help = app.help();
  for (auto const* line :
       {"--name TEXT=left REQUIRED   Name of the arm\n", "--steps INT:POSITIVE=100    Steps to take\n",
        "--share FLOAT:FLOAT in [0 - 1]=0.5\n", "--gain FLOAT=0.1            Gain\n",
        "--limit FLOAT:NONNEGATIVE   Limit in rad\n", "--log TEXT=arm.log          File to write\n",
        "--kind TEXT:{soft,hard}=soft\n", "--port UINT:POSITIVE=32     Port\n", "--mode TEXT:{slow,fast}=slow\n"})
    CHECK_THAT(help, Catch::Contains(line));
  CHECK_THAT(help, Catch::Contains("--hasty{false}") && Catch::Contains("Do not look"));
  CHECK_THAT(help, !Catch::Contains("base") && !Catch::Contains("careful"));
}

TEST_CASE("add_field_options: what is typed ends up in the struct, at any depth") {
  CHECK(parsed("--name left") == arm_options{});
  auto const options = parsed(
      "--name right --steps 7 --share 0.25 --hasty --limit 2 --joints 4,5 --log x.log --opening 0.5 --kind hard "
      "--port 64 --mode fast");
  CHECK(options == arm_options{.name = "right",
                               .steps = 7,
                               .share = 0.25,
                               .careful = false,
                               .limit = 2,
                               .joints = {4, 5},
                               .log = "x.log",
                               .hand = {0.5, finger::hard},
                               .port = 64,
                               .mode = "fast"});
}

TEST_CASE("add_field_options: what a field does not allow is refused") {
  CHECK_THAT(refusal(""), Catch::Contains("--name is required"));
  CHECK_THAT(refusal("--name a --steps 0"), Catch::Contains("--steps"));
  CHECK_THAT(refusal("--name a --share 1.5"), Catch::Contains("--share"));
  CHECK_THAT(refusal("--name a --share nan"), Catch::Contains("expected a number from 0 to 1, got nan"));
  CHECK_THAT(refusal("--name a --limit inf"), Catch::Contains("expected a number of at least 0, got inf"));
  CHECK_THAT(refusal("--name a --joints 1,0"), Catch::Contains("expected a whole number of at least 1, got 0"));
  CHECK_THAT(refusal("--name a --kind rubber"), Catch::Contains("--kind: rubber not in {soft,hard}"));
  CHECK_THAT(refusal("--name a --port 48"), Catch::Contains("a multiple of 32, got 48"));
  CHECK_THAT(refusal("--name a --mode brisk"), Catch::Contains("--mode: brisk not in {slow,fast}"));
  CHECK_THAT(refusal("--name a --base 1"), Catch::Contains("--base"));
  for (std::string const number : {"nan", "inf", "-inf", "1e999"})  // also where there is no range
    CHECK_THAT(refusal("--name a --gain " + number), Catch::Contains("expected a number, got " + number));
  for (std::string const number : {"1.5", "99999999999999999999", "0x10", ""})
    CHECK_THAT(refusal("--name a --steps \"" + number + "\""), Catch::Contains("--steps"));
  CHECK_THAT(refusal("--name a --port -32"), Catch::Contains("got -32"));
  CLI::App app;
  arm_options options;
  cli::add_field_options(app, options);
  std::vector<std::string> const last_first{"", "--log", "a", "--name"};  // as CLI11 takes words
  CHECK_THROWS_WITH(app.parse(std::vector<std::string>(last_first)), "--log: expected a name, got nothing");
  CHECK(parsed("--name left --steps +7").steps == 7);
}

TEST_CASE("add_field_options: a field of a kind that nobody can type must not be offered") {
  CLI::App app;
  untypable options;
  CHECK_THROWS_WITH(cli::add_field_options(app, options), "the field both cannot be typed: it must be not_offered()");
}
