#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/testing/thread_group.hpp>
#include <vector>

#include "joint_training.hpp"
#include "plain_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using suregrasp::testing::in_threads;
using suregrasp::testing::thread_group;

namespace {

using backend = taped<plain_backend<double>>;

std::vector<joint_result> in_processes(std::size_t size, std::int64_t steps) {
  std::vector<joint_result> results(size);
  in_threads(size, [&](thread_group const& group) { results[group.rank()] = joint_run(backend{}, steps, group); });
  return results;
}

}  // namespace

TEST_CASE("mean_teacher on several processes is the one on one") {
  auto const alone = joint_run(backend{}, 100, single_process{});
  double kept = 0, rejected = 0, missing = 0;
  for (auto const& each : alone.reports) {
    for (double const weight : each.weights) (weight > 0 ? kept : rejected) += 1;
    missing += each.terms.size() == 1 ? 1 : 0;
  }
  CHECK(kept > 200);
  CHECK(rejected > 200);
  CHECK(missing > 0);
  for (std::size_t const size : {2U, 3U}) {
    auto const results = in_processes(size, 100);
    for (auto const& each : results) {
      CHECK(difference(each, alone) < 1e-6);
      CHECK(each.weights == results.front().weights);  // to the bit
    }
  }
}

TEST_CASE("mean_teacher goes on from a checkpoint on another number of processes") {
  auto const alone = joint_run(backend{}, 60, single_process{});
  training_checkpoint<double> moment;
  in_threads(3, [&](thread_group const& group) {
    auto loop = joint_loop(backend{}, group);
    joint_result until;
    joint_steps(loop, 30, group, until);
    if (group.rank() == 0) moment = loop.checkpoint();
  });
  in_threads(2, [&](thread_group const& group) {
    auto loop = joint_loop(backend{}, group);
    loop.resume(moment);
    joint_result rest;
    joint_steps(loop, 60, group, rest);
    auto const apart = largest_difference(numbers_of(backend{}, loop), alone.weights);
    if (!(apart < 1e-6)) throw error("test", "the resumed run came to something else");
  });
}

TEST_CASE("mean_teacher on several processes: all see what is not finite in one") {
  std::vector<std::string> ids(2);
  in_threads(2, [&](thread_group const& group) {
    auto loop = joint_loop(backend{}, group);
    auto labelled = joint_part(8, group, random_stream(1));
    if (group.rank() == 1) labelled.x.front() = std::nan("");
    ids[group.rank()] =
        error_of([&] { (void)loop.step(labelled, joint_part(8, group, random_stream(2)), random_stream(3)); }).id;
  });
  CHECK(ids == std::vector<std::string>(2, "teacher.not_finite"));
}

TEST_CASE("mean_teacher on several processes: a model that has come to differ is told") {
  std::vector<std::string> ids(2);
  in_threads(2, [&](thread_group const& group) {
    auto loop = joint_loop(backend{}, group);
    auto moment = loop.checkpoint();
    if (group.rank() == 1) moment.tensors.begin()->second.values.front() += 1e-12;
    loop.resume(moment);
    ids[group.rank()] = error_of([&] { loop.require_equal_models(); }).id;
  });
  CHECK(ids == std::vector<std::string>(2, "distributed.unequal"));
}
