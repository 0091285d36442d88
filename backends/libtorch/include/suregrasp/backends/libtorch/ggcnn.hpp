#ifndef SUREGRASP_BACKENDS_LIBTORCH_GGCNN_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_GGCNN_HPP

#include <cstdint>
#include <suregrasp/backends/libtorch/grasp_map_network.hpp>

namespace suregrasp::inline v2::libtorch {

/// GG-CNN (Morrison, Corke, Leitner 2018): depth `[N, 1, 300, 300]`, 62,420 parameters. Three convolutions shrink the
/// image to a twelfth, three transposed ones bring it back.
struct ggcnn_impl : grasp_map_network_impl {
  torch::nn::Conv2d conv1, conv2, conv3;
  torch::nn::ConvTranspose2d convt1, convt2, convt3;

  ggcnn_impl()
      : grasp_map_network_impl(32, 2),
        conv1(register_module("conv1", down(1, 32, 9, 3))),
        conv2(register_module("conv2", down(32, 16, 5, 2))),
        conv3(register_module("conv3", down(16, 8, 3, 2))),
        convt1(register_module("convt1", up(8, 8, 3, 2))),
        convt2(register_module("convt2", up(8, 16, 5, 2))),
        convt3(register_module("convt3", up(16, 32, 9, 3))) {}

 private:
  torch::Tensor features_of(torch::Tensor const& image) override {
    auto x = torch::relu(conv3(torch::relu(conv2(torch::relu(conv1(image))))));
    return torch::relu(convt3(torch::relu(convt2(torch::relu(convt1(x))))));
  }

  // Padding as published: 3, 2, 1 for kernels of 9, 5, 3.
  static std::int64_t padding(std::int64_t kernel) { return kernel == 9 ? 3 : kernel / 2; }
  static torch::nn::Conv2d down(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(padding(kernel)));
  }
  static torch::nn::ConvTranspose2d up(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
    return torch::nn::ConvTranspose2d(
        torch::nn::ConvTranspose2dOptions(in, out, kernel).stride(stride).padding(padding(kernel)).output_padding(1));
  }
};
TORCH_MODULE_IMPL(ggcnn, ggcnn_impl);

/// GG-CNN2 (Morrison, Corke, Leitner 2019): depth `[N, 1, S, S]` with S a multiple of 4, 66,676 parameters. Dilated
/// convolutions at a quarter of the resolution see far.
struct ggcnn2_impl : grasp_map_network_impl {
  torch::nn::Sequential features;

  ggcnn2_impl() : grasp_map_network_impl(16, 1) {
    add(1, 16, 11);
    add(16, 16, 5);
    features->push_back(torch::nn::MaxPool2d(2));
    add(16, 16, 5);
    add(16, 16, 5);
    features->push_back(torch::nn::MaxPool2d(2));
    add(16, 32, 5, 2);
    add(32, 32, 5, 4);
    for (std::int64_t const in : {32, 16}) {
      features->push_back(torch::nn::Upsample(torch::nn::UpsampleOptions()
                                                  .scale_factor(std::vector<double>{2, 2})
                                                  .mode(torch::kBilinear)
                                                  .align_corners(true)));
      add(in, 16, 3);
    }
    register_module("features", features);
  }

 private:
  torch::Tensor features_of(torch::Tensor const& image) override { return features->forward(image); }

  void add(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t dilation = 1) {
    features->push_back(
        torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).padding(kernel / 2 * dilation).dilation(dilation)));
    features->push_back(torch::nn::ReLU());
  }
};
TORCH_MODULE_IMPL(ggcnn2, ggcnn2_impl);

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_GGCNN_HPP
