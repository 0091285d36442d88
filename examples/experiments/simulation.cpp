#include "simulation.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/metrics/impl/csv_table.hpp>

extern char** environ;

namespace suregrasp::experiments {

namespace {

suregrasp::detail::csv_table table_of(std::string const& text, std::filesystem::path const& file,
                                      std::span<std::string_view const> columns) {
  std::string names;
  for (auto const& name : columns) names += (names.empty() ? "" : ", ") + std::string(name);
  return {text, file.string(), columns, names, "experiment.trials"};
}

/// Calls `visit(table, line, cells)` for each row of a table whose columns are these.
void for_each_row(std::filesystem::path const& file, std::span<std::string_view const> columns, auto const& visit) {
  auto const text = read_file(file);
  auto const table = table_of(text, file, columns);
  for (auto line = table.first(); line < table.lines(); ++line)
    if (!table.is_empty(line)) visit(table, line, table.cells(line));
}

std::string csv_of(std::span<scene_grasp const> grasps) {
  std::string text = "number,image,x,y,theta,opening\n";
  for (std::size_t i = 0; i < grasps.size(); ++i) {
    auto const& g = grasps[i].grasp;
    text += std::to_string(i) + "," + grasps[i].image;
    for (double const value : {g.x, g.y, g.theta, g.opening}) text += "," + fixed_text(value, 6);
    text += "\n";
  }
  return text;
}

/// Runs a program and waits for it; what it prints goes into a file.
void run_program(std::vector<std::string> const& words, std::string const& log) {
  std::string called;
  std::vector<char*> arguments;
  for (auto const& word : words) {
    called += (called.empty() ? "" : " ") + word;
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  ::posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  pid_t process = 0;
  int const problem = ::posix_spawnp(&process, arguments.front(), &files, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  if (problem != 0)
    throw data_error("experiment.simulator", called + ": expected a simulator that starts: " + std::strerror(problem));
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw data_error("experiment.simulator",
                     called +
                         ": expected a simulator that ends with status 0 (it needs Python's pybullet, "
                         "opencv-python-headless, tifffile and imagecodecs); it said:\n" +
                         read_file(log));
}

std::vector<simulated_outcome> read_outcomes(std::filesystem::path const& file, std::size_t count) {
  static constexpr std::array<std::string_view, 8> columns{"number", "image",   "x",          "y",
                                                           "theta",  "opening", "lifted_now", "collided_now"};
  std::vector<simulated_outcome> outcomes(count);
  std::size_t rows = 0;
  for_each_row(file, columns, [&](auto const& table, std::size_t line, auto const& cells) {
    auto const flag = [&](char const* name) { return table.number(line, cells, name).value_or(0) != 0; };
    auto const at = table.number(line, cells, "number").value_or(-1);
    if (!(at >= 0 && at < static_cast<double>(count)))
      throw data_error("experiment.trials", table.where(line) + ": expected the number of one of " +
                                                std::to_string(count) + " grasps, got " + fixed_text(at, 0));
    outcomes[static_cast<std::size_t>(at)] = {flag("lifted_now"), flag("collided_now")};
    ++rows;
  });
  if (rows != count)
    throw data_error("experiment.trials", file.string() + ": expected the outcomes of " + std::to_string(count) +
                                              " grasps, got " + std::to_string(rows));
  return outcomes;
}

}  // namespace

pinhole_camera simulated_camera() {
  double const focal = 240 / std::tan(radians(43.0 / 2));
  return {640, 480, focal, focal, 319.5, 239.5};
}

gripper simulated_gripper() {
  gripper hand;
  hand.name = "the simulation's gripper";
  hand.stroke = 0.1;
  hand.pad = {.jaw = 0.02, .length = 0.06, .thickness = 0.008};
  hand.palm = {.width = 0.12, .depth = 0.024, .behind = 0.06};
  hand.tool = {.approach = {0, 0, 1}, .closing = {1, 0, 0}, .reach = 0.1};
  return hand;
}

std::vector<recorded_trial> read_trials(std::filesystem::path const& scenes) {
  static constexpr std::array<std::string_view, 8> columns{"image",   "x",   "y",      "theta",
                                                           "opening", "jaw", "lifted", "collided"};
  std::vector<recorded_trial> trials;
  for_each_row(scenes / "trials.csv", columns, [&](auto const& table, std::size_t line, auto const& cells) {
    auto const number = [&](char const* name) { return table.number(line, cells, name).value_or(0); };
    trials.push_back(
        {{table.text(cells, "image"), {number("x"), number("y"), number("theta"), number("opening"), number("jaw")}},
         {number("lifted") != 0, number("collided") != 0}});
  });
  return trials;
}

std::vector<simulated_outcome> carry_out(std::filesystem::path const& scenes, std::span<scene_grasp const> grasps,
                                         simulator const& physics, std::filesystem::path const& at) {
  if (grasps.empty()) return {};
  auto const asked = at.string() + ".grasps.csv", answered = at.string() + ".outcomes.csv";
  auto const text = csv_of(grasps);
  if (!exists(std::filesystem::path(answered)) || !exists(std::filesystem::path(asked)) || read_file(asked) != text) {
    std::filesystem::remove(answered);
    write_file(asked, text);
    auto const unfinished = answered + ".unfinished";
    run_program({physics.python.string(), physics.script.string(), "execute", scenes.string(), asked, unfinished},
                at.string() + ".log");
    std::filesystem::rename(unfinished, answered);
  }
  return read_outcomes(answered, grasps.size());
}

}  // namespace suregrasp::experiments
