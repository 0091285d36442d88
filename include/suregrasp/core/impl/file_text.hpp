#ifndef SUREGRASP_CORE_IMPL_FILE_TEXT_HPP
#define SUREGRASP_CORE_IMPL_FILE_TEXT_HPP

#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <vector>

namespace suregrasp::inline v2::detail {

/// The text of a file without the byte order mark that Windows programs put first. Throws `data_error`
/// `data.text.encoding` for UTF-16 and UTF-32; `path` is for the message.
[[nodiscard]] inline std::string_view text_of_file(std::string_view bytes, std::string const& path) {
  bool const marked = bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
  bool const wide = bytes.size() > 1 && (bytes[0] == '\0' || bytes[1] == '\0');
  if (marked || wide)
    throw data_error("data.text.encoding",
                     path +
                         ":1: expected text in UTF-8, got UTF-16, as PowerShell's > and Excel's \"Unicode text\" "
                         "write it: save it as UTF-8 (Excel: \"CSV UTF-8\")");
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (bytes.starts_with(mark)) bytes.remove_prefix(mark.size());
  return bytes;
}

/// Its lines, without the blanks around each; views into `bytes`. They end in LF, CR LF, or in a file without LF, in
/// CR. Throws as `text_of_file`.
[[nodiscard]] inline std::vector<std::string_view> lines_of_file(std::string_view bytes, std::string const& path) {
  auto const text = text_of_file(bytes, path);
  return split_text(text, text.find('\n') == std::string_view::npos ? '\r' : '\n');
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_CORE_IMPL_FILE_TEXT_HPP
