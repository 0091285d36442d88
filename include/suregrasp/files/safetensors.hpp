#ifndef SUREGRASP_FILES_SAFETENSORS_HPP
#define SUREGRASP_FILES_SAFETENSORS_HPP

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/read_file.hpp>
#include <system_error>
#include <utility>
#include <vector>

namespace suregrasp::inline v2 {

/// A tensor as a file stores it: the safetensors name of its element type (`F32`, `BF16`, `I64`, `U8`, ...), its shape,
/// and its values as little-endian bytes, row-major.
struct stored_tensor {
  std::string type;
  extents shape;
  std::string bytes;
};

/// The content of a safetensors file: tensors by name, and text by key.
struct tensor_file {
  std::map<std::string, stored_tensor> tensors;
  std::map<std::string, std::string> metadata;
};

namespace detail {

/// Bytes per element; 0 for a type that is not known.
[[nodiscard]] inline std::size_t stored_size(std::string_view type) {
  if (type == "F64" || type == "I64" || type == "U64") return 8;
  if (type == "F32" || type == "I32" || type == "U32") return 4;
  if (type == "F16" || type == "BF16" || type == "I16" || type == "U16") return 2;
  if (type == "I8" || type == "U8" || type == "BOOL") return 1;
  return 0;
}

/// Whether all items are integers; nlohmann::json would convert fractions to integers without a word.
[[nodiscard]] inline bool is_list_of_integers(nlohmann::json const& json) {
  return json.is_array() && std::ranges::all_of(json, [](auto const& item) { return item.is_number_integer(); });
}

[[nodiscard]] inline stored_tensor parse_tensor(std::string const& where, nlohmann::json const& entry,
                                                std::string_view data) {
  data_error const malformed("data.safetensors.entry",
                             where + ": expected dtype, shape and data_offsets, of whole numbers");
  stored_tensor tensor;
  std::size_t begin = 0, end = 0;
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
    begin = offsets.at(0).get<std::size_t>();
    end = offsets.at(1).get<std::size_t>();
  } catch (nlohmann::json::exception const&) {
    throw malformed;
  }
  std::size_t expected = stored_size(tensor.type);
  if (expected == 0) throw data_error("data.safetensors.type", where + ": unknown element type '" + tensor.type + "'");
  if (std::ranges::find(tensor.shape, 0) != tensor.shape.end()) expected = 0;
  for (auto const extent : tensor.shape) {
    if (extent < 0 || (extent > 0 && expected > data.size() / static_cast<std::size_t>(extent)))
      throw data_error("data.safetensors.shape", where + ": shape " + to_string(tensor.shape) + " exceeds the file");
    expected *= static_cast<std::size_t>(extent);
  }
  if (begin > end || end > data.size() || end - begin != expected)
    throw data_error("data.safetensors.offsets", where + ": shape " + to_string(tensor.shape) + " of " + tensor.type +
                                                     " needs " + std::to_string(expected) + " bytes, the file says " +
                                                     std::to_string(begin) + " to " + std::to_string(end));
  tensor.bytes = data.substr(begin, end - begin);
  return tensor;
}

}  // namespace detail

/// Parses a safetensors file already in memory; `path` is for messages. Throws `data_error` (`data.safetensors.*`) on
/// any inconsistency; the tensors never take more memory than `bytes` has.
[[nodiscard]] inline tensor_file parse_safetensors(std::string_view bytes, std::string const& path) {
  std::uint64_t header_size = 0;
  if (bytes.size() < sizeof header_size)
    throw data_error("data.safetensors.header",
                     path + ": expected a safetensors file, got " + std::to_string(bytes.size()) + " bytes");
  std::memcpy(&header_size, bytes.data(), sizeof header_size);
  if (header_size > bytes.size() - sizeof header_size)
    throw data_error("data.safetensors.header", path + ": not a safetensors file, or cut short (its header claims " +
                                                    std::to_string(header_size) + " bytes)");
  auto const header = nlohmann::json::parse(bytes.substr(sizeof header_size, header_size), nullptr, false);
  if (!header.is_object())
    throw data_error("data.safetensors.header", path + ": not a safetensors file (its header is not a JSON object)");
  tensor_file file;
  auto const data = bytes.substr(sizeof header_size + header_size);
  for (auto const& [name, entry] : header.items())
    if (name != "__metadata__")
      file.tensors.emplace(name, detail::parse_tensor(path + ": tensor '" + name + "'", entry, data));
    else if (entry.is_object())
      for (auto const& [key, value] : entry.items())
        if (value.is_string()) file.metadata.emplace(key, value.get<std::string>());
  return file;
}

/// Reads a safetensors file (Hugging Face's format: 8 bytes of header length, a JSON header, raw values). Throws as
/// `read_file` and `parse_safetensors`.
[[nodiscard]] inline tensor_file read_safetensors(std::filesystem::path const& path) {
  return parse_safetensors(read_file(path), path.string());
}

/// The texts in the header of a safetensors file, without reading its tensors; none where it is no such file.
[[nodiscard]] inline std::map<std::string, std::string> read_safetensors_metadata(std::filesystem::path const& path) {
  std::map<std::string, std::string> texts;
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return texts;
  std::ifstream file(path, std::ios::binary);
  std::uint64_t size = 0;
  if (!file.read(reinterpret_cast<char*>(&size), sizeof size) || size > std::filesystem::file_size(path, none))
    return texts;
  std::string header(size, '\0');
  if (!file.read(header.data(), static_cast<std::streamsize>(size))) return texts;
  auto const all = nlohmann::json::parse(header, nullptr, false);
  if (all.is_object() && all.contains("__metadata__"))
    for (auto const& [key, value] : all.at("__metadata__").items())
      if (value.is_string()) texts.emplace(key, value.get<std::string>());
  return texts;
}

/// The content of a safetensors file as bytes, which `parse_safetensors` reads.
[[nodiscard]] inline std::string format_safetensors(tensor_file const& file) {
  nlohmann::json header = nlohmann::json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::size_t offset = 0;
  for (auto const& [name, tensor] : file.tensors) {
    header[name] = {
        {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  auto text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  std::uint64_t const header_size = text.size();
  std::string bytes(reinterpret_cast<char const*>(&header_size), sizeof header_size);
  bytes += text;
  for (auto const& [name, tensor] : file.tensors) bytes += tensor.bytes;
  return bytes;
}

/// Writes a safetensors file as `write_file` does, complete or not at all. Throws `data_error` `io.write`.
inline void write_safetensors(std::filesystem::path const& path, tensor_file const& file) {
  write_file(path, format_safetensors(file));
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_SAFETENSORS_HPP
