#ifndef SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_HEADER_HPP
#define SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_HEADER_HPP

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

inline constexpr std::size_t most_cloud_points = std::size_t{1} << 24, most_values = 4096;

/// One field of a point: its type, the size of a value in bytes, how many values it has, and where they are. PCL pads
/// points with fields of many bytes, named `_`; features are fields of many numbers.
struct cloud_field {
  std::string name;
  char type = 'F';  ///< F: floating point, I: signed, U: unsigned
  std::size_t size = 4, count = 1;
  std::size_t offset = 0, column = 0;  ///< of its first value: bytes, and values before it
};

enum class cloud_storage { text, rows, compressed_columns };

struct cloud_header {
  std::vector<cloud_field> fields;
  std::size_t row_size = 0;  ///< bytes per point, for binary data
  std::size_t columns = 0;   ///< values per point
  std::size_t points = 0, width = 0, height = 1;
  cloud_storage storage = cloud_storage::text;
  std::string_view body;
  int lines = 0;  ///< number of lines of the header

  [[nodiscard]] std::optional<std::size_t> field(std::string_view name) const {
    auto const at = std::ranges::find(fields, name, &cloud_field::name);
    if (at == fields.end()) return std::nullopt;
    return static_cast<std::size_t>(at - fields.begin());
  }
};

/// Reads the header line by line; each line is a keyword and its values.
class cloud_header_reader {
 public:
  cloud_header_reader(std::string_view text, std::string path) : rest_(text), path_(std::move(path)) {}

  [[nodiscard]] cloud_header read() {
    while (!done_) line();
    for (auto& field : header_.fields) {
      if (field.size != 1 && field.size != 2 && field.size != 4 && field.size != 8)
        refuse("fields of 1, 2, 4 or 8 bytes");
      if (field.type == 'F' && field.size < 4) refuse("floating point fields of 4 or 8 bytes");
      field.offset = header_.row_size;
      field.column = header_.columns;
      header_.row_size += field.size * field.count;
      header_.columns += field.count;
    }
    if (header_.columns == 0) refuse("fields with values");
    if (header_.points > most_cloud_points) refuse("at most 16777216 points");
    bool const rows = header_.height > 1 && header_.width > 0;
    if (rows && (header_.width > most_cloud_points || header_.height > most_cloud_points ||
                 header_.width * header_.height != header_.points))
      refuse("as many POINTS as WIDTH times HEIGHT");
    header_.body = rest_;
    return header_;
  }

 private:
  void line() {
    auto const end = rest_.find('\n');
    if (end == std::string_view::npos || ++header_.lines > 64) refuse("a PCD header that ends with a line DATA");
    auto const words = words_of(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    if (words.empty() || words[0].starts_with('#')) return;
    take(words[0], {words.begin() + 1, words.end()});
  }

  void take(std::string_view key, std::vector<std::string_view> const& words) {
    if (key == "FIELDS") {
      if (words.empty() || words.size() > 64) refuse("1 to 64 fields");
      for (auto const word : words) header_.fields.push_back({std::string(word)});
    } else if (key == "SIZE" || key == "TYPE" || key == "COUNT") {
      if (words.size() != header_.fields.size()) refuse("as many entries as FIELDS names");
      for (std::size_t i = 0; i < words.size(); ++i) describe(key, header_.fields[i], words[i]);
    } else if (key == "POINTS" || key == "WIDTH" || key == "HEIGHT") {
      (key == "POINTS" ? header_.points : key == "WIDTH" ? header_.width : header_.height) = number(words);
    } else if (key == "DATA") {
      done_ = true;
      header_.storage = storage(words.size() == 1 ? words[0] : std::string_view());
      if (header_.fields.empty()) refuse("a line FIELDS before DATA");
    }
  }

  [[nodiscard]] cloud_storage storage(std::string_view word) const {
    if (word == "ascii") return cloud_storage::text;
    if (word == "binary") return cloud_storage::rows;
    if (word == "binary_compressed") return cloud_storage::compressed_columns;
    refuse("DATA ascii, binary or binary_compressed");
  }

  void describe(std::string_view key, cloud_field& field, std::string_view word) {
    if (key == "TYPE") {
      if (word != "F" && word != "I" && word != "U") refuse("types F, I or U");
      field.type = word[0];
    } else if (auto const value = number({word}); key == "SIZE") {
      field.size = value;
    } else if (value > most_values) {
      refuse("at most " + std::to_string(most_values) + " values a field (COUNT)");
    } else {
      field.count = value;
    }
  }

  [[nodiscard]] std::size_t number(std::vector<std::string_view> const& words) const {
    std::size_t value = 0;
    auto const word = words.empty() ? std::string_view() : words[0];
    auto const [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (words.size() != 1 || problem != std::errc() || end != word.data() + word.size()) refuse("one whole number");
    return value;
  }

  [[noreturn]] void refuse(std::string const& expected) const {
    throw data_error("data.pcd.header",
                     source_location{path_, std::max(header_.lines, 1)}.text() + ": expected " + expected);
  }

  std::string_view rest_;
  std::string path_;
  cloud_header header_;
  bool done_ = false;
};

}  // namespace detail

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_HEADER_HPP
