#ifndef SUREGRASP_FILES_TORCH_STATE_DICT_HPP
#define SUREGRASP_FILES_TORCH_STATE_DICT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/files/impl/pickle_values.hpp>
#include <suregrasp/files/impl/state_dict_pickle.hpp>
#include <suregrasp/files/impl/zip_entries.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <utility>
#include <variant>

namespace suregrasp::inline v2 {

namespace detail {

/// Tensors by name; they point into the values of a pickle.
using named_tensors = std::map<std::string, pickle_tensor const*>;

[[nodiscard]] inline named_tensors tensors_in(pickle_values const& values, pickle_index index) {
  named_tensors tensors;
  if (auto const* const dictionary = std::get_if<pickle_dictionary>(&values[index]))
    for (auto const& [key, value] : dictionary->items)
      if (auto const* const name = std::get_if<std::string_view>(&values[key]))
        if (auto const* const tensor = std::get_if<pickle_tensor>(&values[value]))
          tensors.insert_or_assign(std::string(*name), tensor);
  return tensors;
}

/// The tensors of the dictionary at `index`; where it has none, those of its entry `state_dict` or else `model`.
[[nodiscard]] inline named_tensors find_tensors(pickle_values const& values, pickle_index index) {
  auto tensors = tensors_in(values, index);
  auto const* const outer = std::get_if<pickle_dictionary>(&values[index]);
  for (std::string_view const wanted : {"state_dict", "model"})
    if (outer && tensors.empty())
      for (auto const& [key, value] : outer->items)
        if (auto const* const name = std::get_if<std::string_view>(&values[key]); name && *name == wanted)
          tensors = tensors_in(values, value);
  return tensors;
}

/// Number of elements of a tensor whose offset, shape and strides stay inside its storage and whose copy takes no more
/// than `limit` elements.
[[nodiscard]] inline std::size_t checked_count(std::string const& where, pickle_tensor const& tensor,
                                               std::size_t limit) {
  data_error const outside("data.state_dict.view", where + ": offset " + std::to_string(tensor.offset) + ", shape " +
                                                       to_string(tensor.shape) + " and strides " +
                                                       to_string(tensor.strides) + " do not fit its storage of " +
                                                       std::to_string(tensor.storage.count) + " elements");
  data_error const too_large("data.state_dict.size", where + ": with its shape " + to_string(tensor.shape) +
                                                         " the tensors together exceed the file");
  auto const not_negative = [](auto const value) { return value >= 0; };
  if (tensor.shape.size() != tensor.strides.size() || !std::ranges::all_of(tensor.shape, not_negative) ||
      !std::ranges::all_of(tensor.strides, not_negative) || tensor.offset < 0 || tensor.offset > tensor.storage.count)
    throw outside;
  if (std::ranges::find(tensor.shape, 0) != tensor.shape.end()) return 0;
  std::size_t count = 1;
  std::int64_t beyond = tensor.storage.count - tensor.offset - 1;  // elements behind the last one used
  for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis) {
    auto const steps = tensor.shape[axis] - 1, stride = tensor.strides[axis];
    if (stride > 0 && steps > 0 && (beyond < 0 || steps > beyond / stride)) throw outside;
    beyond -= steps * stride;
    if (static_cast<std::size_t>(tensor.shape[axis]) > limit / count) throw too_large;
    count *= static_cast<std::size_t>(tensor.shape[axis]);
  }
  if (beyond < 0) throw outside;
  if (count > limit) throw too_large;
  return count;
}

[[nodiscard]] inline bool is_contiguous(pickle_tensor const& tensor) {
  std::int64_t stride = 1;
  for (std::size_t axis = tensor.shape.size(); axis-- > 0;) {
    if (tensor.shape[axis] != 1 && tensor.strides[axis] != stride) return false;
    stride *= tensor.shape[axis];
  }
  return true;
}

/// The `count` elements of a tensor, of `size` bytes each, copied into row-major order whatever its strides.
[[nodiscard]] inline std::string gather(std::string_view storage, pickle_tensor const& tensor, std::size_t count,
                                        std::size_t size) {
  auto const begin = static_cast<std::size_t>(tensor.offset) * size;
  if (count == 0) return "";
  if (is_contiguous(tensor)) return std::string(storage.substr(begin, count * size));
  std::string bytes;
  bytes.reserve(count * size);
  extents index(tensor.shape.size());
  auto element = tensor.offset;
  while (bytes.size() < count * size) {
    bytes += storage.substr(static_cast<std::size_t>(element) * size, size);
    for (std::size_t axis = index.size(); axis-- > 0;) {
      element += tensor.strides[axis];
      if (++index[axis] < tensor.shape[axis]) break;
      element -= tensor.strides[axis] * std::exchange(index[axis], 0);
    }
  }
  return bytes;
}

/// A tensor with its values, of at most `limit` bytes.
[[nodiscard]] inline stored_tensor read_tensor(std::string const& where, pickle_tensor const& tensor,
                                               zip_entries const& entries, std::string const& prefix,
                                               std::size_t limit) {
  auto const entry = prefix + "data/" + std::string(tensor.storage.key);
  auto const found = entries.find(entry);
  if (found == entries.end()) throw data_error("data.state_dict.storage", where + ": no entry '" + entry + "'");
  auto const size = stored_size(tensor.storage.type), held = found->second.size();
  if (held % size != 0 || tensor.storage.count < 0 || static_cast<std::size_t>(tensor.storage.count) != held / size)
    throw data_error("data.state_dict.storage", where + ": expected " + std::to_string(tensor.storage.count) +
                                                    " elements of " + tensor.storage.type + " in entry '" + entry +
                                                    "', got " + std::to_string(held) + " bytes");
  auto const count = checked_count(where, tensor, limit / size);
  return {tensor.storage.type, tensor.shape, gather(found->second, tensor, count, size)};
}

/// The prefix that the entries of an archive of `torch.save` share, such as `resnet18/`.
[[nodiscard]] inline std::string archive_prefix(zip_entries const& entries, std::string const& path) {
  constexpr std::string_view pickle = "data.pkl";
  for (auto const& [name, content] : entries)
    if (name == pickle || name.ends_with("/data.pkl")) return name.substr(0, name.size() - pickle.size());
  throw data_error("data.state_dict.archive", path + ": expected an archive written by torch.save (no entry data.pkl)");
}

}  // namespace detail

