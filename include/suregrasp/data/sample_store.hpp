#ifndef SUREGRASP_DATA_SAMPLE_STORE_HPP
#define SUREGRASP_DATA_SAMPLE_STORE_HPP

#include <cstddef>
#include <functional>
#include <opencv2/core/mat.hpp>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/data/sample_digest.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// Photographs with their labels, of which some are in memory, and others are read again whenever their pixels are
/// asked for: what a training takes where a data set is larger than the memory. A vector of samples becomes one of
/// which all are in memory. `read_into_store` makes one from files.
///
/// Several threads may ask for photographs at once.
class sample_store {
 public:
  sample_store() = default;
  sample_store(std::vector<sample> samples) {
    for (auto& each : samples) add(std::move(each));
  }

  /// A photograph that stays in memory.
  void add(sample photograph) {
    kept_bytes_ += bytes_of(photograph.rgb) + bytes_of(photograph.depth);
    entry one{{}, photograph.rgb.size(), !photograph.depth.empty(), {}, {}};
    one.known = std::move(photograph);
    entries_.push_back(std::move(one));
  }

  /// A photograph of which only the labels stay; `again()` reads it, from any thread, the same each time.
  void add(sample photograph, std::function<sample()> again) {
    entry one{{}, photograph.rgb.size(), !photograph.depth.empty(), digest_of(photograph), std::move(again)};
    photograph.rgb.release();
    photograph.depth.release();
    one.known = std::move(photograph);
    entries_.push_back(std::move(one));
    ++read_again_;
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// Photograph `i`, read again if need be. Throws `data_error` `data.changed` where it is not what it was, and as its
  /// reading.
  [[nodiscard]] sample operator[](std::size_t i) const {
    auto const& one = entries_[i];
    if (!one.again) return one.known;
    auto photograph = one.again();
    if (digest_of(photograph) != one.digest)
      throw data_error("data.changed", one.known.id +
                                           ": expected the photograph and the labels that were read at first, "
                                           "its files have changed since");
    return photograph;
  }

  /// Those at some positions.
  [[nodiscard]] std::vector<sample> at(std::vector<std::size_t> const& positions) const {
    std::vector<sample> chosen;
    for (auto const i : positions) chosen.push_back((*this)[i]);
    return chosen;
  }

  /// Photograph `i`, perhaps without pixels: nothing is read.
  [[nodiscard]] sample const& labels(std::size_t i) const { return entries_[i].known; }

  /// Its width and height in pixels.
  [[nodiscard]] cv::Size extent(std::size_t i) const { return entries_[i].extent; }

  [[nodiscard]] bool has_depth(std::size_t i) const { return entries_[i].has_depth; }

  /// As `digest_of` the sample.
  [[nodiscard]] std::string digest(std::size_t i) const {
    return entries_[i].again ? entries_[i].digest : digest_of(entries_[i].known);
  }

  /// What the pixels in memory take.
  [[nodiscard]] std::size_t kept_bytes() const { return kept_bytes_; }

  /// How many are read whenever they are asked for.
  [[nodiscard]] std::size_t read_again() const { return read_again_; }

  [[nodiscard]] static std::size_t bytes_of(cv::Mat const& image) { return image.total() * image.elemSize(); }

 private:
  struct entry {
    sample known;
    cv::Size extent;
    bool has_depth;
    std::string digest;               ///< where it is read again
    std::function<sample()> again{};  ///< absent where `known` has the pixels
  };

  std::vector<entry> entries_;
  std::size_t kept_bytes_ = 0, read_again_ = 0;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_SAMPLE_STORE_HPP
