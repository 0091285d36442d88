#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <optional>
#include <string>
#include <suregrasp/backends/libtorch/backend.hpp>
#include <suregrasp/backends/libtorch/gloo_group.hpp>
#include <suregrasp/backends/libtorch/joint_statistics.hpp>
#include <suregrasp/backends/libtorch/store_group.hpp>
#include <suregrasp/testing/group_laws.hpp>
#include <thread>
#include <vector>

#include "catch2.hpp"
#include "joint_training.hpp"
#include "processes.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

/// What laws are broken, as text; empty where none is.
template <class Group, class Scalar>
std::string broken_laws(group_options const& options) {
  std::string broken;
  for (auto const& law : testing::check_group(Group(options), libtorch::basic_backend<Scalar>{}))
    if (!law.passed) broken += law.name + ": " + law.detail + "\n";
  return broken;
}

template <class Group, class Scalar>
void hold_to_laws(std::size_t size) {
  for (auto const& each : processes(size, broken_laws<Group, Scalar>).ends()) CHECK(each.said.empty());
}

}  // namespace

TEST_CASE("store groups of processes") {
  hold_to_laws<libtorch::store_group, double>(1);
  hold_to_laws<libtorch::store_group, float>(3);
}

#ifdef USE_C10D_GLOO

TEST_CASE("gloo groups of processes") {
  for (std::size_t const size : {1U, 2U, 3U}) {
    hold_to_laws<libtorch::gloo_group, double>(size);
    hold_to_laws<libtorch::gloo_group, float>(size);
  }
}

