#ifndef SUREGRASP_EXPERIMENTS_MARKDOWN_TABLE_HPP
#define SUREGRASP_EXPERIMENTS_MARKDOWN_TABLE_HPP

#include <string>
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

}  // namespace suregrasp::experiments

#endif  // SUREGRASP_EXPERIMENTS_MARKDOWN_TABLE_HPP
