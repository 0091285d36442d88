#ifndef SUREGRASP_CLI_LABEL_PAGE_LABEL_SCRIPT_HPP
#define SUREGRASP_CLI_LABEL_PAGE_LABEL_SCRIPT_HPP

#include <string>

namespace suregrasp::cli {

/// What the page for labels does, in JavaScript of today's browsers, without any library.
[[nodiscard]] std::string label_script();

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_LABEL_PAGE_LABEL_SCRIPT_HPP
