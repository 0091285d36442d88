#ifndef SUREGRASP_CLI_COMMANDS_REGION_OF_INTEREST_HPP
#define SUREGRASP_CLI_COMMANDS_REGION_OF_INTEREST_HPP

#include <opencv2/core/mat.hpp>
#include <string>
#include <suregrasp/geometry/affine_map.hpp>
#include <vector>

namespace suregrasp::cli {

/// Where to look, read once for all photographs: everywhere, inside corners, or where a picture is not black.
class region_of_interest {
 public:
  /// A picture, or corners as `x,y,x,y,x,y,...`; empty for everywhere. Throws `option_error` `option.region` for
  /// another text, and what `read_rgb` throws.
  explicit region_of_interest(std::string const& text);

  /// In a photograph of that size, as `detect_whole_image` takes it; empty for everywhere. Throws `option_error`
  /// `option.region` for a picture of another size.
  [[nodiscard]] cv::Mat in(cv::Size image) const;

 private:
  void read_corners();

  std::string text_;
  std::vector<point<double>> corners_{};
  cv::Mat mask_{};
};

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_REGION_OF_INTEREST_HPP
