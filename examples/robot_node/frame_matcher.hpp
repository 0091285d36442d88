#ifndef SUREGRASP_ROBOT_NODE_FRAME_MATCHER_HPP
#define SUREGRASP_ROBOT_NODE_FRAME_MATCHER_HPP

#include <optional>
#include <utility>

namespace robot_node {

/// Colour, depth and camera of one moment, as messages of any kind.
template <class Image, class Camera>
struct matched_frame {
  Image colour{}, depth{};
  Camera camera{};
};

/// Puts together messages of one stamp, always the newest: of each topic it keeps one, so nothing queues. `Image` and
/// `Camera` are pointers to messages. Not to be shared by threads.
template <class Image, class Camera>
class frame_matcher {
 public:
  using frame = matched_frame<Image, Camera>;

  /// Each takes a message and returns the frame that it completes.
  std::optional<frame> colour(Image message) { return kept_.colour = std::move(message), complete(); }
  std::optional<frame> depth(Image message) { return kept_.depth = std::move(message), complete(); }
  std::optional<frame> camera(Camera message) { return kept_.camera = std::move(message), complete(); }

 private:
  std::optional<frame> complete() {
    if (!kept_.colour || !kept_.depth || !kept_.camera) return std::nullopt;
    auto const& stamp = kept_.colour->header.stamp;
    if (!(kept_.depth->header.stamp == stamp) || !(kept_.camera->header.stamp == stamp)) return std::nullopt;
    return std::exchange(kept_, {});
  }

  frame kept_{};
};

}  // namespace robot_node

#endif  // SUREGRASP_ROBOT_NODE_FRAME_MATCHER_HPP
