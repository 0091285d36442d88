#ifndef SUREGRASP_DATA_SAMPLE_HPP
#define SUREGRASP_DATA_SAMPLE_HPP

#include <opencv2/core/mat.hpp>
#include <string>
#include <suregrasp/geometry/grasp.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// One photograph with its labels: what every reader produces and every pipeline starts from.
struct sample {
  std::string id;                     ///< name for people and for splits, such as `pcd0100`
  cv::Mat rgb;                        ///< `[H, W]`, CV_8UC3, channels in the order red, green, blue
  cv::Mat depth;                      ///< `[H, W]`, CV_32FC1, metres; holes are 0 or NaN; empty where there is no depth
  std::vector<grasp<double>> grasps;  ///< in pixels of `rgb`; empty where the photograph is not labelled
  std::vector<grasp<double>> negatives{};  ///< rectangles known not to be grasps, where a data set names some
  std::string object{};                    ///< what the photograph shows, for splits; empty where nobody said
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_SAMPLE_HPP
