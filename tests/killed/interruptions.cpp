// interruptions TOOL WORK SEED TRIALS MINUTES FIRST COMMAND...: what scripts/interruptions.sh runs.
#include <signal.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <suregrasp/core/random.hpp>
#include <vector>

#include "../integration/tool.hpp"
#include "folder_changes.hpp"
#include "written_files.hpp"

using namespace suregrasp_tests;
using suregrasp::random_stream;
namespace fs = std::filesystem;

namespace {

using seconds_clock = std::chrono::steady_clock;
constexpr double most_processor_seconds = 1;  ///< from a signal to the end
constexpr std::chrono::minutes longest_wait{3};
constexpr int watched_lines = 5;

struct named_signal {
  int number;
  char const* name;
};
constexpr std::array signals{named_signal{SIGINT, "SIGINT"}, named_signal{SIGTERM, "SIGTERM"},
                             named_signal{SIGHUP, "SIGHUP"}, named_signal{SIGKILL, "SIGKILL"}};

/// What a run begins with in the folder that it writes into, and how much it then does.
struct beginning {
  fs::path files;  ///< copied there; empty for nothing
  double processor_seconds = 0;
  std::size_t changes = 0;
};

/// A call of the tool that is broken off.
struct call {
  std::string name;
  std::string program;
  words arguments;
  std::vector<beginning> beginnings{1};
  written_files whole{};  ///< what it leaves

  [[nodiscard]] bool watches() const { return name == "watch"; }
};

/// When a run is broken off: behind a change in its folder, or once it has taken so much time of the processor.
struct moment {
  named_signal signal;
  bool at_change;
  std::size_t change;
  double processor_seconds;

  [[nodiscard]] std::string text() const {
    return std::string(signal.name) + (at_change ? " at change " + std::to_string(change)
                                                 : " after " + std::to_string(processor_seconds) + " s of processor");
  }
};

moment draw(random_stream& random, call const& what, beginning const& from) {
  auto const signal = signals[random.below(signals.size())];
  bool const at_change = random.chance(0.5) && from.changes > 0 && !what.watches();
  auto const change = 1 + random.below(std::max<std::size_t>(1, from.changes));
  return {signal, at_change, change, random.uniform(0, from.processor_seconds)};
}

/// How a run ended.
struct ended_run {
  outcome end{};
  bool sent = false;        ///< the signal, before it ended
  double afterwards = 0;    ///< seconds of the processor from the signal to the end
  std::size_t changes = 0;  ///< in its folder
  double processor_seconds = 0;
};

/// The folder that every call writes into, so that the whole run and the broken one have the same command line.
class workbench {
 public:
  workbench(fs::path const& work, std::string const& tool) : work_(work), tool_(tool) {
    auto const done = [&](words const& arguments) {
      if (auto const ended = suregrasp_tests::tool(arguments, tool_).finish(); ended.status != 0)
        throw std::runtime_error(arguments.front() + ": " + ended.err);
    };
    done({"synth", "--out", work_ / "source", "--count", "8", "--quiet"});
    done({"synth", "--out", work_ / "target", "--count", "8", "--domain", "target", "--quiet"});
    done(joined({"train", "--data", work_ / "source", "--out", work_ / "small.model", "--block", "1", "--quiet"},
                tiny_training));
  }

