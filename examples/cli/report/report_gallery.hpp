#ifndef SUREGRASP_CLI_REPORT_REPORT_GALLERY_HPP
#define SUREGRASP_CLI_REPORT_REPORT_GALLERY_HPP

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace suregrasp::cli {

/// The pictures under the headings of their groups as HTML, PNG files of `folder` put into the page; empty without any.
///
/// Throws `data_error` `report.picture` for a file that is missing or no undamaged PNG.
[[nodiscard]] std::string gallery(nlohmann::ordered_json const& pictures, std::filesystem::path const& folder);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_REPORT_REPORT_GALLERY_HPP
