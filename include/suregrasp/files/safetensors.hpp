#ifndef SUREGRASP_FILES_SAFETENSORS_HPP
#define SUREGRASP_FILES_SAFETENSORS_HPP

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/files/safetensors_header.hpp>
#include <utility>

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

/// Parses a safetensors file already in memory; `path` is for messages. Throws `data_error` (`data.safetensors.*`) on
/// any inconsistency: names twice, tensors that overlap, bytes of no tensor; the tensors never take more memory than
/// `bytes` has. Element types need not be known: who asks for such a tensor sees its `type`.
[[nodiscard]] inline tensor_file parse_safetensors(std::string_view bytes, std::string const& path) {
  auto const length = detail::header_size(bytes, bytes.size(), path);
  auto const behind = bytes.substr(sizeof(std::uint64_t));
  auto const data = behind.substr(length);
  auto header = detail::header_in(behind.substr(0, length), data.size(), path);
  tensor_file file{{}, std::move(header.metadata)};
  for (auto const& [name, tensor] : header.tensors)
    file.tensors.emplace(name, stored_tensor{tensor.type, tensor.shape,
                                             std::string(data.substr(tensor.begin, tensor.end - tensor.begin))});
  return file;
}

/// Reads a safetensors file (Hugging Face's format: 8 bytes of header length, a JSON header, raw values), the header
/// before any value. Memory: the file's size. Throws as `read_file`, of at most `file_limits::weights`, and
/// `parse_safetensors`.
[[nodiscard]] inline tensor_file read_safetensors(std::filesystem::path const& path) {
  detail::opened_file opened(path, file_limits::weights);
  auto header = detail::read_header(opened, path.string());
  tensor_file file{{}, std::move(header.metadata)};
  for (auto const& [name, tensor] : header.tensors) {
    opened.go_to(header.data + tensor.begin);
    file.tensors.emplace(name, stored_tensor{tensor.type, tensor.shape, opened.take(tensor.end - tensor.begin)});
  }
  return file;
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