  [[nodiscard]] call named(std::string const& name) const {
    std::string const out = out_folder() / "a.model", source = work_ / "source", target = work_ / "target";
    std::string const model = work_ / "small.model";
    words const adaptation{
        "--model", model, "--data", target, "--out", out, "--labelled", "2", "--block", "1", "--checkpoint-every", "0"};
    words arguments;
    if (name == "train") arguments = joined({"--data", source, "--out", out, "--block", "1"}, tiny_training);
    if (name == "adapt") arguments = joined(adaptation, {"--evaluations", "1", "--steps", "6"});
    if (name == "adapt-heads")
      arguments = joined(adaptation, {"--evaluations", "4", "--steps", "40", "--views", "2", "--heat-steps", "3"});
    if (name == "synth")
      arguments = {"--count", "12", "--out", out_folder() / "scenes", "--sheet", out_folder() / "sheet.png"};
    if (name == "demo") arguments = {"--scale", "0.01", "--out", out_folder() / "demo"};
    if (name == "watch") arguments = {out_folder(), "--model", model, "--threshold", "0", "--most-age", "600"};
    if (arguments.empty()) throw std::runtime_error("no such command: " + name);
    call made{name, name == "demo" ? tool_with_small_model() : tool_, joined({name}, arguments)};
    made.arguments.insert(made.arguments.end(), {"--threads", "1"});
    measure(made);
    return made;
  }

  [[nodiscard]] fs::path out_folder() const { return work_ / "out"; }

  void begin(beginning const& from) const {
    fs::remove_all(out_folder());
    fs::create_directories(out_folder());
    if (!from.files.empty()) fs::copy(from.files, out_folder(), fs::copy_options::recursive);
  }

  /// Runs a call, to its end or until `when`.
  [[nodiscard]] ended_run run(call const& what, moment const* when) const {
    folder_changes changes(out_folder());
    ended_run ended;
    std::ptrdiff_t frames = 0;
    double told = 0;
    {
      suregrasp_tests::tool running(what.arguments, what.program);
      for (auto last = seconds_clock::now(); running.at_work();) {
        ended.changes = changes.count_after(1);
        double const taken = running.processor_seconds();
        if (what.watches()) frames = feed(running, frames);
        bool const due =
            when != nullptr && (when->at_change ? ended.changes >= when->change : taken >= when->processor_seconds);
        bool const enough = when == nullptr && what.watches() && frames > watched_lines;
        if (!ended.sent && (due || enough)) {
          running.send(due ? when->signal.number : SIGINT);
          ended.sent = true, told = taken, last = seconds_clock::now();
        }
        if (seconds_clock::now() - last < longest_wait * (ended.sent ? 1 : 10)) continue;
        running.send(SIGKILL);
        told = -1e9;
      }
      ended.processor_seconds = running.processor_seconds();
      ended.afterwards = ended.sent ? ended.processor_seconds - told : 0;
      ended.end = running.finish();
    }
    ended.changes = changes.count_after(0);
    return ended;
  }

 private:
  /// The tool beside a model that is as small as that of the other commands: the one that comes with it takes minutes.
  [[nodiscard]] std::string tool_with_small_model() const {
    auto const bin = work_ / "bin";
    fs::create_directories(bin / "models");
    for (auto const& each : {tool_, tool_ + "_main"})
      fs::copy_file(each, bin / fs::path(each).filename(), fs::copy_options::skip_existing);
    fs::copy_file(work_ / "small.model", bin / "models/scenes.safetensors", fs::copy_options::skip_existing);
    return bin / fs::path(tool_).filename();
  }

  /// What a whole run leaves, from each beginning the same.
  void measure(call& what) const {
    if (what.name == "demo") what.beginnings.resize(2);
    for (auto& from : what.beginnings) {
      if (&from != &what.beginnings.front()) from.files = finished_scenes();
      begin(from);
      auto const ended = run(what, nullptr);
      if (ended.end.status != (what.watches() ? 130 : 0)) throw std::runtime_error(what.name + ": " + ended.end.err);
      from.processor_seconds = ended.processor_seconds, from.changes = ended.changes;
      auto const left = files_under(out_folder());
      if (&from == &what.beginnings.front()) what.whole = left;
      for (auto const& fault : faults_of_ended(left, what.whole, false))
        throw std::runtime_error(what.name + ", unbroken: " + fault);
    }
  }

  /// The scenes of a demonstration that has just ended.
  [[nodiscard]] fs::path finished_scenes() const {
    auto const kept = work_ / "scenes of the demonstration";
    for (auto const* each : {"demo/source", "demo/workshop"}) {
      fs::create_directories(kept / each);
      fs::copy(out_folder() / each, kept / each, fs::copy_options::recursive);
    }
    return kept;
  }

