#include <suregrasp/robot/frame_check.hpp>

#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/core/host_array.hpp>

using namespace suregrasp;

namespace {

host_array<std::uint8_t> const grey({48, 64, 3}, std::uint8_t(90));
host_array<float> const far_table({48, 64}, 0.7F);
frame_limits const camera{.width = 64, .height = 48};

frame_verdict verdict_of(host_array<std::uint8_t> const& rgb, host_array<float> const& depth,
                         frame_limits const& limits = camera) {
  auto const found = check_frame(rgb.view(), depth.view(), limits);
  CHECK(found.detail.empty() == (found.verdict == frame_verdict::answered));
  return found.verdict;
}

}  // namespace

TEST_CASE("frames: a good one, with and without depth") {
  CHECK(verdict_of(grey, far_table) == frame_verdict::answered);
  CHECK(check_frame(grey.view()).verdict == frame_verdict::answered);
}

TEST_CASE("frames: each fault has its name") {
  using enum frame_verdict;
  CHECK(verdict_of(host_array<std::uint8_t>({0, 0, 3}), far_table) == empty);
  CHECK(verdict_of(host_array<std::uint8_t>({24, 64, 3}, 90), far_table) == other_size);
  CHECK(verdict_of(grey, host_array<float>({24, 64}, 0.7F)) == other_size);
  CHECK(verdict_of(host_array<std::uint8_t>({48, 64, 3}, 6), far_table) == black);
  CHECK(verdict_of(grey, host_array<float>({48, 64})) == no_depth);
  CHECK(verdict_of(grey, host_array<float>({48, 64}, NAN)) == no_depth);
  CHECK(verdict_of(grey, host_array<float>({48, 64}, 700.F)) == other_unit);    // millimetres as metres
  CHECK(verdict_of(grey, host_array<float>({48, 64}, 0.0007F)) == other_unit);  // metres as millimetres
}

TEST_CASE("frames: a few bright pixels are noise, a few distances are enough") {
  host_array<std::uint8_t> noisy({48, 64, 3}, 3);
  for (std::size_t i = 0; i < noisy.values.size(); i += 3 * 17 * 200) noisy.values[i] = 255;
  CHECK(verdict_of(noisy, far_table) == frame_verdict::black);
  host_array<float> sparse({48, 64});
  for (std::size_t i = 0; i < sparse.values.size(); ++i) sparse.values[i] = i / 17 % 8 == 0 ? 0.7F : 0;
  CHECK(verdict_of(grey, sparse) == frame_verdict::answered);
}
