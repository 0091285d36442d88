// Holds a group of MPI's processes to the laws, and trains a mean teacher on it: it must come to the one on a single
// process. Start it with mpirun.
#include <algorithm>
#include <iostream>
#include <span>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/testing/group_laws.hpp>

#include "joint_training.hpp"
#include "mpi_group.hpp"
#include "plain_backend.hpp"

int main(int count, char** words) {
  MPI_Init(&count, &words);
  bool good = true;
  {
    mpi_group const group(MPI_COMM_WORLD);
    suregrasp::taped<suregrasp_tests::plain_backend<double>> const be;
    for (auto const& law : suregrasp::testing::check_group(group, be)) {
      good = good && law.passed;
      if (!law.passed) std::cerr << "rank " << group.rank() << ": " << law.name << ": " << law.detail << '\n';
    }
    auto const together = suregrasp_tests::joint_run(be, 100, group);
    auto const alone = suregrasp_tests::joint_run(be, 100, suregrasp::single_process{});
    double const apart = suregrasp_tests::difference(together, alone);
    good = good && apart < 1e-6;
    if (group.rank() == 0)
      std::cout << group.size() << " processes of MPI, 100 steps: " << apart << " from one process\n";
  }
  MPI_Finalize();
  return good ? 0 : 1;
}
