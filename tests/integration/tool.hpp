#ifndef SUREGRASP_TESTS_TOOL_HPP
#define SUREGRASP_TESTS_TOOL_HPP

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <suregrasp/files/read_file.hpp>
#include <thread>
#include <vector>

#include "../temporary_folder.hpp"

namespace suregrasp_tests {

using words = std::vector<std::string>;

/// How a run of the tool ended.
struct outcome {
  int status = 0;  ///< exit status; minus the signal that ended it
  std::string out;
  std::string err;

  [[nodiscard]] auto error_lines() const { return std::count(err.begin(), err.end(), '\n'); }
};

/// The `suregrasp` tool at work, as a person runs it.
class tool {
 public:
  /// `variables`, such as `RANK=1`, are added to the environment.
  explicit tool(words arguments, std::string const& program = SUREGRASP_TOOL, words variables = {}) {
    arguments.insert(arguments.begin(), program);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::vector<char*> environment;
    for (auto& variable : variables) environment.push_back(variable.data());
    for (char** each = ::environ; *each != nullptr; ++each) environment.push_back(*each);
    environment.push_back(nullptr);
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    auto const redirect = [&](int descriptor, char const* name) {
      ::posix_spawn_file_actions_addopen(&files, descriptor, (folder_ / name).c_str(), O_WRONLY | O_CREAT, 0600);
    };
    redirect(STDOUT_FILENO, "out");
    redirect(STDERR_FILENO, "err");
    int const problem = ::posix_spawn(&process_, argv.front(), &files, nullptr, argv.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&files);
    if (problem != 0) throw std::runtime_error("cannot start " + arguments.front());
  }
  tool(tool const&) = delete;
  tool& operator=(tool const&) = delete;
  ~tool() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
  }

  /// Waits until standard error, or with `out` standard output, contains `text`.
  void wait_for(std::string const& text, char const* where = "err") const {
    for (int i = 0; i < 6000; ++i) {
      if (written(where).find(text) != std::string::npos) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("the tool never wrote '" + text + "': " + written("err"));
  }

  /// Presses Ctrl-C as soon as it does.
  void interrupt_at(std::string const& text, char const* where = "err") const {
    wait_for(text, where);
    ::kill(process_, SIGINT);
  }

  void send(int signal_number) const { ::kill(process_, signal_number); }

  /// Whether it has not ended yet.
  [[nodiscard]] bool at_work() const {
    siginfo_t ended{};
    return ::waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == 0;
  }

  /// Seconds that it took of all processors until now, or until its end.
  [[nodiscard]] double processor_seconds() const {
    clockid_t clock = 0;
    timespec taken{};
    if (::clock_getcpuclockid(process_, &clock) != 0 || ::clock_gettime(clock, &taken) != 0) return 0;
    return static_cast<double>(taken.tv_sec) + 1e-9 * static_cast<double>(taken.tv_nsec);
  }

  /// What it has written to standard output, `out`, or standard error, `err`.
  [[nodiscard]] std::string written(char const* name) const {
    auto const path = folder_ / name;
    return std::filesystem::exists(path) ? suregrasp::read_file(path) : std::string();
  }

  [[nodiscard]] outcome finish() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), written("out"), written("err")};
  }

 private:
  temporary_folder folder_;
  pid_t process_ = -1;
};

[[nodiscard]] inline outcome run(words arguments) { return tool(std::move(arguments)).finish(); }

/// `first`, and then `more`.
[[nodiscard]] inline words joined(words first, words const& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

/// Options of `train` for a network that learns in a second or two.
inline words const tiny_training{"--width",      "8",  "--size",  "96", "--channels",   "16",
                                 "--hidden",     "16", "--crop",  "3",  "--pose-steps", "6",
                                 "--heat-steps", "4",  "--batch", "4",  "--places",     "3"};

/// Starts a run and kills it as soon as the folder has a checkpoint of `step` or later.
inline void kill_at_checkpoint(words const& arguments, std::filesystem::path const& folder, int step) {
  tool running(arguments);
  auto const digits = std::to_string(step);
  auto const name = "step-" + std::string(12 - digits.size(), '0') + digits;
  for (int i = 0; i < 60000; ++i) {
    if (exists(folder))
      for (auto const& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".safetensors" && entry.path().filename().string() >= name) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  throw std::runtime_error("no checkpoint of step " + digits + " ever appeared in " + folder.string());
}

/// What a JSON file says.
[[nodiscard]] inline nlohmann::json json_of(std::string const& path) {
  return nlohmann::json::parse(suregrasp::read_file(path));
}

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_TOOL_HPP
