#ifndef SUREGRASP_DATA_GRASPNET_NPY_HPP
#define SUREGRASP_DATA_GRASPNET_NPY_HPP

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A table of numbers in row-major order.
struct npy_table {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;

  [[nodiscard]] double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

namespace detail {

/// The header of a .npy file: a Python dictionary with the keys descr, fortran_order and shape.
class npy_header {
 public:
  npy_header(std::string_view text, std::string path) : text_(text), path_(std::move(path)) {}

  /// The text after `'key':` up to the next character of `end`.
  [[nodiscard]] std::string_view value(std::string const& key, std::string_view end) const {
    auto const at = text_.find("'" + key + "':");
    if (at == std::string_view::npos) refuse("the key " + key);
    auto rest = text_.substr(at + key.size() + 3);
    auto const stop = rest.find_first_of(end);
    if (stop == std::string_view::npos) refuse("a complete value of " + key);
    rest = rest.substr(0, stop);
    rest.remove_prefix(std::min(rest.find_first_not_of(" ("), rest.size()));
    return rest;
  }

  [[noreturn]] void refuse(std::string const& expected) const {
    throw data_error("data.npy.header", path_ + ": expected a .npy header with " + expected + ", got `" +
                                            std::string(text_.substr(0, 80)) + "`");
  }

 private:
  std::string_view text_;
  std::string path_;
};

/// The rows and columns of `(n, m)`.
[[nodiscard]] inline std::pair<std::size_t, std::size_t> npy_shape(npy_header const& header) {
  auto const text = header.value("shape", ")");
  std::pair<std::size_t, std::size_t> shape;
  auto const [middle, first] = std::from_chars(text.data(), text.data() + text.size(), shape.first);
  auto rest = text.substr(static_cast<std::size_t>(middle - text.data()));
  auto const digits = rest.find_first_of("0123456789");
  if (first != std::errc() || digits == std::string_view::npos || rest.substr(0, digits) != ", ")
    header.refuse("a shape of rows and columns");
  rest.remove_prefix(digits);
  auto const [end, second] = std::from_chars(rest.data(), rest.data() + rest.size(), shape.second);
  if (second != std::errc() || end != rest.data() + rest.size()) header.refuse("a shape of rows and columns");
  return shape;
}

}  // namespace detail

/// Reads a two-dimensional array in NumPy's .npy format, versions 1 to 3, little-endian float32 or float64, row-major.
///
/// Memory: eight bytes per number that the file holds. `path` is for messages. Throws `data_error` `data.npy.header`
/// and `data.npy.size`. Source: numpy.lib.format, NEP 1.
[[nodiscard]] inline npy_table parse_npy(std::string_view bytes, std::string const& path) {
  static_assert(std::endian::native == std::endian::little);
  if (!bytes.starts_with("\x93NUMPY") || bytes.size() < 12)
    throw data_error("data.npy.header",
                     path + ": expected a NumPy file, found " + std::to_string(bytes.size()) + " bytes that are none");
  bool const wide = bytes[6] != 1;
  std::uint32_t length = 0;
  std::memcpy(&length, bytes.data() + 8, wide ? 4 : 2);
  std::size_t const start = wide ? 12 : 10;
  if (bytes.size() - start < length) throw data_error("data.npy.size", path + ": the file ends within its header");
  detail::npy_header const header(bytes.substr(start, length), path);
  auto const kind = header.value("descr", ",");
  bool const single = kind == "'<f4'";
  if (!single && kind != "'<f8'") header.refuse("little-endian floating point numbers ('<f4' or '<f8')");
  if (header.value("fortran_order", ",") != "False") header.refuse("rows first (fortran_order False)");
  auto const [rows, columns] = detail::npy_shape(header);
  auto const body = bytes.substr(start + length);
  std::size_t const size = single ? 4 : 8, count = body.size() / size;
  if (columns == 0 || rows != count / columns || count % columns != 0 || body.size() % size != 0)
    throw data_error("data.npy.size", path + ": expected " + std::to_string(rows) + " rows of " +
                                          std::to_string(columns) + " numbers, found " + std::to_string(body.size()) +
                                          " bytes");
  npy_table table{rows, columns, std::vector<double>(count)};
  for (std::size_t i = 0; i < count; ++i) {
    float narrow = 0;
    std::memcpy(single ? static_cast<void*>(&narrow) : &table.values[i], body.data() + i * size, size);
    if (single) table.values[i] = static_cast<double>(narrow);
  }
  return table;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_GRASPNET_NPY_HPP
