#!/bin/sh
# mpi.sh [BUILD]: builds the process group on MPI of examples/mpi with Debian's OpenMPI, holds it to the laws and trains a
# mean teacher on two processes and on three. Installs what is missing with apt-get, as root or by sudo. Ends with 77 where
# that can't be had.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$project/build/mpi}

if ! command -v mpicxx >/dev/null || ! command -v mpirun >/dev/null; then
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libopenmpi-dev openmpi-bin \
    </dev/null >/dev/null 2>&1 || { echo "Skipped: MPI, for want of libopenmpi-dev and openmpi-bin"; exit 77; }
fi

cmake -S "$project/examples/mpi" -B "$build" --log-level=WARNING >/dev/null
cmake --build "$build" --parallel "$(nproc)" --target mpi_training
# Root is what a container has; more processes than processors, and these on one machine, are what a test has.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_plm_rsh_agent=false
for processes in 2 3; do
  timeout 120 mpirun --oversubscribe -np "$processes" "$build/mpi_training"
done