namespace {

/// 100 steps of a mean teacher on one process and on all of the group: how far they lie apart, and a digest of what it
/// came to.
template <class Scalar>
std::string apart(group_options const& options) {
  torch::set_num_threads(1);
  libtorch::basic_backend<Scalar> const be;
  auto const joint = joint_run(be, 100, libtorch::gloo_group(options));
  auto const alone = joint_run(be, 100, single_process{});
  return std::to_string(difference(joint, alone) * 1e6);
}

template <class Scalar>
void hold_to_one_process(double millionths) {
  for (auto const& each : processes(2, apart<Scalar>).ends()) {
    CAPTURE(each.said);
    CHECK(each.signal == 0);
    REQUIRE(each.said.find_first_not_of("0123456789.") == std::string::npos);
    CHECK(std::stod(each.said) < millionths);
  }
}

/// Normalises a batch of 5 together, of which the processes have 2 and 3, and all of it alone: the largest difference
/// between the answers, the gradients by the input and by the parameters, and the running statistics, in 1e-12.
std::string normalised_apart(group_options const& options) {
  torch::set_num_threads(1);
  auto const batch = torch::sin(torch::arange(5 * 3 * 4 * 4, torch::kDouble)).view({5, 3, 4, 4}) * 3 + 7;
  auto const wanted = torch::cos(torch::arange(5 * 3 * 4 * 4, torch::kDouble) * 0.7).view({5, 3, 4, 4});
  auto const answers = [&](torch::Tensor const& all, torch::Tensor const& target, auto const& group) {
    torch::nn::BatchNorm2d norm(3);
    norm->to(torch::kDouble);
    std::vector<torch::Tensor> found;
    for (int step = 0; step < 2; ++step) {
      auto const x = all.detach().clone().requires_grad_(true);
      libtorch::joint_statistics const statistics(group);
      auto const y = libtorch::joint_or_own(*norm, x);
      auto const gradients = torch::autograd::grad({(y * target).pow(2).sum()}, {x, norm->weight, norm->bias});
      std::vector<torch::Tensor> parameters{gradients[1], gradients[2]};
      sum_tensors_over(group, libtorch::basic_backend<double>{}, parameters);
      for (auto const& each : {y.detach(), gradients[0], parameters[0], parameters[1], norm->running_mean.clone(),
                               norm->running_var.clone()})
        found.push_back(each);
    }
    return found;
  };
  libtorch::gloo_group const group(options);
  auto const part = part_of(5, group);
  auto const own = [&](torch::Tensor const& t) {
    return t.dim() == 4 ? t.narrow(0, static_cast<std::int64_t>(part.first), static_cast<std::int64_t>(part.count)) : t;
  };
  auto const together = answers(own(batch), own(wanted), group), alone = answers(batch, wanted, single_process{});
  double largest = 0;
  for (std::size_t i = 0; i < alone.size(); ++i)
    largest = std::max(largest, (together[i] - own(alone[i])).abs().max().item<double>());
  return std::to_string(largest * 1e12);
}

/// Gathers until something happens, or too long.
std::string gather_on(group_options const& options) {
  libtorch::gloo_group const group(options);
  auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  (void)group.gather("all are here");
  processes::tell_ready();
  while (std::chrono::steady_clock::now() < until) {
    (void)group.gather("still here");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return "nothing happened";
}

}  // namespace

TEST_CASE("a mean teacher in double on two processes is the one on one") { hold_to_one_process<double>(1); }

TEST_CASE("a mean teacher in float on two processes is the one on one") { hold_to_one_process<float>(100); }

TEST_CASE("batch normalisation on two processes is the one on the whole batch") {
  for (auto const& each : processes(2, normalised_apart).ends()) {
    CAPTURE(each.said);
    REQUIRE(each.said.find_first_not_of("0123456789.") == std::string::npos);
    CHECK(std::stod(each.said) < 10);
  }
}

TEST_CASE("a process that is killed ends the others at once") {
  for (std::size_t const victim : {0U, 2U}) {
    processes all(3, gather_on, 30);
    for (std::size_t const each : {0U, 1U, 2U}) all.await_ready(each);
    all.send(victim, SIGKILL);
    CHECK(all.end_of(victim).signal == SIGKILL);
    for (std::size_t const other : {0U, 1U, 2U}) {
      if (other == victim) continue;
      auto const ended = all.end_of(other);
      CAPTURE(ended.said);
      CHECK(ended.said_error("distributed.peer"));
      CHECK(ended.seconds < 10);
    }
  }
}

TEST_CASE("a process that is stopped ends the others in time") {
  processes all(2, gather_on, 3);
  for (std::size_t const each : {0U, 1U}) all.await_ready(each);
  all.send(1, SIGSTOP);
  auto const other = all.end_of(0);
  CAPTURE(other.said);
  CHECK(other.said_error("distributed.timeout"));
  CHECK(other.seconds < 10);
  all.send(1, SIGCONT);
  auto const stopped = all.end_of(1);
  CAPTURE(stopped.said, stopped.signal);
  CHECK((stopped.said_error("distributed.peer") || stopped.said_error("distributed.timeout")));
}

TEST_CASE("writing to a pipe that nobody reads is an error where it is to be told, and a signal else") {
  auto const end_of_writing = [](bool told) {
    return processes(1,
                     [=](group_options const&) {
                       int ends[2] = {};
                       if (::pipe(ends) != 0) return std::string("no pipe");
                       ::close(ends[0]);
                       std::optional<libtorch::detail::broken_pipes_told> guard;
                       if (told) guard.emplace();
                       auto const written = ::write(ends[1], "x", 1);
                       std::string const said = written < 0 && errno == EPIPE ? "told" : "written";
                       guard.reset();
                       return said;
                     })
        .end_of(0);
  };
  CHECK(end_of_writing(true).said == "told");
  CHECK(end_of_writing(false).signal == SIGPIPE);
}

TEST_CASE("a port in use and a process that does not come are told") {
  listening_socket const taken;
  auto const ended = processes(
                         1,
                         [&](group_options options) {
                           options.size = 2;
                           (void)libtorch::store_group(options);
                           return std::string();
                         },
                         3, taken.port())
                         .end_of(0);
  CAPTURE(ended.said);
  CHECK(ended.said_error("distributed.port"));
  for (std::size_t const rank : {0U, 1U}) {
    auto const lonely = processes(
                            1,
                            [&](group_options options) {
                              options.size = 2, options.rank = rank;
                              (void)libtorch::gloo_group(options);
                              return std::string();
                            },
                            3)
                            .end_of(0);
    CAPTURE(lonely.said);
    CHECK(lonely.said_error("distributed.meeting"));
    CHECK(lonely.seconds < 10);
  }
}

TEST_CASE("an interface and an address that are not there are told") {
  auto const said = [](auto const& change) {
    for (auto const& each : processes(
                                2,
                                [&](group_options options) {
                                  change(options);
                                  return std::string(libtorch::gloo_group(options).rank() < 2 ? "joined" : "");
                                },
                                5)
                                .ends())
      if (each.said != "joined") return each.said.substr(0, each.said.find(':'));
    return std::string("joined");
  };
  CHECK(said([](group_options& options) { options.interface = "lo"; }) == "joined");
  CHECK(said([](group_options& options) { options.host = "localhost"; }) == "joined");
  CHECK(said([](group_options& options) { options.interface = "nowhere0"; }) == "distributed.interface");
}

#endif
