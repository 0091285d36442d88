#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

/// Starts the program that stands beside this one under its name and `_main`, or installed in libexec/suregrasp, with
/// the same arguments, and with settings that libraries read while they are loaded: too late for the program itself.
/// This loads none of them, so it takes a millisecond.
int main(int /*count*/, char** arguments) {
  // OpenMP's threads spin while they wait, which on a machine that does other things too costs far more than it gains.
  setenv("OMP_WAIT_POLICY", "passive", /*overwrite=*/0);
  std::error_code failed;
  auto const self = std::filesystem::read_symlink("/proc/self/exe", failed);
  auto const name = self.filename().string() + "_main";
  auto const beside = self.parent_path() / name;
  auto const installed = self.parent_path().parent_path() / "libexec" / "suregrasp" / name;
  for (auto const& path : {beside, installed}) execv(path.c_str(), arguments);  // returns only where it cannot
  std::fprintf(stderr, "cannot start %s: expected it there or at %s\n", beside.c_str(), installed.c_str());
  return 2;
}
