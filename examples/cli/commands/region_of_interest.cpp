#include "region_of_interest.hpp"

#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/images/images.hpp>

namespace suregrasp::cli {

region_of_interest::region_of_interest(std::string const& text) : text_(text) {
  if (text.empty()) return;
  if (std::filesystem::exists(text)) {
    cv::Mat grey;
    cv::cvtColor(read_rgb(text), grey, cv::COLOR_RGB2GRAY);
    mask_ = grey > 0;
  } else {
    read_corners();
  }
}

cv::Mat region_of_interest::in(cv::Size image) const {
  if (!corners_.empty()) return region_inside(corners_, image);
  if (!mask_.empty() && mask_.size() != image)
    throw option_error("option.region", text_ + ": expected a picture of " + std::to_string(image.width) + "x" +
                                            std::to_string(image.height) + " pixels, as the photograph, found " +
                                            std::to_string(mask_.cols) + "x" + std::to_string(mask_.rows));
  return mask_;
}

void region_of_interest::read_corners() {
  std::vector<double> numbers;
  for (auto const word : suregrasp::detail::split_text(text_, ',')) {
    auto const number = suregrasp::detail::number_in(word);
    if (!number)
      throw option_error("option.region",
                         "--region: expected a picture that is there, or corners x,y,x,y,x,y, got " + text_);
    numbers.push_back(*number);
  }
  if (numbers.size() < 6 || numbers.size() % 2 != 0)
    throw option_error("option.region", "--region: expected at least three corners x,y,x,y,x,y, got " + text_);
  for (std::size_t i = 0; i < numbers.size(); i += 2) corners_.push_back({numbers[i], numbers[i + 1]});
}

}  // namespace suregrasp::cli
