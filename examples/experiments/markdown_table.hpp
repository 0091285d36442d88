#ifndef SUREGRASP_EXPERIMENTS_MARKDOWN_TABLE_HPP
#define SUREGRASP_EXPERIMENTS_MARKDOWN_TABLE_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <suregrasp/core/number_text.hpp>
#include <utility>
#include <vector>

namespace suregrasp::experiments {

/// A table in Markdown.
class markdown_table {
 public:
  explicit markdown_table(std::vector<std::string> const& heads) {
    add(heads);
    add(std::vector<std::string>(heads.size(), "---"));
  }

  void add(std::vector<std::string> const& cells) {
    text_ += "|";
    for (auto const& cell : cells) text_ += " " + cell + " |";
    text_ += "\n";
  }

  [[nodiscard]] std::string const& text() const { return text_; }

 private:
  std::string text_;
};

/// A success rate and its interval in percent, of what `success_json` makes.
[[nodiscard]] inline std::string success_cell(nlohmann::ordered_json const& success) {
  auto const percent = [&](char const* name) { return fixed_text(100 * success.at(name).get<double>(), 1); };
  return percent("rate") + " [" + percent("low") + ", " + percent("high") + "]";
}

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_MARKDOWN_TABLE_HPP
