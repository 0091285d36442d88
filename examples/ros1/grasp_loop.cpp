#include "grasp_loop.hpp"

#include <suregrasp/detect/whole_image.hpp>
#include <suregrasp/robot/files/gripper_file.hpp>
#include <suregrasp/robot/live_loop.hpp>

#include "../robot_node/frame_matcher.hpp"
#include "../robot_node/grasp_answer.hpp"
#include "../robot_node/prepared_network.hpp"

namespace ros1_node {

namespace {

using matcher = robot_node::frame_matcher<std::shared_ptr<image const>, std::shared_ptr<camera_info const>>;
using goals = std::vector<suregrasp::transform<suregrasp::frames::tool, suregrasp::frames::camera>>;

/// A frame before its messages are read, which is the answering thread's work.
struct arrived {
  matcher::frame messages;
  header of;
};

}  // namespace

struct grasp_loop::state {
  suregrasp::libtorch::backend be{};
  suregrasp::libtorch::inference network;
  suregrasp::gripper hand;
  matcher frames{};
  suregrasp::newest_slot<arrived> newest{};

  void put(std::optional<matcher::frame> frame) {
    if (!frame) return;
    auto const of = frame->colour->header;
    newest.put({std::move(*frame), of});
  }
};

grasp_loop::grasp_loop(std::string const& model, std::string const& gripper)
    : state_(new state{.network = robot_node::prepared_network(model), .hand = suregrasp::gripper_named(gripper)}) {}

grasp_loop::~grasp_loop() = default;

void grasp_loop::colour(std::shared_ptr<image const> const& message) { state_->put(state_->frames.colour(message)); }
void grasp_loop::depth(std::shared_ptr<image const> const& message) { state_->put(state_->frames.depth(message)); }
void grasp_loop::camera(std::shared_ptr<camera_info const> const& message) {
  state_->put(state_->frames.camera(message));
}

void grasp_loop::run(std::function<void(answer const&)> const& tell, std::function<bool()> const& go_on) {
  header of;  // the frame that is answered: check is called first for each
  robot_node::seen_frame now;
  auto const source = [&](std::stop_token const& stop) -> std::optional<arrived> {
    while (!stop.stop_requested())
      if (auto frame = state_->newest.take(std::chrono::milliseconds(50))) return frame;
    return std::nullopt;
  };
  auto const check = [&](arrived const& frame) {
    of = frame.of;
    now = robot_node::seen_in(*frame.messages.colour, *frame.messages.depth, *frame.messages.camera);
    return now.check();
  };
  auto const detect = [&](arrived const&, auto& stages) {
    auto const found = suregrasp::detect_whole_image(state_->be, state_->network, now.picture(), robot_node::search);
    stages.done("detect");
    goals const way = robot_node::clear_goals(now, state_->hand, found.ranked);
    stages.done("plan");
    return way;
  };
  auto const sink = [&](suregrasp::live_answer<goals> const& each) {
    answer told{of, std::string(suregrasp::name_of(each.verdict)), {}};
    if (each.result) robot_node::fill_poses(told, std::span(*each.result));
    tell(told);
    return go_on();
  };
  suregrasp::run_live_loop(source, check, detect, sink, {.most_age = 10, .stop = [&] { return !go_on(); }});
}

}  // namespace ros1_node
