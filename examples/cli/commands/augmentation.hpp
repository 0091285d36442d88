#ifndef SUREGRASP_CLI_COMMANDS_AUGMENTATION_HPP
#define SUREGRASP_CLI_COMMANDS_AUGMENTATION_HPP

#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/train/training_options.hpp>

namespace suregrasp::cli {

/// `none`, `weak` or `strong`; throws `option_error` on another name.
[[nodiscard]] inline augmentation augmentation_named(std::string const& name) {
  if (name == "none") return augmentation::none;
  if (name == "weak") return augmentation::weak;
  if (name == "strong") return augmentation::strong;
  throw option_error("option.augment", "unknown augmentation '" + name + "': expected none, weak or strong");
}

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_AUGMENTATION_HPP
