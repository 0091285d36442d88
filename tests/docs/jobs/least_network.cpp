// Detect with a network of one's own, on a backend of one's own that is nothing but arrays: no tensor library.
#include <cmath>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <suregrasp/backend.hpp>
#include <suregrasp/detect.hpp>
#include <suregrasp/images.hpp>
#include <suregrasp/testing.hpp>

using namespace suregrasp;
using tensor = host_array<float>;

struct arrays : reference_backend<arrays, tensor, float> {
  tensor from_host(host_view<float const> const& view) const {
    return {view.shape, std::vector<float>(view.values.begin(), view.values.end())};
  }
  tensor to_host(tensor const& t) const { return t; }
};

// [network]
/// Grasps whatever is bright, and always from the left and the right.
struct bright_spots {
  arrays be;

  pose_encoding encoding() const { return {.opening = {std::log(6.0), 0.3}, .jaw = {std::log(3.0), 0.3}}; }
  fusion_options fusion() const { return {}; }
  std::int64_t input_size() const { return 64; }
  std::vector<level<tensor>> features(image_batch<tensor> const& images) const {
    return {{be.reshape(be.sum(images.rgb, 1), {be.shape(images.rgb)[0], 64, 64, 1}), 1}};
  }
  tensor heat(std::vector<level<tensor>> const& levels) const {
    auto const odds = be.exp(be.reshape(levels[0].features, {be.shape(levels[0].features)[0], 64, 64}));
    return be.div(odds, be.add(odds, constant(be, 1)));
  }
  std::vector<tensor> poses(std::vector<level<tensor>> const&, std::span<location const> at) const {
    std::vector<tensor> heads;
    for (double const theta : {-0.1, 0.0, 0.1}) {  // three heads that nearly agree
      auto const pose = encoding().encode({.theta = theta, .opening = 6, .jaw = 3});
      tensor const row({1, encoding().columns()}, std::vector<float>(pose.begin(), pose.end()));
      heads.push_back(be.take(row, std::vector<std::int64_t>(at.size(), 0), 0));
    }
    return heads;
  }
};
// [network]

int main() {
  cv::Mat table(480, 640, CV_8UC3, cv::Scalar::all(20));
  cv::circle(table, {340, 250}, 12, cv::Scalar::all(240), cv::FILLED);

  bright_spots const network{};
  auto const input = preprocess({"table", table, {}, {}}, input_of(network.input_size()));
  auto const found = detect(network.be, network, input, {.peaks = {.threshold = 0.1}, .smoothing = 0.05}).ranked;
  for (auto const& [grasp, uncertainty, heat, variance] : found)  // in pixels of the photograph
    std::printf("x %.0f, y %.0f, theta %+.2f rad, opening %.0f, M_uc %.2f\n", grasp.x, grasp.y, grasp.theta,
                grasp.opening, uncertainty);

  for (auto const& law : testing::check_network(network.be, network))
    if (!law.passed) return std::printf("%s: %s\n", law.name.c_str(), law.detail.c_str()), 1;
  return found.size() == 1 && std::hypot(found[0].grasp.x - 340, found[0].grasp.y - 250) < 8 ? 0 : 1;
}
