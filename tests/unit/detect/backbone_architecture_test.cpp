#include <catch2/catch.hpp>
#include <suregrasp/detect/backbone_architecture.hpp>
#include <vector>

using namespace suregrasp;

TEST_CASE("backbone_architecture: residual networks by name") {
  CHECK(resnet_architecture::named("resnet18")->blocks == std::array{2, 2, 2, 2});
  CHECK(resnet_architecture::named("resnet34")->blocks == std::array{3, 4, 6, 3});
  CHECK(resnet_architecture::named("resnet34")->expansion() == 1);
  CHECK(resnet_architecture::named("resnet50")->blocks == std::array{3, 4, 6, 3});
  CHECK(resnet_architecture::named("resnet50")->expansion() == 4);
  CHECK_FALSE(resnet_architecture::named("resnet101"));
}

TEST_CASE("backbone_architecture: MobileNetV2 as published, and with half its channels") {
  auto const channels = [](std::int64_t width) {
    auto const made = mobilenet_v2_architecture::of(width);
    REQUIRE(made.blocks.size() == 17);
    std::vector<std::int64_t> list{made.stem};
    for (auto const number : made.last_of_stride) list.push_back(made.blocks[number - 1].out);
    return list;
  };
  CHECK(channels(64) == std::vector<std::int64_t>{32, 24, 32, 96, 320});
  CHECK(channels(32) == std::vector<std::int64_t>{16, 16, 16, 48, 160});
  CHECK(channels(80) == std::vector<std::int64_t>{40, 32, 40, 120, 400});
}

TEST_CASE("backbone_architecture: the blocks of MobileNetV2 follow one another, and halve the map four times") {
  auto const made = mobilenet_v2_architecture::of(64);
  auto in = made.stem;
  std::int64_t stride = 2;
  for (std::size_t i = 0, k = 0; i < made.blocks.size(); ++i) {
    auto const& each = made.blocks[i];
    CHECK(each.in == in);
    CHECK(each.has_shortcut() == (each.stride == 1 && each.in == each.out));
    in = each.out;
    stride *= each.stride;
    if (i + 1 < made.last_of_stride[k]) continue;
    CHECK(stride == 4 << k);
    ++k;
  }
  CHECK(made.blocks.front().expansion == 1);
  CHECK(made.blocks.back().expansion == 6);
}
