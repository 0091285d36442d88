#ifndef SUREGRASP_TESTS_PROCESSES_HPP
#define SUREGRASP_TESTS_PROCESSES_HPP

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/group_environment.hpp>
#include <vector>

namespace suregrasp_tests {

/// A socket that listens on a port of this machine that was free; holds it while it lives.
class listening_socket {
 public:
  listening_socket() : descriptor_(::socket(AF_INET6, SOCK_STREAM, 0)) {
    int const on = 1;
    ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (descriptor_ < 0 || ::bind(descriptor_, any, length) != 0 || ::listen(descriptor_, 1) != 0 ||
        ::getsockname(descriptor_, any, &length) != 0)
      throw std::runtime_error("no port to listen on");
    port_ = ntohs(address.sin6_port);
  }
  listening_socket(listening_socket const&) = delete;
  listening_socket& operator=(listening_socket const&) = delete;
  ~listening_socket() { ::close(descriptor_); }

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int descriptor_;
  std::uint16_t port_ = 0;
};

/// A port of this machine that nobody listens on.
[[nodiscard]] inline std::uint16_t free_port() { return listening_socket().port(); }

/// How a process of a group has ended.
struct ended_process {
  std::string said;    ///< what its function returned, or `id: message` of the error that it threw
  int signal = 0;      ///< that ended it; 0: none
  double seconds = 0;  ///< after the start

  [[nodiscard]] bool said_error(std::string const& id) const { return said.starts_with(id + ": "); }
};

/// Processes of this program that run `f(options)`, a text, one for each rank. Nothing of LibTorch may have computed
/// before: its threads would not be there.
class processes {
 public:
  template <class F>
  processes(std::size_t size, F const& f, double patience = 30, std::uint16_t port = free_port()) {
    for (std::size_t rank = 0; rank < size; ++rank) {
      suregrasp::group_options options{.port = port, .rank = rank, .size = size};
      options.meeting = options.patience = std::chrono::milliseconds(static_cast<std::int64_t>(patience * 1000));
      start(options, f);
    }
  }
  processes(processes const&) = delete;
  processes& operator=(processes const&) = delete;
  ~processes() {
    for (auto const& each : children_)
      if (each.id > 0) ::kill(each.id, SIGKILL), ::waitpid(each.id, nullptr, 0);
  }

  /// In a process: tells the test that it has come so far; once.
  static void tell_ready() { (void)!::write(own_output_, "\n", 1); }

  /// Waits until a process has told so. Throws `std::runtime_error` where it ends, or says something, before.
  void await_ready(std::size_t rank) const {
    char first = 0;
    if (::read(children_.at(rank).output, &first, 1) != 1 || first != '\n')
      throw std::runtime_error("process " + std::to_string(rank) + " has not become ready");
  }

  void send(std::size_t rank, int signal_number) const { ::kill(children_.at(rank).id, signal_number); }

  /// Waits for the end of one.
  [[nodiscard]] ended_process end_of(std::size_t rank) {
    auto& one = children_.at(rank);
    ended_process ended;
    char text[4096];
    for (ssize_t count = 0; (count = ::read(one.output, text, sizeof text)) > 0;)
      ended.said.append(text, static_cast<std::size_t>(count));
    ::close(one.output);
    int status = 0;
    ::waitpid(one.id, &status, 0);
    one.id = 0;
    if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
    ended.seconds = std::chrono::duration<double>(clock::now() - start_).count();
    return ended;
  }

  [[nodiscard]] std::vector<ended_process> ends() {
    std::vector<ended_process> all;
    for (std::size_t rank = 0; rank < children_.size(); ++rank) all.push_back(end_of(rank));
    return all;
  }

 private:
  using clock = std::chrono::steady_clock;
  struct child {
    pid_t id;
    int output;
  };

  template <class F>
  void start(suregrasp::group_options const& options, F const& f) {
    int ends[2] = {};
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    pid_t const id = ::fork();
    if (id < 0) throw std::runtime_error("no process");
    if (id == 0) {
      ::close(ends[0]);
      for (auto const& each : children_) ::close(each.output);
      own_output_ = ends[1];
      std::string said;
      try {
        said = f(options);
      } catch (suregrasp::error const& problem) {
        said = problem.id() + ": " + problem.what();
      } catch (std::exception const& problem) {
        said = std::string("unnamed: ") + problem.what();
      }
      for (std::size_t done = 0; done < said.size();) {
        auto const written = ::write(ends[1], said.data() + done, said.size() - done);
        if (written <= 0) break;
        done += static_cast<std::size_t>(written);
      }
      std::_Exit(0);
    }
    ::close(ends[1]);
    children_.push_back({id, ends[0]});
  }

  inline static int own_output_ = -1;

  std::vector<child> children_;
  clock::time_point start_ = clock::now();
};

}  // namespace suregrasp_tests

#endif  // SUREGRASP_TESTS_PROCESSES_HPP
