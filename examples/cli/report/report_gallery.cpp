#include "report_gallery.hpp"

#include <suregrasp/files/read_file.hpp>
#include <suregrasp/images/impl/png_structure.hpp>
#include <utility>
#include <vector>
#include "charts/html.hpp"
#include "cli/report/base64.hpp"

#include "report_results.hpp"

namespace suregrasp::cli {

namespace {

using results::json;
using results::text;

std::string read_png(std::filesystem::path const& path, std::string const& caption) {
  auto refuse = [&](std::string const& why) {
    throw data_error("report.picture", path.string() + ": the picture for \"" + caption + "\" " + why);
  };
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) refuse("is missing");
  std::string bytes = read_file(path);
  if (auto const damage = png_damage(bytes)) refuse("is not a whole PNG file: " + *damage);
  return bytes;
}

std::string figure(json const& picture, std::filesystem::path const& folder) {
  std::string const caption = text(picture, "caption");
  std::string const file = text(picture, "file");
  std::string const bytes = read_png(folder / file, caption);
  return "<figure><img alt=\"" + html_escape(caption.empty() ? file : caption) + "\" src=\"data:image/png;base64," +
         base64(bytes) + "\"><figcaption>" + html_escape(caption) + "</figcaption></figure>\n";
}

}  // namespace

std::string gallery(json const& pictures, std::filesystem::path const& folder) {
  std::vector<std::pair<std::string, std::string>> groups;  // in the order of their first picture
  for (json const& picture : pictures) {
    std::string const name = text(picture, "group");
    auto group = std::ranges::find(groups, name, &std::pair<std::string, std::string>::first);
    if (group == groups.end()) group = groups.insert(groups.end(), {name, ""});
    group->second += figure(picture, folder);
  }
  std::string result;
  for (auto const& [name, figures] : groups)
    result += (name.empty() ? "" : "<h3>" + html_escape(name) + "</h3>\n") + "<div class=\"gallery\">\n" + figures +
              "</div>\n";
  return result;
}

}  // namespace suregrasp::cli
