#ifndef SUREGRASP_BACKENDS_LIBTORCH_RENDEZVOUS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_RENDEZVOUS_HPP

#include <netdb.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <string>
#include <suregrasp/backends/libtorch/torch.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/group_environment.hpp>
//
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

/// Where the processes of a group find each other, by LibTorch's store.
namespace suregrasp::inline v2::libtorch::detail {

/// What LibTorch said, without the places in its sources.
[[nodiscard]] inline std::string first_line(std::exception const& problem) {
  auto const* const own = dynamic_cast<c10::Error const*>(&problem);
  std::string const text = own != nullptr ? own->what_without_backtrace() : problem.what();
  return text.substr(0, text.find('\n'));
}

[[nodiscard]] inline bool is_timeout(std::string const& text) {
  for (auto const* word : {"imed out", "imeout", "imeOut"})
    if (text.find(word) != std::string::npos) return true;
  return false;
}

/// While one lives, writing to a process that is gone is an error for this thread, and for threads that it starts, and
/// no `SIGPIPE`, which would end the program: LibTorch's store writes without a thought of it, since Python ignores the
/// signal.
class broken_pipes_told {
 public:
  broken_pipes_told() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    pending_before_ = pending();
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  broken_pipes_told(broken_pipes_told const&) = delete;
  broken_pipes_told& operator=(broken_pipes_told const&) = delete;
  ~broken_pipes_told() {
    timespec const at_once{};
    if (!pending_before_ && pending()) ::sigtimedwait(&pipe_, nullptr, &at_once);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  [[nodiscard]] static bool pending() {
    sigset_t waiting;
    return ::sigpending(&waiting) == 0 && ::sigismember(&waiting, SIGPIPE) == 1;
  }

  sigset_t pipe_{}, before_{};
  bool pending_before_ = false;
};

/// What `f()` returns; what LibTorch throws on the way becomes `distributed_error`: `distributed.timeout` where a
/// process does not answer in time, `distributed.peer` where one is gone. `doing` says what was going on.
template <class F>
auto as_distributed(group_options const& group, std::string const& doing, F const& f) {
  broken_pipes_told const guard;
  try {
    return f();
  } catch (suregrasp::error const&) {
    throw;
  } catch (std::exception const& problem) {
    auto const text = first_line(problem);
    auto const where =
        "rank " + std::to_string(group.rank) + " of " + std::to_string(group.size) + ", while it " + doing;
    if (is_timeout(text))
      throw distributed_error("distributed.timeout", where + ": expected an answer of every other process within " +
                                                         std::to_string(group.patience.count() / 1000) +
                                                         " s, one did not come (" + text + ")");
    throw distributed_error("distributed.peer", where + ": another process is gone (" + text + ")");
  }
}

/// What `f()` returns, which is a part of meeting the others. Throws `distributed_error`: `distributed.port` where the
/// port is in use, `distributed.meeting` where rank 0 is not reached, or not all have come, in time.
template <class F>
auto while_meeting(group_options const& group, F const& f) {
  broken_pipes_told const guard;
  try {
    return f();
  } catch (suregrasp::error const&) {
    throw;
  } catch (std::exception const& problem) {
    auto const text = first_line(problem);
    for (auto const* word : {"ddress already in use", "EADDRINUSE"})
      if (text.find(word) != std::string::npos)
        throw distributed_error("distributed.port", "port " + std::to_string(group.port) +
                                                        " is in use on this machine: expected one that rank 0 may "
                                                        "listen at; set MASTER_PORT to another, the same for all");
    throw distributed_error("distributed.meeting",
                            "rank " + std::to_string(group.rank) + " of " + std::to_string(group.size) +
                                ": expected all processes at " + group.address + ":" + std::to_string(group.port) +
                                " within " + std::to_string(group.meeting.count() / 1000) + " s (" + text + ")");
  }
}

/// The store that rank 0 keeps and all others reach. Throws as `while_meeting`.
[[nodiscard]] inline c10::intrusive_ptr<c10d::Store> open_store(group_options const& group) {
  c10d::TCPStoreOptions options;
  options.port = group.port;
  options.isServer = group.rank == 0;
  options.numWorkers = group.size;
  options.timeout = group.meeting;
  return while_meeting(group, [&]() -> c10::intrusive_ptr<c10d::Store> {
    auto store = c10::make_intrusive<c10d::TCPStore>(group.address, options);
    store->setTimeout(group.meeting);
    return store;
  });
}

/// The address of this machine from which it reaches the machine of rank 0. Nothing is sent. A machine's own name would
/// not do: on Debian it is 127.0.1.1.
[[nodiscard]] inline std::string own_address(group_options const& group) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_DGRAM;
  if (::getaddrinfo(group.address.c_str(), std::to_string(group.port).c_str(), &hints, &found) != 0)
    throw distributed_error("distributed.address", "expected the name or address of a machine as MASTER_ADDR, got '" +
                                                       group.address + "', which leads nowhere");
  std::string own;
  for (auto const* each = found; each != nullptr && own.empty(); each = each->ai_next) {
    int const descriptor = ::socket(each->ai_family, each->ai_socktype, each->ai_protocol);
    if (descriptor < 0) continue;
    sockaddr_storage here{};
    socklen_t length = sizeof here;
    std::array<char, NI_MAXHOST> text{};
    auto* const address = reinterpret_cast<sockaddr*>(&here);
    if (::connect(descriptor, each->ai_addr, each->ai_addrlen) == 0 &&
        ::getsockname(descriptor, address, &length) == 0 &&
        ::getnameinfo(address, length, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      own = text.data();
    ::close(descriptor);
  }
  ::freeaddrinfo(found);
  return own.empty() ? group.address : own;
}

}  // namespace suregrasp::inline v2::libtorch::detail

#endif  // SUREGRASP_BACKENDS_LIBTORCH_RENDEZVOUS_HPP
