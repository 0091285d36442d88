// The module `suregrasp._detector`: a detector computed by LibTorch or OpenVINO.
#ifdef SUREGRASP_PYTHON_LIBTORCH
#include <suregrasp/backends/libtorch/inference.hpp>
#include <suregrasp/backends/libtorch/model_file.hpp>
#include <suregrasp/backends/libtorch/prepared.hpp>
#else
#include <suregrasp/backends/openvino/inference.hpp>
#include <suregrasp/backends/openvino/model_file.hpp>
#endif

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <opencv2/core.hpp>
#include <suregrasp/detect/whole_image.hpp>

#include "arrays.hpp"
#include "errors.hpp"

namespace suregrasp::python {

namespace {

#ifdef SUREGRASP_PYTHON_LIBTORCH
constexpr auto engine_name = "libtorch";
using engine = libtorch::backend;
using engine_network = libtorch::inference;

engine_network network_in(std::string const& model) {
  auto net = libtorch::load_detector(model);
  libtorch::prepare(net);
  return engine_network(net);
}
#else
constexpr auto engine_name = "openvino";
using engine = openvino::backend;
using engine_network = openvino::inference;

engine_network network_in(std::string const& model) { return openvino::load_detector(model); }
#endif

/// The image as OpenCV has it: the same memory, which is only read.
cv::Mat image_in(array_argument const& image) {
  if (image.dtype() != nb::dtype<std::uint8_t>())
    throw array_error("array.dtype", "image: expected uint8, got " + image.dtype_text());
  (void)image.of_shape({any, any, 3}, "[H, W, 3] of red, green, blue");
  if (image.size() == 0) throw array_error("array.shape", "image: expected pixels, got none");
  return {static_cast<int>(image.extent(0)), static_cast<int>(image.extent(1)), CV_8UC3,
          const_cast<void*>(image.data())};
}

cv::Mat depth_in(array_argument const& depth, cv::Mat const& image) {
  if (!depth.is_float()) throw array_error("array.dtype", "depth: expected float32, metres, got " + depth.dtype_text());
  (void)depth.of_shape({image.rows, image.cols}, "[H, W] of the image");
  return {image.rows, image.cols, CV_32FC1, const_cast<void*>(depth.data())};
}

/// A detector in a model file. Asked by several threads at once.
class network {
 public:
  explicit network(std::string const& model) : asked_(network_in(model)) {}

  [[nodiscard]] nb::object detect(nb::handle image_given, nb::handle depth_given, double threshold) const {
    if (!(threshold >= 0 && threshold <= 1))
      throw option_error("option.threshold", "threshold: expected a heat in [0, 1], got " + std::to_string(threshold));
    array_argument const image(image_given, "image");
    sample photograph{"image", image_in(image), {}, {}};
    std::vector<array_argument> depth;
    if (!depth_given.is_none()) {
      depth.emplace_back(depth_given, "depth");
      photograph.depth = depth_in(depth.front(), photograph.rgb);
    }
    detections found;
    {
      nb::gil_scoped_release const others_run;
      found = detect_whole_image(engine{}, asked_, photograph, {.peaks = {.threshold = threshold}});
    }
    std::vector<grasp<double>> grasps;
    std::vector<double> uncertainty, heat;
    for (auto const& each : found.ranked) {
      grasps.push_back(each.grasp);
      uncertainty.push_back(each.uncertainty);
      heat.push_back(each.heat);
    }
    auto const n = grasps.size();
    return nb::make_tuple(to_numpy(grasps), to_numpy(std::move(uncertainty), {n}), to_numpy(std::move(heat), {n}));
  }

 private:
  engine_network asked_;
};

}  // namespace

}  // namespace suregrasp::python

NB_MODULE(_detector, m) {
  using namespace nanobind::literals;
  using suregrasp::python::network;
  suregrasp::python::translate_errors();
  nanobind::class_<network>(m, "Network", "What suregrasp.Detector asks.")
      .def(nanobind::init<std::string const&>(), "model"_a)
      .def_prop_ro("engine", [](network const&) { return suregrasp::python::engine_name; })
      .def("detect", &network::detect, "image"_a, "depth"_a.none(), "threshold"_a);
}
