#ifndef SUREGRASP_DISTRIBUTED_GROUP_ENVIRONMENT_HPP
#define SUREGRASP_DISTRIBUTED_GROUP_ENVIRONMENT_HPP

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <suregrasp/core/error.hpp>
#include <system_error>

namespace suregrasp::inline v2 {

/// Where the processes of a group meet, and how long they wait for each other.
struct group_options {
  std::string address = "127.0.0.1";  ///< of rank 0
  std::uint16_t port = 29500;
  std::size_t rank = 0;
  std::size_t size = 1;
  std::string interface {};  ///< to talk over, such as `eth0`; empty: see `host`
  std::string host{};        ///< name or address of this machine; empty: that by which it reaches rank 0
  std::chrono::milliseconds meeting = std::chrono::minutes(2);   ///< all have to be there after so long
  std::chrono::milliseconds patience = std::chrono::minutes(5);  ///< how long a call waits for the others
};

namespace detail {

/// A number of the environment in [low, high]. Throws `option_error` `distributed.environment` for anything else.
[[nodiscard]] inline std::uint64_t environment_number(std::string const& name, std::string const& text,
                                                      std::uint64_t low, std::uint64_t high) {
  std::uint64_t value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < low || value > high)
    throw option_error("distributed.environment", name + "='" + text + "': expected a whole number from " +
                                                      std::to_string(low) + " to " + std::to_string(high));
  return value;
}

}  // namespace detail

/// The value of a variable of the process' environment; nothing where it is not set or empty.
[[nodiscard]] inline std::optional<std::string> environment_variable(std::string const& name) {
  char const* const value = std::getenv(name.c_str());
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

/// The group that the environment describes, as torchrun, Slurm's srun or a loop of a shell sets it up: `MASTER_ADDR`,
/// `MASTER_PORT`, `RANK` and `WORLD_SIZE`; in a step of Slurm, for what is not set, its own variables. Besides
/// `GLOO_SOCKET_IFNAME`, the interface to talk over, and `SUREGRASP_PATIENCE`, in seconds, for both time-outs. Nothing
/// where neither `WORLD_SIZE` nor a step of Slurm with several tasks is there.
///
/// Throws `option_error` `distributed.environment` naming a variable that is missing or no number in its range.
[[nodiscard]] inline std::optional<group_options> group_from_environment(
    std::function<std::optional<std::string>(std::string const&)> const& variable = environment_variable) {
  constexpr std::uint64_t most = 1U << 20;
  struct found {
    std::string name, value;
  };
  auto const either = [&](char const* name, char const* slurm) -> std::optional<found> {
    for (std::string const each : {name, slurm})
      if (auto value = variable(each)) return found{each, *value};
    return std::nullopt;
  };
  auto const size = either("WORLD_SIZE", "SLURM_STEP_NUM_TASKS");
  if (!size) return std::nullopt;
  group_options options;
  options.size = detail::environment_number(size->name, size->value, 1, most);
  if (options.size == 1 && size->name != "WORLD_SIZE") return std::nullopt;
  auto const required = [&](char const* name, char const* slurm) {
    if (auto const there = either(name, slurm)) return *there;
    throw option_error("distributed.environment", size->name + "=" + size->value + " asks for several processes, but " +
                                                      name + " is not set; torchrun and srun set it");
  };
  auto const rank = required("RANK", "SLURM_PROCID");
  options.rank = detail::environment_number(rank.name, rank.value, 0, options.size - 1);
  if (options.size > 1) options.address = required("MASTER_ADDR", "SLURM_LAUNCH_NODE_IPADDR").value;
  if (auto const port = variable("MASTER_PORT"))
    options.port = static_cast<std::uint16_t>(detail::environment_number("MASTER_PORT", *port, 1, 65535));
  else if (auto const job = variable("SLURM_JOB_ID"))  // two jobs on one machine must not meet
    options.port =
        static_cast<std::uint16_t>(20000 + detail::environment_number("SLURM_JOB_ID", *job, 0, UINT64_MAX) % 10000);
  options.interface = variable("GLOO_SOCKET_IFNAME").value_or("");
  if (auto const seconds = variable("SUREGRASP_PATIENCE"))
    options.meeting = options.patience =
        std::chrono::seconds(detail::environment_number("SUREGRASP_PATIENCE", *seconds, 1, 1U << 20));
  return options;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DISTRIBUTED_GROUP_ENVIRONMENT_HPP