  /// Puts the next photograph into the folder in one step, once there is a line on the one before. Returns how many.
  [[nodiscard]] std::ptrdiff_t feed(suregrasp_tests::tool const& running, std::ptrdiff_t frames) const {
    auto const lines = running.written("out");
    if (std::count(lines.begin(), lines.end(), '\n') < frames) return frames;
    auto const arriving = work_ / "arriving.png";
    fs::copy_file(work_ / "source" / ("source0000" + std::to_string(frames % 8) + "r.png"), arriving,
                  fs::copy_options::overwrite_existing);
    fs::rename(arriving, out_folder() / ("frame" + std::to_string(frames) + ".png"));
    return frames + 1;
  }

  fs::path work_;
  std::string tool_;
};

/// What came of the trials of a command.
struct tally {
  int trials = 0, failed = 0, ended_before = 0, pending = 0;
  std::array<int, signals.size()> broken{};
  double longest = 0;  ///< seconds of the processor from a signal that can be caught to the end
};

std::vector<std::string> faults_of_lines(std::string const& text) {
  std::vector<std::string> faults;
  if (!text.empty() && text.back() != '\n') faults.emplace_back("the last line is not whole");
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    if (!nlohmann::json::accept(text.substr(at, end - at))) faults.emplace_back("a line is no JSON");
  return faults;
}

/// How a trial stands.
struct trial {
  std::vector<std::string> faults{};
  std::string story{};
  bool killed = false;    ///< once, by the signal that no one catches
  bool complete = false;  ///< everything that a whole run leaves is there

