#ifndef SUREGRASP_DETECT_VOTES_NETWORK_ADAPTOR_HPP
#define SUREGRASP_DETECT_VOTES_NETWORK_ADAPTOR_HPP

#include <cstdint>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/pyramid/fusion.hpp>
#include <suregrasp/pyramid/pose_encoding.hpp>
#include <utility>

namespace suregrasp::inline v2 {

/// The base of a `grasp_network` that asks another one for poses in its own way, and passes on the rest as it is.
template <class Network>
class network_adaptor {
 public:
  [[nodiscard]] pose_encoding encoding() const { return network_.encoding(); }
  [[nodiscard]] fusion_options fusion() const { return network_.fusion(); }
  [[nodiscard]] std::int64_t input_size() const { return network_.input_size(); }

  [[nodiscard]] bool takes(std::int64_t height, std::int64_t width) const
    requires takes_sizes<Network>
  {
    return network_.takes(height, width);
  }

  template <class Images>
  [[nodiscard]] auto features(Images const& images) const {
    return network_.features(images);
  }

  template <class Levels>
  [[nodiscard]] auto heat(Levels const& levels) const {
    return network_.heat(levels);
  }

 protected:
  explicit network_adaptor(Network network) : network_(std::move(network)) {}

  [[nodiscard]] Network const& network() const { return network_; }

 private:
  Network network_;
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_VOTES_NETWORK_ADAPTOR_HPP
