#ifndef SUREGRASP_CLI_COMMANDS_LABEL_HPP
#define SUREGRASP_CLI_COMMANDS_LABEL_HPP

#include <cstddef>
#include <filesystem>
#include <suregrasp/core/field.hpp>

#include "cli/console/run_options.hpp"
#include "shipped_model.hpp"

namespace suregrasp::cli {

struct label_options {
  std::filesystem::path data{};
  std::filesystem::path out{};
  std::filesystem::path model{};
  bool no_proposals = false;
  std::size_t top = 3;
  std::filesystem::path list{};  ///< empty: all photographs
  bool link = false;

  static constexpr auto fields(auto list) {
    using o = label_options;
    return list(
        field{"data", &o::data, "Photographs to label: a folder of them, or a data set of any format"}
            .typed_as("data,--data")
            .required(),
        field{"out", &o::out, "Page to write (HTML), to be opened in a browser"}.required(),
        field{"model", &o::model, "Model that proposes grasps (default: the one that comes with the tool)"},
        field{"no_proposals", &o::no_proposals, "Propose none"},
        field{"top", &o::top, "Grasps to propose in each photograph"}.above(0),
        field{"list", &o::list, "Only the photographs whose ids this file names, one a line, in its order"},
        field{"link", &o::link, "Link PNG and JPEG files where they lie, instead of putting all into the page"});
  }
};

/// Writes a page on which a person labels photographs in a browser, without a server. Photographs that are damaged
/// throw, or are left out and named where the run skips faulty ones.
void label(label_options const& options, run_options const& run);

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_COMMANDS_LABEL_HPP
