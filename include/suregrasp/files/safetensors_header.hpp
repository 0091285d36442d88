#ifndef SUREGRASP_FILES_SAFETENSORS_HEADER_HPP
#define SUREGRASP_FILES_SAFETENSORS_HEADER_HPP

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/files/json_text.hpp>
#include <suregrasp/files/read_file.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A tensor as the header of a safetensors file describes it: its type, its shape, and the bytes of the file's data
/// that hold it.
struct described_tensor {
  std::string type;
  extents shape;
  std::size_t begin = 0, end = 0;
};

/// What a safetensors file says of itself before its values.
struct safetensors_header {
  std::map<std::string, described_tensor> tensors;
  std::map<std::string, std::string> metadata;
  std::size_t data = 0;  ///< where the values begin
};

namespace detail {

/// Bits per element; 0 for a type that is not known.
[[nodiscard]] inline std::size_t stored_bits(std::string_view type) {
  if (type == "C128") return 128;
  if (type == "F64" || type == "I64" || type == "U64" || type == "C64") return 64;
  if (type == "F32" || type == "I32" || type == "U32") return 32;
  if (type == "F16" || type == "BF16" || type == "I16" || type == "U16") return 16;
  if (type == "I8" || type == "U8" || type == "BOOL" || type.starts_with("F8_")) return 8;
  if (type == "F6_E2M3" || type == "F6_E3M2") return 6;
  return type == "F4" ? 4 : 0;
}

/// Bytes per element; 0 for a type that is not known, and for one whose elements share bytes.
[[nodiscard]] inline std::size_t stored_size(std::string_view type) { return stored_bits(type) / 8; }

/// Whether all items are integers; nlohmann::json would convert fractions to integers without a word.
[[nodiscard]] inline bool is_list_of_integers(nlohmann::json const& json) {
  return json.is_array() && std::ranges::all_of(json, [](auto const& item) { return item.is_number_integer(); });
}

[[nodiscard]] inline described_tensor description_of(std::string const& where, nlohmann::json const& entry) {
  data_error const malformed("data.safetensors.entry",
                             where + ": expected dtype, shape and data_offsets, of whole numbers");
  described_tensor tensor;
  try {
    auto const& offsets = entry.at("data_offsets");
    if (!is_list_of_integers(entry.at("shape")) || !is_list_of_integers(offsets) || offsets.size() != 2)
      throw malformed;
    tensor.type = entry.at("dtype").get<std::string>();
    auto const& shape = entry.at("shape");
    if (shape.size() > extents::capacity)
      throw data_error("data.safetensors.shape", where + ": expected a shape of at most " +
                                                     std::to_string(extents::capacity) + " axes, got " +
                                                     std::to_string(shape.size()));
    for (auto const& extent : shape) tensor.shape.push_back(extent.get<std::int64_t>());
    tensor.begin = offsets.at(0).get<std::size_t>();
    tensor.end = offsets.at(1).get<std::size_t>();
  } catch (nlohmann::json::exception const&) {
    throw malformed;
  }
  if (tensor.type.empty()) throw malformed;
  return tensor;
}

/// Throws unless the bytes of a tensor lie in `size` bytes of data and, where its type is known, fit its shape.
inline void require_fit(std::string const& where, described_tensor const& tensor, std::size_t size) {
  std::size_t const bits = stored_bits(tensor.type), room = size * 8;
  std::size_t expected = bits;
  if (std::ranges::find(tensor.shape, 0) != tensor.shape.end()) expected = 0;
  for (auto const extent : tensor.shape) {
    if (extent < 0 || (extent > 0 && expected > room / static_cast<std::size_t>(extent)))
      throw data_error("data.safetensors.shape", where + ": shape " + to_string(tensor.shape) + " exceeds the file");
    expected *= static_cast<std::size_t>(extent);
  }
  bool const inside = tensor.begin <= tensor.end && tensor.end <= size;
  if (!inside || (bits > 0 && ((tensor.end - tensor.begin) * 8 != expected)))
    throw data_error("data.safetensors.offsets",
                     where + ": shape " + to_string(tensor.shape) + " of " + tensor.type + " needs " +
                         (bits > 0 ? std::to_string((expected + 7) / 8) + " bytes" : "bytes of the file") +
                         ", the file says " + std::to_string(tensor.begin) + " to " + std::to_string(tensor.end));
}

/// Throws unless the tensors lie one behind the other and fill the `size` bytes behind the header.
inline void require_no_gap(std::string const& path, std::map<std::string, described_tensor> const& tensors,
                           std::size_t size) {
  std::vector<std::pair<std::string, described_tensor const*>> sorted;
  for (auto const& [name, tensor] : tensors) sorted.emplace_back(name, &tensor);
  std::ranges::sort(sorted, {}, [](auto const& each) { return std::pair(each.second->begin, each.second->end); });
  std::size_t at = 0;
  for (auto const& [name, tensor] : sorted) {
    if (tensor->begin != at)
      throw data_error("data.safetensors.offsets",
                       path + ": tensor '" + name + "': expected it to begin where the one before ends, at byte " +
                           std::to_string(at) + " of the data, got " + std::to_string(tensor->begin) +
                           (tensor->begin < at ? ", in the midst of it" : ", behind bytes of no tensor") +
                           ": write the file anew");
    at = tensor->end;
  }
  if (at != size)
    throw data_error("data.safetensors.offsets", path + ": expected " + std::to_string(at) +
                                                     " bytes of data for its tensors, got " + std::to_string(size) +
                                                     ": is something appended to the file?");
}

/// The header as text, of a file with `size` bytes of data behind it.
[[nodiscard]] inline safetensors_header header_in(std::string_view text, std::size_t size, std::string const& path) {
  if (!text.starts_with('{'))
    throw data_error("data.safetensors.header", path + ": not a safetensors file (its header is not a JSON object)");
  auto const json = parse_json(text, path + ": header", "data.safetensors.header");
  safetensors_header header;
  for (auto const& [name, entry] : json.items()) {
    if (name == "__metadata__") {
      if (entry.is_object())
        for (auto const& [key, value] : entry.items())
          if (value.is_string()) header.metadata.emplace(key, value.get<std::string>());
      continue;
    }
    auto const where = path + ": tensor '" + name + "'";
    require_fit(where, header.tensors.emplace(name, description_of(where, entry)).first->second, size);
  }
  require_no_gap(path, header.tensors, size);
  header.data = sizeof(std::uint64_t) + text.size();
  return header;
}

/// The size of the header that a file of `size` bytes begins with.
[[nodiscard]] inline std::size_t header_size(std::string_view bytes, std::uintmax_t size, std::string const& path) {
  constexpr std::uint64_t longest = 16U << 20U;  // 100 000 tensors
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length)
    throw data_error("data.safetensors.header",
                     path + ": expected a safetensors file, got " + std::to_string(bytes.size()) + " bytes");
  std::memcpy(&length, bytes.data(), sizeof length);
  if (length > size - sizeof length || length > longest)
    throw data_error("data.safetensors.header", path + ": not a safetensors file, or cut short (its header claims " +
                                                    std::to_string(length) + " bytes)");
  return static_cast<std::size_t>(length);
}

/// The header of an open file.
[[nodiscard]] inline safetensors_header read_header(opened_file& file, std::string const& path) {
  auto const length = header_size(file.take(std::min<std::uintmax_t>(file.size(), 8)), file.size(), path);
  auto const text = file.take(length);
  return header_in(text, static_cast<std::size_t>(file.left()), path);
}

}  // namespace detail

/// The header of a safetensors file; its values are not read. Throws as `read_safetensors`.
[[nodiscard]] inline safetensors_header read_safetensors_header(std::filesystem::path const& path) {
  detail::opened_file file(path, file_limits::weights);
  return detail::read_header(file, path.string());
}

/// The texts in the header of a safetensors file; none where it is no such file, or a damaged one.
[[nodiscard]] inline std::map<std::string, std::string> read_safetensors_metadata(std::filesystem::path const& path) {
  try {
    return read_safetensors_header(path).metadata;
  } catch (data_error const&) {
    return {};
  }
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_SAFETENSORS_HEADER_HPP
