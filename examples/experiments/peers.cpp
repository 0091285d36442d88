#include "peers.hpp"

#include <algorithm>
#include <memory>
#include <suregrasp/backends/libtorch/backbone_weights.hpp>
#include <suregrasp/backends/libtorch/ggcnn.hpp>
#include <suregrasp/backends/libtorch/grconvnet.hpp>
#include <suregrasp/detect/dense/dense_input.hpp>
#include <suregrasp/evaluate/evaluate.hpp>
#include <suregrasp/files/atomic_file.hpp>

#include "cli/commands/samples.hpp"
#include "cli/console/success_text.hpp"
#include "markdown_table.hpp"

namespace suregrasp::experiments {

namespace {

using json = nlohmann::ordered_json;

struct peer {
  std::string name;
  std::string file;
  int size;
  dense_channels channels;
  std::shared_ptr<libtorch::grasp_map_network_impl> network;
};

std::vector<peer> peers_from(std::filesystem::path const& weights) {
  std::vector<peer> peers{
      {"GG-CNN", "ggcnn_cornell.safetensors", 300, dense_channels::depth, std::make_shared<libtorch::ggcnn_impl>()},
      {"GG-CNN2", "ggcnn2_cornell.safetensors", 300, dense_channels::depth, std::make_shared<libtorch::ggcnn2_impl>()},
      {"GR-ConvNet", "grconvnet3_ch16_cornell.safetensors", 224, dense_channels::rgbd,
       std::make_shared<libtorch::grconvnet_impl>(16)}};
  for (auto const& each : peers) {
    auto const path = weights / each.file;
    libtorch::load_state(*each.network, libtorch::read_weights(path), path.string());
  }
  return peers;
}

/// What the published evaluations show these networks: of Cornell's photographs, 640 pixels wide, a window as large as
/// the input around the middle of the labels; of others the largest square.
preprocess_options window_of(sample const& photograph, int size) {
  preprocess_options window{.size = size, .field = 1};
  auto const shown = photograph.rgb.size();
  if (shown != cv::Size(640, 480) || photograph.grasps.empty()) return window;
  point<double> middle{0, 0};
  for (auto const& label : photograph.grasps) {
    middle.x += label.x / static_cast<double>(photograph.grasps.size());
    middle.y += label.y / static_cast<double>(photograph.grasps.size());
  }
  double const half = size / 2.0;
  window.field = size / 480.0;
  window.centre =
      point<double>{std::clamp(middle.x, half, shown.width - half), std::clamp(middle.y, half, shown.height - half)};
  return window;
}

success_table measured(peer const& each, std::vector<sample> const& photographs) {
  libtorch::backend const be;
  libtorch::grasp_map_network net(each.network);
  std::vector<ranked_overlaps> overlaps;
  for (auto const& photograph : photographs) {
    auto const input = dense_input_of(photograph, each.channels, window_of(photograph, each.size));
    auto const found = dense_grasps(libtorch::maps_of(net, be, input.image), input.to_input);
    overlaps.push_back(overlaps_of(found, photograph.grasps));
  }
  return success_at(overlaps, success_ious);
}

std::string counts(success_table const& success, proportion success_row::*column) {
  std::string text;
  for (auto const& row : success) text += (text.empty() ? "" : " / ") + std::to_string((row.*column).successes);
  return text + " of " + std::to_string((success.front().*column).trials);
}

}  // namespace

void run_peers(peers_experiment const& experiment, cli::run_options const& run) {
  create_directories(experiment.results);
  auto const peers = peers_from(experiment.weights);
  markdown_table table{{"photographs", "network", "best peak right at IoU 0.25 / 0.50 / 0.75", "any peak right"}};
  json rows = json::array();
  for (auto const& folder : experiment.data) {
    auto const photographs = cli::load_samples(folder, run);
    for (auto const& each : peers) {
      auto const success = measured(each, photographs);
      auto const name = folder.filename().string();
      table.add({name, each.name, counts(success, &success_row::first), counts(success, &success_row::any)});
      json row{{"photographs", name},
               {"network", each.name},
               {"best", cli::success_json(success, &success_row::first)},
               {"any", cli::success_json(success, &success_row::any)}};
      rows.push_back(std::move(row));
    }
  }
  write_file(experiment.results / "peers.json", json{{"record", to_json(run.record)}, {"rows", rows}}.dump(1) + "\n");
  write_file(experiment.results / "peers.md",
             "# Other networks, through the same decoder, peaks and metrics\n\n" + table.text());
}

}  // namespace suregrasp::experiments
