#ifndef SUREGRASP_TESTS_BENCH_PLAIN_FUSION_HPP
#define SUREGRASP_TESTS_BENCH_PLAIN_FUSION_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <vector>

#include "ratio_reporter.hpp"

/// The default fusion of four heads in a plain loop, into memory that is there.
inline void fuse_plainly(std::vector<std::vector<float>> const& heads, std::size_t locations, std::vector<float>& mean,
                         std::vector<float>& variance, std::vector<float>& uncertainty) {
  float const share = 1 / static_cast<float>(heads.size());
  for (std::size_t i = 0; i < locations; ++i) {
    float x = 0, y = 0, unit_x = 0, unit_y = 0;
    for (auto const& head : heads) {
      float const cos = head[4 * i], sin = head[4 * i + 1], size = std::sqrt(std::max(cos * cos + sin * sin, 1.0F));
      x += cos * share, y += sin * share, unit_x += cos / size * share, unit_y += sin / size * share;
    }
    float const size = std::sqrt(std::max(x * x + y * y, 1e-12F));
    mean[4 * i] = x / size, mean[4 * i + 1] = y / size;
    variance[3 * i] = -0.25F * std::log(std::clamp(unit_x * unit_x + unit_y * unit_y, 1e-12F, 1.0F));
    for (std::size_t c = 2; c < 4; ++c) {
      float total = 0, squares = 0;
      for (auto const& head : heads) total += head[4 * i + c] * share;
      for (auto const& head : heads) squares += (head[4 * i + c] - total) * (head[4 * i + c] - total) * share;
      mean[4 * i + c] = total, variance[3 * i + c - 1] = squares;
    }
    uncertainty[i] = variance[3 * i] / 0.09F + variance[3 * i + 1] + variance[3 * i + 2];
  }
}

/// `fuse` on a backend beside it.
template <suregrasp::tensor_backend B>
void measure_fusion(B const& be, std::string const& name, std::int64_t locations) {
  using tensor = suregrasp::tensor_t<B>;
  suregrasp::random_stream random(3);
  auto const size = static_cast<std::size_t>(locations);
  std::vector<std::vector<float>> heads(4, std::vector<float>(4 * size));
  std::vector<tensor> tensors;
  for (auto& head : heads) {
    for (float& value : head) value = static_cast<float>(random.normal(0, 0.7));
    tensors.push_back(be.from_host({{locations, 4}, head}));
  }
  std::vector<float> mean(4 * size), variance(3 * size), uncertainty(size);
  measure_beside(
      "fusion of " + std::to_string(locations) + " locations on " + name, "a plain loop",
      [=] { return suregrasp::fuse(be, std::span<tensor const>(tensors), suregrasp::pose_encoding{}); },
      [=]() mutable {
        fuse_plainly(heads, size, mean, variance, uncertainty);
        benchmark::ClobberMemory();
        return uncertainty[0];
      });
}

#endif  // SUREGRASP_TESTS_BENCH_PLAIN_FUSION_HPP
