#ifndef SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_HPP
#define SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_HPP

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/impl/text_fields.hpp>
#include <suregrasp/data/point_cloud/lzf.hpp>
#include <suregrasp/data/point_cloud/point_cloud_header.hpp>
#include <vector>

namespace suregrasp::inline v2 {

/// A measured point and the index of its pixel, row by row.
struct cloud_point {
  double x = 0, y = 0, z = 0;  ///< in the file's own frame and unit
  std::int64_t pixel = 0;
};

/// The measured points of a file.
struct point_cloud {
  std::vector<cloud_point> points;
  std::size_t width = 0, height = 0;  ///< of the image whose pixels they are; 0 where the file doesn't say
};

namespace detail {

/// The value of a field in binary data, which is little-endian.
[[nodiscard]] inline double binary_value(cloud_field const& field, char const* at) {
  static_assert(std::endian::native == std::endian::little);
  auto const as = [&]<class T>(T value) {
    std::memcpy(&value, at, sizeof value);
    return static_cast<double>(value);
  };
  if (field.type == 'F') return field.size == 4 ? as(float{}) : as(double{});
  bool const is_signed = field.type == 'I';
  switch (field.size) {
    case 1:
      return is_signed ? as(std::int8_t{}) : as(std::uint8_t{});
    case 2:
      return is_signed ? as(std::int16_t{}) : as(std::uint16_t{});
    case 4:
      return is_signed ? as(std::int32_t{}) : as(std::uint32_t{});
    default:
      return is_signed ? as(std::int64_t{}) : as(std::uint64_t{});
  }
}

/// The fields x, y, z and that of the pixel's index; `pixel` is absent where the order of the points gives the index.
struct cloud_columns {
  std::array<cloud_field, 3> position;
  std::optional<cloud_field> pixel;

  cloud_columns(cloud_header const& header, std::string const& path) {
    std::array<std::string_view, 3> const names{"x", "y", "z"};
    for (std::size_t i = 0; i < 3; ++i) {
      auto const at = header.field(names[i]);
      if (!at || header.fields[*at].count != 1)
        throw data_error("data.pcd.header", path + ": expected the fields x, y and z of one value each, there is no " +
                                                std::string(names[i]) + (at ? " of one" : ""));
      position[i] = header.fields[*at];
    }
    auto const index = header.field("index");
    if (index && header.fields[*index].count == 1) pixel = header.fields[*index];
    if (!pixel && header.height < 2)
      throw data_error("data.pcd.header", path + ": expected a field index, or points in rows (HEIGHT above 1)");
  }

  /// The point whose fields have the values `value_of(field)`; nothing for one that was not measured (NaN).
  template <class ValueOf>
  [[nodiscard]] std::optional<cloud_point> point_of(ValueOf const& value_of, std::size_t number,
                                                    std::string const& where) const {
    cloud_point const p{value_of(position[0]), value_of(position[1]), value_of(position[2]),
                        static_cast<std::int64_t>(number)};
    if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z)) return std::nullopt;
    if (!pixel) return p;
    double const at = value_of(*pixel);
    if (!(at >= 0 && at < static_cast<double>(most_cloud_points) && at == std::floor(at)))
      throw data_error("data.pcd.index",
                       where + ": expected the number of a pixel as index, got " + std::to_string(at));
    return cloud_point{p.x, p.y, p.z, static_cast<std::int64_t>(at)};
  }
};

[[noreturn]] inline void refuse_point(std::string const& where, std::string const& expected, std::string_view found) {
  throw data_error("data.pcd.point",
                   where + ": expected " + expected + ", got `" + std::string(found.substr(0, 60)) + "`");
}

[[nodiscard]] inline std::vector<cloud_point> text_points(cloud_header const& header, cloud_columns const& columns,
                                                          std::string const& path) {
  std::vector<cloud_point> points;
  std::vector<double> row(header.columns);
  auto const value_of = [&](cloud_field const& field) { return row[field.column]; };
  std::string_view rest = header.body;
  int line = header.lines;
  std::size_t count = 0;
  while (!rest.empty()) {
    auto const text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), text.size() + 1));
    auto const where = [&, at = ++line] { return source_location{path, at}.text(); };
    auto const words = words_of(text);
    if (words.empty()) continue;
    if (words.size() != row.size()) refuse_point(where(), std::to_string(row.size()) + " numbers", text);
    for (std::size_t i = 0; i < row.size(); ++i) {
      auto const value = number_in(words[i]);
      if (!value) refuse_point(where(), "numbers", words[i]);
      row[i] = *value;
    }
    if (auto const p = columns.point_of(value_of, count, columns.pixel ? where() : std::string())) points.push_back(*p);
    if (++count > header.points) refuse_point(where(), std::to_string(header.points) + " points, as POINTS says", text);
  }
  if (count != header.points)
    throw data_error("data.pcd.short",
                     path + ": expected " + std::to_string(header.points) + " points, found " + std::to_string(count));
  return points;
}

