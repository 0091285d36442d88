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
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/json_text.hpp>
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

/// A digest of the tensors of a file: names, types, shapes and values.
[[nodiscard]] inline std::string tensors_digest(tensor_file const& file) {
  digest all;
  for (auto const& [name, tensor] : file.tensors)
    all.add(name).add(tensor.type).add(to_string(tensor.shape)).add(tensor.bytes);
  return all.text();
}

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

/// A tensor as the header describes it: its type, its shape, and the bytes of the file's data that hold it.
struct described_tensor {
  std::string type;
  extents shape;
  std::size_t begin = 0, end = 0;
};

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

}  // namespace detail

/// Parses a safetensors file already in memory; `path` is for messages. Throws `data_error` (`data.safetensors.*`) on
/// any inconsistency: names twice, tensors that overlap, bytes of no tensor; the tensors never take more memory than
/// `bytes` has. Element types need not be known: who asks for such a tensor sees its `type`.
[[nodiscard]] inline tensor_file parse_safetensors(std::string_view bytes, std::string const& path) {
  std::uint64_t header_size = 0;
  if (bytes.size() < sizeof header_size)
    throw data_error("data.safetensors.header",
                     path + ": expected a safetensors file, got " + std::to_string(bytes.size()) + " bytes");
  std::memcpy(&header_size, bytes.data(), sizeof header_size);
  if (header_size > bytes.size() - sizeof header_size)
    throw data_error("data.safetensors.header", path + ": not a safetensors file, or cut short (its header claims " +
                                                    std::to_string(header_size) + " bytes)");
  auto const text = bytes.substr(sizeof header_size, header_size);
  if (!text.starts_with('{'))
    throw data_error("data.safetensors.header", path + ": not a safetensors file (its header is not a JSON object)");
  auto const header = parse_json(text, path + ": header", "data.safetensors.header");
  auto const data = bytes.substr(sizeof header_size + header_size);
  tensor_file file;
  std::map<std::string, detail::described_tensor> tensors;
  for (auto const& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (entry.is_object())
        for (auto const& [key, value] : entry.items())
          if (value.is_string()) file.metadata.emplace(key, value.get<std::string>());
      continue;
    }
    auto const where = path + ": tensor '" + name + "'";
    detail::require_fit(where, tensors.emplace(name, detail::description_of(where, entry)).first->second, data.size());
  }
  detail::require_no_gap(path, tensors, data.size());
  for (auto const& [name, tensor] : tensors)
    file.tensors.emplace(name, stored_tensor{tensor.type, tensor.shape,
                                             std::string(data.substr(tensor.begin, tensor.end - tensor.begin))});
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
