#ifndef SUREGRASP_CHARTS_SVG_HPP
#define SUREGRASP_CHARTS_SVG_HPP

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <suregrasp/core/number_text.hpp>
#include "charts/html.hpp"

namespace suregrasp::inline v2 {

/// Colours that a page may restyle through CSS variables (`--chart-ink`, ...) and that stand alone outside of one.
namespace svg_colour {
/// @{
/// Of a chart's text, its grid and what lies behind.
inline constexpr std::string_view ink = "var(--chart-ink,#3a3f47)";
inline constexpr std::string_view grid = "var(--chart-grid,#e3e5e8)";
inline constexpr std::string_view paper = "var(--chart-paper,#fff)";
/// @}

/// One of six colours that stay apart for colour-blind readers (after Okabe and Ito), also in dark pages; repeats.
[[nodiscard]] inline std::string series(std::size_t index) {
  static constexpr std::array<std::string_view, 6> light = {"#0068a8", "#c24a00", "#00805c",
                                                            "#9c4a87", "#8a6a00", "#2b7f9e"};
  std::size_t const colour = index % light.size();
  return "var(--series-" + std::to_string(colour + 1) + "," + std::string(light[colour]) + ")";
}
}  // namespace svg_colour

/// A coordinate with a tenth of a pixel.
[[nodiscard]] inline std::string svg_number(double value) { return fixed_text(value, 1); }

/// A straight line; `style` is CSS.
[[nodiscard]] inline std::string svg_line(double x1, double y1, double x2, double y2, std::string_view style) {
  return "<line x1=\"" + svg_number(x1) + "\" y1=\"" + svg_number(y1) + "\" x2=\"" + svg_number(x2) + "\" y2=\"" +
         svg_number(y2) + "\" style=\"" + std::string(style) + "\"/>";
}

/// Text with its baseline at `y`; `anchor` is start, middle or end, `style` is CSS; the content is escaped here.
[[nodiscard]] inline std::string svg_text(double x, double y, std::string_view anchor, std::string_view content,
                                          std::string_view style, std::string_view transform = "") {
  std::string result = "<text x=\"" + svg_number(x) + "\" y=\"" + svg_number(y) + "\" text-anchor=\"" +
                       std::string(anchor) + "\" style=\"" + std::string(style) + "\"";
  if (!transform.empty()) result += " transform=\"" + std::string(transform) + "\"";
  return result + ">" + html_escape(content) + "</text>";
}

/// A guess at the width of text in a proportional typeface, in the unit of `size`.
[[nodiscard]] inline double svg_text_width(std::string_view text, double size) {
  double characters = 0;
  for (char const c : text) characters += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0.0 : 1.0;
  return 0.56 * size * characters;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_CHARTS_SVG_HPP