/// The points of binary data; `at(field, n)` points to the value of a field of point n.
template <class At>
[[nodiscard]] std::vector<cloud_point> binary_points(cloud_header const& header, cloud_columns const& columns,
                                                     std::string const& path, At const& at) {
  std::vector<cloud_point> points;
  for (std::size_t n = 0; n < header.points; ++n) {
    auto const value_of = [&](cloud_field const& field) { return binary_value(field, at(field, n)); };
    if (auto const p = columns.point_of(value_of, n, path)) points.push_back(*p);
  }
  return points;
}

[[nodiscard]] inline std::vector<cloud_point> points_in_rows(cloud_header const& header, cloud_columns const& columns,
                                                             std::string const& path) {
  if (header.body.size() / header.row_size < header.points)
    throw data_error("data.pcd.short", path + ": expected " + std::to_string(header.points) + " points of " +
                                           std::to_string(header.row_size) + " bytes, found " +
                                           std::to_string(header.body.size()) + " bytes");
  return binary_points(header, columns, path, [&](cloud_field const& field, std::size_t n) {
    return header.body.data() + n * header.row_size + field.offset;
  });
}

/// The points of compressed data: the values of the first field for all points, then those of the second and so on,
/// compressed as one block.
[[nodiscard]] inline std::vector<cloud_point> points_in_columns(cloud_header const& header,
                                                                cloud_columns const& columns, std::string const& path) {
  auto const refuse = [&](std::string const& expected) {
    throw data_error("data.pcd.compressed", path + ": expected " + expected);
  };
  std::array<std::uint32_t, 2> sizes{};  // compressed and uncompressed
  if (header.body.size() < sizeof sizes) refuse("the sizes of the compressed points");
  std::memcpy(sizes.data(), header.body.data(), sizeof sizes);
  std::size_t const raw = header.points * header.row_size;
  if (sizes[1] != raw) refuse("points of " + std::to_string(raw) + " bytes, it says " + std::to_string(sizes[1]));
  if (header.body.size() - sizeof sizes < sizes[0])
    refuse(std::to_string(sizes[0]) + " compressed bytes, found " + std::to_string(header.body.size() - sizeof sizes));
  auto const content = lzf_decompressed(header.body.substr(sizeof sizes, sizes[0]), raw);
  if (!content) refuse("points compressed by LZF, they are damaged");
  return binary_points(header, columns, path, [&](cloud_field const& field, std::size_t n) {
    return content->data() + header.points * field.offset + n * field.size * field.count;
  });
}

}  // namespace detail

/// Reads a point cloud in the PCD format, version .7, with `DATA ascii`, `binary` or `binary_compressed` and the fields
/// x, y and z; other fields may have any number of values (COUNT). The pixel of a point is its field `index`, or its
/// position in a file whose HEIGHT is above 1, which is an image of WIDTH by HEIGHT. Points that were not measured
/// (NaN) are left out.
///
/// Memory: at most 2^24 points are accepted, and never more than the text can hold (up to 88 times its size where it is
/// compressed). `path` is for messages. Throws `data_error`: `data.pcd.header`, `data.pcd.point`,
/// `data.pcd.index`, `data.pcd.short`, `data.pcd.compressed`.
[[nodiscard]] inline point_cloud parse_point_cloud(std::string_view text, std::string const& path) {
  auto const header = detail::cloud_header_reader(text, path).read();
  detail::cloud_columns const columns(header, path);
  point_cloud cloud;
  if (header.height > 1) cloud.width = header.width, cloud.height = header.height;
  switch (header.storage) {
    case detail::cloud_storage::rows:
      cloud.points = detail::points_in_rows(header, columns, path);
      break;
    case detail::cloud_storage::compressed_columns:
      cloud.points = detail::points_in_columns(header, columns, path);
      break;
    default:
      cloud.points = detail::text_points(header, columns, path);
  }
  return cloud;
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DATA_POINT_CLOUD_POINT_CLOUD_HPP
