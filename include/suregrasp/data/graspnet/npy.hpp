#ifndef SUREGRASP_DATA_GRASPNET_NPY_HPP
#define SUREGRASP_DATA_GRASPNET_NPY_HPP

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/utf8.hpp>
#include <system_error>
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

/// The header of a .npy file: a Python dictionary with the keys descr, fortran_order and shape, in any order.
class npy_header {
 public:
  npy_header(std::string_view text, std::string path) : text_(text), path_(std::move(path)) {}

  /// The text behind the colon of a key, up to the next character of `end`.
  [[nodiscard]] std::string_view value(std::string_view key, std::string_view end) const {
    auto rest = text_;
    auto const at = std::min(rest.find("'" + std::string(key) + "'"), rest.find('"' + std::string(key) + '"'));
    if (at == std::string_view::npos) refuse("the key " + std::string(key));
    rest = without_blanks(rest.substr(at + key.size() + 2));
    if (!rest.starts_with(':')) refuse("a value of " + std::string(key));
    rest = without_blanks(rest.substr(1));
    auto const stop = rest.find_first_of(end);
    if (stop == std::string_view::npos) refuse("a complete value of " + std::string(key));
    rest = rest.substr(0, stop);
    return rest.substr(0, rest.find_last_not_of(" \n") + 1);
  }

  [[noreturn]] void refuse(std::string const& expected) const {
    throw data_error("data.npy.header",
                     path_ + ": expected a .npy header with " + expected + ", got `" + visible(text_, 80) + "`");
  }

  [[nodiscard]] static std::string_view without_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    return text;
  }

 private:
  std::string_view text_;
  std::string path_;
};

/// The rows and columns of `(n, m)`; Python 2 wrote `(2L, 7L)`.
[[nodiscard]] inline std::pair<std::size_t, std::size_t> npy_shape(npy_header const& header) {
  auto text = header.value("shape", ")");
  std::vector<std::size_t> shape;
  bool good = text.starts_with('(');
  while (good && !(text = npy_header::without_blanks(text.substr(1))).empty()) {
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), shape.emplace_back());
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('L')) text.remove_prefix(1);
    text = npy_header::without_blanks(text);
    good = problem == std::errc() && (text.empty() || text.starts_with(','));
    if (text.empty()) break;
  }
  if (!good || shape.size() != 2) header.refuse("a shape of rows and columns");
  return {shape[0], shape[1]};
}

/// How the numbers of a .npy file are stored: `f8`, `i4` and so on, and whether the high byte comes first.
struct npy_kind {
  char letter = 'f';  ///< f: floating point, i: whole, u: whole and not negative, b: true or false
  std::size_t size = 8;
  bool big_endian = false;
};

[[nodiscard]] inline npy_kind npy_kind_of(npy_header const& header) {
  static constexpr std::string_view known = "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1";
  auto const text = header.value("descr", ",}");
  bool const quoted = text.size() == 5 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front();
  auto const kind = quoted ? text.substr(2, 2) : std::string_view();
  if (!quoted || std::string_view("<>|=").find(text[1]) == std::string_view::npos ||
      known.find(kind) == std::string_view::npos || kind.find(' ') != std::string_view::npos)
    header.refuse("numbers ('<f8', '<f4', '<i4', ...), which a.astype('<f8') in Python makes");
  return {kind[0], static_cast<std::size_t>(kind[1] - '0'), text[1] == '>'};
}

/// The value of a half-precision number. Source: IEEE 754, binary16.
[[nodiscard]] inline double half_value(std::uint64_t bits) {
  auto const fraction = static_cast<double>(bits & 0x3ffU);
  auto const exponent = static_cast<int>(bits >> 10U & 0x1fU);
  double const size = exponent == 31  ? (fraction == 0 ? std::numeric_limits<double>::infinity()
                                                       : std::numeric_limits<double>::quiet_NaN())
                      : exponent == 0 ? std::ldexp(fraction, -24)
                                      : std::ldexp(fraction + 1024, exponent - 25);
  return bits >> 15U != 0 ? -size : size;
}

/// The number in `bytes`, of `kind`'s size. Whole numbers beyond 2^53 are rounded.
[[nodiscard]] inline double npy_number(std::string_view bytes, npy_kind const& kind) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kind.size; ++i)
    bits = bits << 8U | static_cast<unsigned char>(bytes[kind.big_endian ? i : kind.size - 1 - i]);
  if (kind.letter == 'f')
    return kind.size == 2   ? half_value(bits)
           : kind.size == 4 ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                            : std::bit_cast<double>(bits);
  if (kind.letter != 'i') return static_cast<double>(bits);
  auto const unused = static_cast<unsigned>(64 - 8 * kind.size);
  return static_cast<double>(static_cast<std::int64_t>(bits << unused) >> unused);
}

}  // namespace detail

/// Reads a two-dimensional array of numbers in NumPy's .npy format, versions 1 to 3: floating point or whole, in either
/// order of bytes, and in either order of rows and columns (`fortran_order`).
///
/// Memory: eight bytes per number that the file holds. `path` is for messages. Throws `data_error` `data.npy.header`
/// and `data.npy.size`. Source: numpy.lib.format, NEP 1.
[[nodiscard]] inline npy_table parse_npy(std::string_view bytes, std::string const& path) {
  if (!bytes.starts_with("\x93NUMPY") || bytes.size() < 12)
    throw data_error("data.npy.header",
                     path + ": expected a NumPy file, found " + std::to_string(bytes.size()) + " bytes that are none");
  bool const wide = bytes[6] != 1;
  std::size_t length = 0;
  for (std::size_t i = wide ? 4 : 2; i-- > 0;) length = length << 8U | static_cast<unsigned char>(bytes[8 + i]);
  std::size_t const start = wide ? 12 : 10;
  if (bytes.size() - start < length) throw data_error("data.npy.size", path + ": the file ends within its header");
  detail::npy_header const header(bytes.substr(start, length), path);
  auto const kind = detail::npy_kind_of(header);
  auto const order = header.value("fortran_order", ",}");
  if (order != "True" && order != "False") header.refuse("fortran_order True or False");
  auto const [rows, columns] = detail::npy_shape(header);
  auto const body = bytes.substr(start + length);
  std::size_t const count = body.size() / kind.size;
  if (columns == 0 || rows != count / columns || count % columns != 0 || body.size() % kind.size != 0)
    throw data_error("data.npy.size", path + ": expected " + std::to_string(rows) + " rows of " +
                                          std::to_string(columns) + " numbers, found " + std::to_string(body.size()) +
                                          " bytes");
  npy_table table{rows, columns, std::vector<double>(count)};
  for (std::size_t i = 0; i < count; ++i) {
    auto const at = order == "False" ? i : i % rows * columns + i / rows;
    table.values[at] = detail::npy_number(body.substr(i * kind.size, kind.size), kind);
  }
  return table;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_GRASPNET_NPY_HPP
