#ifndef SUREGRASP_DETECT_BACKBONE_ARCHITECTURE_HPP
#define SUREGRASP_DETECT_BACKBONE_ARCHITECTURE_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What the backbones of a detector are made of, for every library that builds them. A `width` of 64 is the published
/// network, others make slimmer or wider ones of the same form.
namespace suregrasp::inline v2 {

/// One of the residual networks of He et al. 2016.
struct resnet_architecture {
  bool bottleneck = false;
  std::array<int, 4> blocks{2, 2, 2, 2};

  /// `resnet18`, `resnet34` or `resnet50`; nothing on another name.
  [[nodiscard]] static std::optional<resnet_architecture> named(std::string_view name) {
    if (name == "resnet18") return resnet_architecture{false, {2, 2, 2, 2}};
    if (name == "resnet34") return resnet_architecture{false, {3, 4, 6, 3}};
    if (name == "resnet50") return resnet_architecture{true, {3, 4, 6, 3}};
    return std::nullopt;
  }

  [[nodiscard]] std::int64_t expansion() const { return bottleneck ? 4 : 1; }
};

/// MobileNetV2 (Sandler et al. 2018) up to its last inverted residual block.
struct mobilenet_v2_architecture {
  /// An inverted residual block: widened `expansion` times, filtered channel by channel, narrowed again.
  struct block {
    std::int64_t in, out, stride, expansion;
    [[nodiscard]] bool has_shortcut() const { return stride == 1 && in == out; }
  };

  std::int64_t stem = 32;       ///< channels of the convolution before the first block
  std::vector<block> blocks{};  ///< `features.1` and on, in torchvision's names

  /// The numbers of the last layers of strides 4, 8, 16 and 32, the stem being number 0: the feature maps.
  static constexpr std::array<std::size_t, 4> last_of_stride{3, 6, 13, 17};

  [[nodiscard]] static mobilenet_v2_architecture of(std::int64_t width) {
    struct stage {
      std::int64_t expansion, channels, count, stride;
    };
    mobilenet_v2_architecture made{.stem = scaled(32, width)};
    auto in = made.stem;
    for (auto const& [expansion, channels, count, stride] : {stage{1, 16, 1, 1},
                                                             {6, 24, 2, 2},
                                                             {6, 32, 3, 2},
                                                             {6, 64, 4, 2},
                                                             {6, 96, 3, 1},
                                                             {6, 160, 3, 2},
                                                             {6, 320, 1, 1}})
      for (std::int64_t i = 0; i < count; ++i) {
        made.blocks.push_back({in, scaled(channels, width), i == 0 ? stride : 1, expansion});
        in = made.blocks.back().out;
      }
    return made;
  }

 private:
  /// `channels` times `width` / 64, rounded to a multiple of 8 and never more than a tenth below (torchvision's rule).
  static std::int64_t scaled(std::int64_t channels, std::int64_t width) {
    std::int64_t constexpr whole = 64, step = 8;
    std::int64_t const exact = channels * width;
    std::int64_t const rounded = std::max(step, (exact + step / 2 * whole) / (step * whole) * step);
    return 10 * whole * rounded < 9 * exact ? rounded + step : rounded;
  }
};

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_BACKBONE_ARCHITECTURE_HPP
