#ifndef SUREGRASP_BACKENDS_LIBTORCH_NAMED_BACKBONE_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_NAMED_BACKBONE_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <suregrasp/backends/libtorch/mobilenet_v2.hpp>
#include <suregrasp/backends/libtorch/resnet.hpp>
#include <suregrasp/core/error.hpp>

namespace suregrasp::inline v2::libtorch {

/// The backbone `name`: `resnet18`, `resnet34`, `resnet50` or `mobilenet_v2`; `width` 64 is the published network.
/// Throws `option_error` on another name.
[[nodiscard]] inline backbone named_backbone(std::string const& name, std::int64_t width) {
  std::shared_ptr<backbone_impl> made;
  if (name == "mobilenet_v2") made = std::make_shared<mobilenet_v2_impl>(width);
  if (auto const form = resnet_architecture::named(name)) made = std::make_shared<resnet_impl>(*form, width);
  if (made) return backbone(made);
  throw option_error("network.backbone",
                     "unknown backbone '" + name + "': expected resnet18, resnet34, resnet50 or mobilenet_v2");
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_NAMED_BACKBONE_HPP
