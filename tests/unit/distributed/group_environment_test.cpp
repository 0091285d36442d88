#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <suregrasp/distributed/group_environment.hpp>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;
using variables = std::map<std::string, std::string>;

namespace {

std::optional<group_options> group_in(variables const& all) {
  return group_from_environment([&](std::string const& name) -> std::optional<std::string> {
    auto const found = all.find(name);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  });
}

std::string refusal_of(variables const& all) {
  return error_of([&] { (void)group_in(all); }).id;
}

}  // namespace

TEST_CASE("group_environment: nothing is set, nothing is asked for") {
  CHECK_FALSE(group_in({}));
  CHECK_FALSE(group_in({{"RANK", "1"}, {"MASTER_ADDR", "head"}}));
  CHECK_FALSE(group_in({{"SLURM_JOB_ID", "7"}, {"SLURM_NTASKS", "4"}, {"SLURM_PROCID", "0"}}));  // the batch script
  CHECK_FALSE(group_in({{"SLURM_STEP_NUM_TASKS", "1"}, {"SLURM_PROCID", "0"}}));
}

TEST_CASE("group_environment: what torchrun and a shell set") {
  auto const group = group_in({{"MASTER_ADDR", "head"},
                               {"MASTER_PORT", "3000"},
                               {"RANK", "2"},
                               {"WORLD_SIZE", "4"},
                               {"GLOO_SOCKET_IFNAME", "eth1"},
                               {"SUREGRASP_PATIENCE", "7"}});
  REQUIRE(group);
  CHECK(group->address == "head");
  CHECK(group->port == 3000);
  CHECK(group->rank == 2);
  CHECK(group->size == 4);
  CHECK(group->interface == "eth1");
  CHECK(group->patience == std::chrono::seconds(7));
  CHECK(group->meeting == std::chrono::seconds(7));
}

TEST_CASE("group_environment: a step of Slurm, each job on a port of its own") {
  variables all{{"SLURM_STEP_NUM_TASKS", "2"},
                {"SLURM_PROCID", "1"},
                {"SLURM_LAUNCH_NODE_IPADDR", "10.0.0.4"},
                {"SLURM_JOB_ID", "123456"}};
  auto const group = group_in(all);
  REQUIRE(group);
  CHECK(group->rank == 1);
  CHECK(group->size == 2);
  CHECK(group->address == "10.0.0.4");
  CHECK(group->port == 23456);
  all["MASTER_ADDR"] = "other";
  all["MASTER_PORT"] = "99";
  CHECK(group_in(all)->address == "other");
  CHECK(group_in(all)->port == 99);
}

TEST_CASE("group_environment: what is missing or no number is named") {
  variables const good{{"MASTER_ADDR", "head"}, {"RANK", "1"}, {"WORLD_SIZE", "2"}};
  CHECK(group_in(good)->port == 29500);
  for (auto const& [name, value] :
       variables{{"RANK", "2"}, {"WORLD_SIZE", "0"}, {"MASTER_PORT", "70000"}, {"SUREGRASP_PATIENCE", "1s"}}) {
    auto bad = good;
    bad[name] = value;
    CAPTURE(name, value);
    CHECK(refusal_of(bad) == "distributed.environment");
  }
  for (auto const* name : {"MASTER_ADDR", "RANK"}) {
    auto bad = good;
    bad.erase(name);
    CHECK(refusal_of(bad) == "distributed.environment");
  }
  CHECK(group_in({{"WORLD_SIZE", "1"}, {"RANK", "0"}})->size == 1);
}
