#include "run_record.hpp"

#include <time.h>
#include <suregrasp/files/json_fields.hpp>

#include <CLI/CLI.hpp>
#include <suregrasp/files/atomic_file.hpp>

namespace suregrasp::cli {

namespace {

using json = nlohmann::ordered_json;

/// Numbers and truth values as such, everything else as text.
json value_of(std::string const& text) {
  json parsed = json::parse(text, nullptr, false);
  return parsed.is_number() || parsed.is_boolean() ? parsed : json(text);
}

json value_of(CLI::Option const& option) {
  bool const flag = option.get_expected_max() == 0;
  if (option.count() > 0) {
    auto const given = option.reduced_results();
    if (given.size() == 1) return value_of(given.front());
    json list = json::array();
    for (auto const& one : given) list.push_back(value_of(one));
    return list;
  }
  std::string const fallback = option.get_default_str();
  if (!fallback.empty()) return value_of(fallback);
  return flag ? json(false) : json(nullptr);
}

std::chrono::steady_clock::time_point const process_start = std::chrono::steady_clock::now();

}  // namespace

std::string compiler_text() {
#if defined(__clang__)
  return "clang " __clang_version__;
#elif defined(__GNUC__)
  return "g++ " __VERSION__;
#else
  return "unknown";
#endif
}

double process_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - process_start).count();
}

json option_values(CLI::App const& command) {
  json result = json::object();
  for (CLI::Option const* option : command.get_options()) {
    std::string const name = option->get_single_name();
    if (name != "help" && name != "help-all") result[name] = value_of(*option);
  }
  return result;
}

std::string shell_text(std::vector<std::string> const& words) {
  static constexpr auto plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  std::string result;
  for (auto const& word : words) {
    if (!result.empty()) result += ' ';
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) {
      result += word;
      continue;
    }
    result += '\'';
    for (char const c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    result += '\'';
  }
  return result;
}

std::string utc_text(std::chrono::system_clock::time_point moment) {
  std::time_t const seconds = std::chrono::system_clock::to_time_t(moment);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char buffer[32];
  return {buffer, std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

json to_json(run_record record) {
  record.duration_seconds = process_seconds();
  return suregrasp::to_json(record);
}

void write_run_record(std::filesystem::path const& path, run_record const& record) {
  write_file(path, to_json(record).dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace suregrasp::cli
