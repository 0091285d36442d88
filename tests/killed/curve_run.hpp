#ifndef SUREGRASP_TESTS_KILLED_CURVE_RUN_HPP
#define SUREGRASP_TESTS_KILLED_CURVE_RUN_HPP

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <suregrasp/teacher/checkpoint_folder.hpp>
#include <utility>

#include "laws/tasks.hpp"

namespace suregrasp_tests {

/// A run of a mean teacher on a curve, which keeps checkpoints and goes on from the newest there is.
class curve_run {
 public:
  using backend = taped<plain_backend<double>>;

  explicit curve_run(std::filesystem::path const& folder) : checkpoints_(folder, 2) {
    if (auto const found = checkpoints_.newest(configuration()); found.newest)
      loop_.resume(*found.newest, configuration());
  }

  static std::map<std::string, std::string> configuration() { return {{"seed", "2"}, {"labelled", "0 1 2 3"}}; }

  void step() {
    auto const random = random_stream(2).fork("step", static_cast<std::uint64_t>(loop_.steps_done()));
    auto draw = random.fork("batch");
    host_array<double> x({4, 1}), y({4, 1}), unlabelled({3, 1});
    for (std::size_t i = 0; i < 4; ++i) y.values[i] = std::sin(3 * (x.values[i] = draw.uniform(-1, 1)));
    for (auto& v : unlabelled.values) v = draw.uniform(-1.5, 1.5);
    (void)loop_.step({be_.from_host(x.view()), be_.from_host(y.view())}, unlabelled, random);
  }

  void keep() const { checkpoints_.write(loop_.checkpoint(configuration())); }

  [[nodiscard]] std::int64_t steps_done() const { return loop_.steps_done(); }
  [[nodiscard]] std::string bytes() const { return format_checkpoint(loop_.checkpoint(configuration())); }

 private:
  backend be_;
  mean_teacher<backend, small_network<backend>, curve_task<backend>, adam<backend>, running_quantile> loop_{
      be_,
      small_network<backend>(be_, {.input = {1}, .dense = {8}, .heads = 3}, random_stream(1)),
      curve_task<backend>{be_},
      adam<backend>({.rate = cosine_schedule{1e-2, 1e-4, 300}}),
      running_quantile{.share = 0.5, .window = 32},
      {.divergence = {.factor = 20, .every = 25, .action = divergence_action::roll_back}}};
  checkpoint_folder<double> checkpoints_;
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_KILLED_CURVE_RUN_HPP
