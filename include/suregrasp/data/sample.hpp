#ifndef SUREGRASP_DATA_SAMPLE_HPP
#define SUREGRASP_DATA_SAMPLE_HPP

#include <opencv2/core/mat.hpp>
#include <string>
#include <suregrasp/geometry/grasp.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// One photograph with its labels: the result of every reader and the input of every pipeline. Copies share the pixels,
/// as `cv::Mat` does.
struct sample {
  std::string id;                     ///< name in messages, files and splits, such as `pcd0100`
  cv::Mat rgb;                        ///< `[H, W]`, CV_8UC3, channels in the order red, green, blue
  cv::Mat depth;                      ///< `[H, W]`, CV_32FC1, metres; holes are 0 or NaN; empty where there is no depth
  std::vector<grasp<double>> grasps;  ///< in pixels of `rgb`; empty where the photograph is not labelled
  std::vector<grasp<double>> negatives{};     ///< rectangles labelled as no grasps, where a data set has some
  std::string object{};                       ///< name of the object it shows, for splits; empty where unknown
  std::vector<point<double>> grasp_points{};  ///< where to grasp, labelled without a pose; in pixels of `rgb`
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_SAMPLE_HPP
