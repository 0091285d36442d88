#ifndef SUREGRASP_CLI_COMMANDS_ADAPT_LOCNET_HPP
#define SUREGRASP_CLI_COMMANDS_ADAPT_LOCNET_HPP

#include <algorithm>
#include <optional>
#include <string>
#include <suregrasp/backends/libtorch/training.hpp>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/files/read_file.hpp>
#include <utility>
#include <vector>

#include "adapt_checkpoint.hpp"
#include "adapt_memory.hpp"
#include "cli/console/interrupt.hpp"

namespace suregrasp::cli {

/// LocNet learns what the new workplace looks like, from the labelled photographs alone; the same for every method, so
/// that with a cache the methods share it.
class locnet_tuning {
 public:
  using moment = adapt_checkpoints::moment;

  locnet_tuning(adapt_options const& options, run_options const& run, adapt_data const& data, random_stream random,
                libtorch::detector net, libtorch::backend be, preprocess_options const& input,
                adapt_memory::contents& memory)
      : options_(options),
        run_(run),
        data_(data),
        random_(random),
        net_(std::move(net)),
        be_(be),
        input_(input),
        memory_(memory),
        key_(make_key()) {}

  /// Tunes from where `resumed` had stopped, which may be later than LocNet.
  void operator()(std::optional<moment> const& resumed, adapt_checkpoints& checkpoints) {
    if (options_.heat_steps == 0) return;
    std::int64_t step = 0;
    libtorch::heat_training training(net_, be_, {.adam = {.learning_rate = options_.heat_rate}});
    if (resumed) {
      take(*resumed);
      step = std::min(resumed->step, options_.heat_steps);
      if (step < options_.heat_steps) training.optimizer().load_state(resumed->bytes.at("locnet optimizer"));
    } else if (take_cached()) {
      step = options_.heat_steps;
    }
    if (step == options_.heat_steps) return;
    run_steps(training, step, checkpoints);
    keep();
    checkpoints.write(state(options_.heat_steps));
  }

  /// What a checkpoint holds of it, after `step` steps.
  [[nodiscard]] moment state(std::int64_t step) const {
    tensor_file file;
    for (auto const& item : libtorch::state_of(*net_->location_net))
      file.tensors.emplace(item.name, libtorch::to_stored(item.value));
    moment at{.step = step};
    at.bytes["locnet"] = format_safetensors(file);
    return at;
  }

  /// All that decides the tuned LocNet.
  [[nodiscard]] std::string const& key() const { return key_; }

 private:
  [[nodiscard]] std::string make_key() const {
    digest all;
    all.add(read_file(options_.model)).add(run_.seed).add(options_.heat_steps).add(options_.heat_rate);
    for (auto const i : data_.labelled) {
      auto const& image = data_.samples[i];
      libtorch::detail::add_image(all, image.rgb);
      libtorch::detail::add_image(all, image.depth);
      for (auto const& g : image.grasps) all.add(g.x).add(g.y).add(g.theta).add(g.opening).add(g.jaw);
    }
    return all.text();
  }

  void run_steps(libtorch::heat_training& training, std::int64_t step, adapt_checkpoints& checkpoints) {
    auto const count = data_.labelled.size();
    epoch_sampler const sampler(count, std::min<std::size_t>(8, count), random_.fork("heat"));
    progress bar("adapting LocNet", options_.heat_steps, run_.progress_display());
    while (step < options_.heat_steps) {
      std::vector<sample const*> batch;
      for (auto const i : sampler(step)) batch.push_back(&data_.samples[data_.labelled[i]]);
      batch_options const options{.input = input_, .encoding = net_->options.encoding};
      auto const drawn =
          make_training_batch(batch, options, random_.fork("heat batch", static_cast<std::uint64_t>(step)));
      double const loss = training.step(drawn, options_.heat_rate);
      bar.update(++step, "loss " + significant_text(loss));
      if (step == options_.heat_steps || !checkpoints.due()) continue;
      auto at = state(step);
      at.bytes["locnet optimizer"] = training.optimizer().state();
      checkpoints.write(std::move(at));
    }
    bar.finish();
  }

  void take(moment const& at) {
    auto const file = parse_safetensors(at.bytes.at("locnet"), "LocNet of a checkpoint");
    libtorch::load_state(*net_->location_net, libtorch::from_stored(file), "LocNet of a checkpoint");
  }

  [[nodiscard]] std::filesystem::path cached_file() const {
    return options_.cache / ("locnet-" + key() + ".safetensors");
  }

  [[nodiscard]] bool take_cached() {
    if (auto const known = memory_.locnets.find(key()); known != memory_.locnets.end()) {
      take(parse_checkpoint<float>(known->second, "LocNet in memory"));
      return true;
    }
    if (options_.cache.empty()) return false;
    auto const file = cached_file();
    if (!std::filesystem::exists(file)) return false;
    try {
      take(parse_checkpoint<float>(read_file(file), file.string()));
      return true;
    } catch (error const& damaged) {
      say(run_, "computed anew: " + std::string(damaged.what()));
      return false;
    }
  }

  void keep() const {
    auto const tuned = format_checkpoint(state(options_.heat_steps));
    memory_.locnets[key()] = tuned;
    if (options_.cache.empty()) return;
    std::filesystem::create_directories(options_.cache);
    write_file(cached_file(), tuned);
  }

  adapt_options const& options_;
  run_options const& run_;
  adapt_data const& data_;
  random_stream random_;
  libtorch::detector net_;
  libtorch::backend be_;
  preprocess_options input_;
  adapt_memory::contents& memory_;
  std::string key_;
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_ADAPT_LOCNET_HPP
