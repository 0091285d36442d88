#ifndef SUREGRASP_CLI_CONSOLE_PRINTF_TEXT_HPP
#define SUREGRASP_CLI_CONSOLE_PRINTF_TEXT_HPP

#include <cstdio>
#include <string>

namespace suregrasp::cli {

/// What std::printf would print, of at most 240 bytes.
std::string printf_text(char const* format, auto... arguments) {
  char buffer[241];
  std::snprintf(buffer, sizeof buffer, format, arguments...);
  return buffer;
}

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_CONSOLE_PRINTF_TEXT_HPP
