#ifndef SUREGRASP_CLI_COMMANDS_AUGMENTATION_HPP
#define SUREGRASP_CLI_COMMANDS_AUGMENTATION_HPP

#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/images/augment.hpp>

namespace suregrasp::cli {

/// `none`, `weak` or `strong`; throws `option_error` on another name.
[[nodiscard]] inline augment_options augmentation_named(std::string const& name) {
  if (name == "none") return augment_options::none();
  if (name == "weak") return augment_options::weak();
  if (name == "strong") return augment_options::strong();
  throw option_error("option.augment", "unknown augmentation '" + name + "': expected none, weak or strong");
}

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_AUGMENTATION_HPP