  void add(std::vector<std::string> const& more) { faults.insert(faults.end(), more.begin(), more.end()); }
};

void count(tally& so_far, named_signal const& signal) {
  auto const at = std::ranges::find(signals, signal.number, &named_signal::number);
  ++so_far.broken[static_cast<std::size_t>(at - signals.begin())];
}

/// Whether a run, broken off by `number`, may end so. Before and behind its work a signal ends the process as it ends
/// any; one that comes at the very end is too late.
bool is_status_of(int number, ended_run const& run, bool complete) {
  if (run.end.status == 128 + number) return number != SIGKILL;
  if (run.end.status == -number) return number == SIGKILL || run.changes == 0 || complete;
  return run.end.status == 0 && complete;
}

/// Breaks a run off and looks at what it left.
void break_off(workbench const& bench, call const& what, moment const& when, trial& at, tally& so_far) {
  auto const run = bench.run(what, &when);
  int const number = when.signal.number;
  bool const kill = run.end.status == -SIGKILL && number == SIGKILL;
  at.killed = at.killed || kill;
  at.story += (at.story.empty() ? "" : ", ") + when.text();
  run.sent ? count(so_far, when.signal) : void(++so_far.ended_before);
  if (!kill) so_far.longest = std::max(so_far.longest, run.afterwards);
  if (!kill && run.afterwards > most_processor_seconds)
    at.faults.push_back(run.afterwards > 1e6 ? "it did not end"
                                             : "to end took " + std::to_string(run.afterwards) + " s of processor");
  if (what.watches()) {
    if (!kill) at.add(faults_of_lines(run.end.out));
    if (run.sent && !is_status_of(number, {.end = run.end, .changes = run.end.out.size()}, false))
      at.faults.push_back("status " + std::to_string(run.end.status) + ": " + run.end.err);
    return;
  }
  auto const left = files_under(bench.out_folder());
  so_far.pending +=
      static_cast<int>(std::ranges::count_if(left, [](auto const& each) { return is_pending(each.first); }));
  at.complete = faults_of_ended(left, what.whole, at.killed).empty();
  if (!is_status_of(number, run, at.complete))
    at.faults.push_back("status " + std::to_string(run.end.status) + ": " + run.end.err);
  at.add(faults_of_broken(left, what.whole, at.killed));
}

/// The same call goes on to its end.
void go_on(workbench const& bench, call const& what, trial& at) {
  auto const run = bench.run(what, nullptr);
  if (run.end.status != 0)
    at.faults.push_back("it does not go on, status " + std::to_string(run.end.status) + ": " + run.end.err);
  if (run.end.err.find("ignored ") != std::string::npos) at.faults.push_back("a torn checkpoint: " + run.end.err);
  at.add(faults_of_ended(files_under(bench.out_folder()), what.whole, at.killed));
}

/// One trial: a run that is broken off once or more often, and then goes on to its end. Prints its faults.
void try_once(workbench const& bench, call const& what, std::uint64_t seed, int number, tally& so_far) {
  auto random = random_stream(seed).fork(what.name, static_cast<std::uint64_t>(number));
  auto const& from = what.beginnings[random.chance(0.25) ? 0 : what.beginnings.size() - 1];
  bench.begin(from);
  trial at;
  do break_off(bench, what, draw(random, what, from), at, so_far);
  while (at.faults.empty() && !at.complete && !what.watches() && random.chance(0.3));
  if (at.faults.empty() && !at.complete && !what.watches()) go_on(bench, what, at);
  ++so_far.trials;
  if (at.faults.empty()) return;
  ++so_far.failed;
  std::cout << what.name << ", --seed " << seed << " --first " << number << " (" << at.story << "):\n";
  for (auto const& fault : at.faults) std::cout << "  " << fault << "\n";
  std::cout << std::flush;
}

void print_row(std::string const& name, tally const& of) {
  std::printf("%s: %d trials, broken off", name.c_str(), of.trials);
  for (std::size_t i = 0; i < signals.size(); ++i) std::printf(" %d by %s,", of.broken[i], signals[i].name);
  std::printf(" %d ended before; %d half-written files; %.2f s of processor at most to end; %d failed\n",
              of.ended_before, of.pending, of.longest, of.failed);
  std::fflush(stdout);
}

/// The trials of a command, as many as wanted or as the time allows.
tally tried(workbench const& bench, std::string const& name, std::uint64_t seed, int first, int trials,
            std::chrono::duration<double> most) {
  auto const what = bench.named(name);
  auto const start = seconds_clock::now();
  tally so_far;
  auto told = start;
  for (int i = 0; i < trials && seconds_clock::now() - start < most; ++i) {
    try_once(bench, what, seed, first + i, so_far);
    auto const now = seconds_clock::now();
    if (now - told < std::chrono::seconds(20)) continue;
    told = now;
    std::chrono::duration<double> const taken = now - start;
    auto const left = std::clamp(taken.count() / so_far.trials * (trials - so_far.trials), 0.0,
                                 std::max(0.0, (most - taken).count()));
    std::fprintf(stderr, "%s: trial %d of %d, %d failed, left %.0f s\n", name.c_str(), so_far.trials, trials,
                 so_far.failed, left);
  }
  return so_far;
}

}  // namespace

int main(int count, char** values) try {
  for (int number : {SIGINT, SIGHUP}) ::signal(number, SIG_DFL);  // which a shell's background jobs inherit ignored
  words const given(values + 1, values + count);
  if (given.size() < 7) throw std::runtime_error("expected TOOL WORK SEED TRIALS MINUTES FIRST COMMAND...");
  workbench const bench(given[1], given[0]);
  words const commands(given.begin() + 6, given.end());
  std::chrono::duration<double> const each(60 * std::stod(given[4]) / static_cast<double>(commands.size()));
  int failed = 0;
  for (auto const& name : commands) {
    auto const row = tried(bench, name, std::stoull(given[2]), std::stoi(given[5]), std::stoi(given[3]), each);
    print_row(name, row);
    failed += row.failed;
  }
  return failed == 0 ? 0 : 1;
} catch (std::exception const& problem) {
  std::cerr << "interruptions: " << problem.what() << "\n";
  return 2;
}
