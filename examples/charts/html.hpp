#ifndef SUREGRASP_CHARTS_HTML_HPP
#define SUREGRASP_CHARTS_HTML_HPP

#include <string>
#include <string_view>

namespace suregrasp::inline v2 {

/// Text made safe for HTML and SVG, as content and inside quoted attributes.
///
/// Control characters that neither format allows become U+FFFD.
[[nodiscard]] inline std::string html_escape(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (char const c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '"')
      result += "&quot;";
    else if (c == '\'')
      result += "&#39;";
    else if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r')
      result += "\ufffd";
    else
      result += c;
  }
  return result;
}

/// What a self-contained page is made of; `style`, `body` and `script` are put in as they are.
struct html_page {
  std::string title;
  std::string style;
  std::string body;
  std::string script{};          ///< runs after the body; empty: scripts are forbidden
  std::string images = "data:";  ///< where images may come from, as a content policy says it
};

/// A complete HTML document in one string, whose content policy forbids everything from outside the file but the images
/// allowed.
[[nodiscard]] inline std::string to_html(html_page const& page) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src " +
         page.images + "; style-src 'unsafe-inline'" + (page.script.empty() ? "" : "; script-src 'unsafe-inline'") +
         "\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
         html_escape(page.title) + "</title>\n<style>\n" + page.style + "</style>\n</head>\n<body>\n" + page.body +
         (page.script.empty() ? "" : "<script>\n" + page.script + "</script>\n") + "</body>\n</html>\n";
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CHARTS_HTML_HPP
