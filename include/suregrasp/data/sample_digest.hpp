#ifndef SUREGRASP_DATA_SAMPLE_DIGEST_HPP
#define SUREGRASP_DATA_SAMPLE_DIGEST_HPP

#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/data/sample.hpp>

/// Tells photographs apart by what is in them, for caches and checkpoints.
namespace suregrasp::inline v2 {

/// Of size, kind and every pixel, wherever the rows lie in memory.
[[nodiscard]] inline std::string digest_of(cv::Mat const& image) {
  digest all;
  all.add(image.rows).add(image.cols).add(image.type());
  for (int y = 0; y < image.rows; ++y)
    all.add(std::string_view(image.ptr<char>(y), static_cast<std::size_t>(image.cols) * image.elemSize()));
  return all.text();
}

/// Of the id, both images, the labelled grasps and grasp points.
[[nodiscard]] inline std::string digest_of(sample const& s) {
  digest all;
  all.add(s.id).add(digest_of(s.rgb)).add(digest_of(s.depth)).add(s.grasps.size());
  for (auto const& g : s.grasps) all.add(g.x).add(g.y).add(g.theta).add(g.opening).add(g.jaw);
  for (auto const& p : s.grasp_points) all.add(p.x).add(p.y);
  return all.text();
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_SAMPLE_DIGEST_HPP