/// Parses a state dictionary that Python's `torch.save` wrote in its zip format (PyTorch 1.6 and later), already in
/// memory; `path` is for messages.
///
/// In a checkpoint without tensors at top level, the entry `state_dict` or else `model` is taken. Values that are no
/// tensors are skipped. The pickle is interpreted, never executed: whatever does not belong in a state dictionary
/// throws `data_error` (`data.state_dict.*`, `data.zip.*`). The tensors never take more memory than the file has bytes.
[[nodiscard]] inline tensor_file parse_torch_state_dict(std::string_view bytes, std::string const& path) {
  constexpr std::size_t longest_pickle = 16U << 20U;  // 100 000 tensors; a value takes up to 150 times its opcode
  auto const entries = read_zip_entries(bytes, path);
  auto const prefix = detail::archive_prefix(entries, path);
  auto const order = entries.find(prefix + "byteorder");
  if (order != entries.end() && order->second != "little")
    throw data_error("data.state_dict.byteorder",
                     path + ": expected little-endian values, got '" + std::string(order->second.substr(0, 16)) + "'");
  auto const pickle = entries.at(prefix + "data.pkl");
  if (pickle.size() > longest_pickle)
    throw data_error("data.state_dict.pickle", path + ": data.pkl has " + std::to_string(pickle.size()) + " bytes");
  detail::state_dict_unpickler unpickler(pickle, path + ": data.pkl");
  auto const root = unpickler.run();
  tensor_file file;
  std::size_t left = bytes.size();
  for (auto const& [name, tensor] : detail::find_tensors(unpickler.values(), root)) {
    auto stored = detail::read_tensor(path + ": tensor '" + name + "'", *tensor, entries, prefix, left);
    left -= stored.bytes.size();
    file.tensors.emplace(name, std::move(stored));
  }
  if (file.tensors.empty())
    throw data_error("data.state_dict.empty", path + ": expected a state dictionary of tensors, found no tensor");
  return file;
}

/// Reads a state dictionary that Python's `torch.save` wrote. Throws as `read_file` and `parse_torch_state_dict`.
[[nodiscard]] inline tensor_file read_torch_state_dict(std::filesystem::path const& path) {
  return parse_torch_state_dict(read_file(path), path.string());
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_TORCH_STATE_DICT_HPP
