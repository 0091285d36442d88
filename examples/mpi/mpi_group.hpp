#ifndef SUREGRASP_EXAMPLES_MPI_MPI_GROUP_HPP
#define SUREGRASP_EXAMPLES_MPI_MPI_GROUP_HPP

#include <mpi.h>

#include <climits>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/distributed/process_group.hpp>
#include <vector>

/// A process group of your own: the processes that `mpirun` starts. Nothing of SureGrasp changes for it.
class mpi_group {
 public:
  /// MPI must be initialised, and outlive the group.
  explicit mpi_group(MPI_Comm processes) : processes_(processes) {
    MPI_Comm_set_errhandler(processes_, MPI_ERRORS_RETURN);
  }

  [[nodiscard]] std::size_t rank() const { return number_by(MPI_Comm_rank); }
  [[nodiscard]] std::size_t size() const { return number_by(MPI_Comm_size); }

  [[nodiscard]] std::vector<std::string> gather(std::string_view bytes) const {
    auto const length = count_of(bytes.size());
    std::vector<int> lengths(size()), begins(size());
    check(MPI_Allgather(&length, 1, MPI_INT, lengths.data(), 1, MPI_INT, processes_));
    std::size_t total = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      begins[i] = count_of(total);
      total += static_cast<std::size_t>(lengths[i]);
    }
    std::string text(total, '\0');
    check(MPI_Allgatherv(bytes.data(), length, MPI_BYTE, text.data(), lengths.data(), begins.data(), MPI_BYTE,
                         processes_));
    std::vector<std::string> all;
    for (std::size_t i = 0; i < lengths.size(); ++i)
      all.push_back(text.substr(static_cast<std::size_t>(begins[i]), static_cast<std::size_t>(lengths[i])));
    return all;
  }

  /// By one process, which passes the sums on: MPI does not promise that each process would get the same bits.
  void sum(std::span<double> values) const {
    auto const count = count_of(values.size());
    std::vector<double> sums(values.size());
    check(MPI_Reduce(values.data(), sums.data(), count, MPI_DOUBLE, MPI_SUM, 0, processes_));
    std::copy(sums.begin(), sums.end(), values.begin());
    check(MPI_Bcast(values.data(), count, MPI_DOUBLE, 0, processes_));
  }

  void barrier() const { check(MPI_Barrier(processes_)); }

 private:
  [[nodiscard]] std::size_t number_by(int (*ask)(MPI_Comm, int*)) const {
    int number = 0;
    check(ask(processes_, &number));
    return static_cast<std::size_t>(number);
  }

  [[nodiscard]] static int count_of(std::size_t count) {
    if (count > INT_MAX)
      throw suregrasp::distributed_error("mpi.count", "MPI counts to 2147483647, got " + std::to_string(count));
    return static_cast<int>(count);
  }

  static void check(int status) {
    if (status == MPI_SUCCESS) return;
    std::string text(MPI_MAX_ERROR_STRING, '\0');
    int length = 0;
    MPI_Error_string(status, text.data(), &length);
    throw suregrasp::distributed_error("mpi", text.substr(0, static_cast<std::size_t>(length)));
  }

  MPI_Comm processes_;
};

static_assert(suregrasp::process_group<mpi_group> && suregrasp::has_sum<mpi_group>);

#endif  // SUREGRASP_EXAMPLES_MPI_MPI_GROUP_HPP
