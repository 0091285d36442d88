#ifndef SUREGRASP_CLI_LABEL_PAGE_LABEL_PAGE_HPP
#define SUREGRASP_CLI_LABEL_PAGE_LABEL_PAGE_HPP

#include <string>
#include <suregrasp/core/field.hpp>
#include <suregrasp/geometry/grasp.hpp>
#include <vector>

namespace suregrasp::cli {

/// A photograph on the page for labels.
struct photograph_to_label {
  std::string id{};
  std::string image{};   ///< its file, as the labels are to name it
  std::string object{};  ///< empty where unknown
  int width = 0, height = 0;
  std::string source{};  ///< address of what is shown, which may have another size
  std::vector<grasp<double>> proposals{};

  static constexpr auto fields(auto list) {
    using o = photograph_to_label;
    return list(field{"id", &o::id}, field{"image", &o::image}, field{"object", &o::object}, field{"width", &o::width},
                field{"height", &o::height}, field{"source", &o::source}, field{"proposals", &o::proposals});
  }
};

/// A page on which a person labels photographs, by mouse and keys; docs/tool.md describes it.
struct label_page {
  std::string title{};
  std::string digest{};  ///< of the photographs: the browser keeps labels under it
  std::vector<photograph_to_label> photographs{};

  static constexpr auto fields(auto list) {
    using o = label_page;
    return list(field{"title", &o::title}, field{"digest", &o::digest}, field{"photographs", &o::photographs});
  }
};

/// As one file of HTML that needs no server and asks for nothing but linked photographs. Throws `data_error`
/// `json.text` for names that are not UTF-8.
[[nodiscard]] std::string to_html(label_page const& page);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_LABEL_PAGE_LABEL_PAGE_HPP
