// Geometry and metrics in one header, with the standard library alone.
#include SUREGRASP_SINGLE_HEADER

#include <vector>

int main() {
  std::vector<double> const rows{10, 12, 0.25, 20, 8, 40, 40, -1, 30, 10};
  auto const same = suregrasp::host_iou_pairs<double>(rows, rows);
  suregrasp::proportion success;
  for (double const iou : same) success.add(iou == 1);
  return success.rate() == 1 ? 0 : 1;
}
