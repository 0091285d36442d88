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
#include <suregrasp/files/impl/checkpoint_entries.hpp>
#include <suregrasp/files/impl/pickle_values.hpp>
#include <suregrasp/files/impl/state_dict_pickle.hpp>
#include <suregrasp/files/impl/zip_entries.hpp>
#include <suregrasp/files/read_file.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <utility>

namespace suregrasp::inline v2 {

namespace detail {

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

/// Tensors without the prefix that a wrapper puts before the name of every one, `module` (DataParallel, and an averaged
/// model, which counts in a tensor of its own) or `_orig_mod` (torch.compile) with the dot behind it, also both.
[[nodiscard]] inline tensor_file without_wrapper(tensor_file file) {
  for (std::string_view const prefix : {"module.", "_orig_mod.", "module.", "_orig_mod."}) {
    bool const wrapped = std::ranges::all_of(file.tensors, [&](auto const& each) {
      return each.first == "n_averaged" || (each.first.starts_with(prefix) && each.first.size() > prefix.size());
    });
    if (!wrapped || file.tensors.empty()) continue;
    std::map<std::string, stored_tensor> tensors;
    for (auto& [name, tensor] : file.tensors)
      tensors.emplace(name.starts_with(prefix) ? name.substr(prefix.size()) : name, std::move(tensor));
    file.tensors = std::move(tensors);
  }
  return file;
}

/// Parses a state dictionary that Python's `torch.save` wrote in its zip format (PyTorch 1.6 and later), already in
/// memory; `path` is for messages.
///
/// Of a checkpoint the entry that holds the model is taken: `state_dict`, `model_state_dict`, `model`, `net`,
/// `network`, `model_ema` or another usual name, in this order, or else the only one with tensors. Values that are no
/// tensors are skipped. Names lose what a wrapper put before every one of them (`without_wrapper`). The pickle is
/// interpreted, never executed: whatever does not belong in a state dictionary throws `data_error`
/// (`data.state_dict.*`, `data.zip.*`). The tensors never take more memory than the file has bytes, and
/// what lies between 100 times the pickle's at most, of which at most 2 MiB are read.
[[nodiscard]] inline tensor_file parse_torch_state_dict(std::string_view bytes, std::string const& path) {
  constexpr std::size_t longest_pickle = 2U << 20U;  // 20 000 tensors; a value takes up to 80 times its opcode
  auto const entries = read_zip_entries(bytes, path);
  auto const prefix = detail::archive_prefix(entries, path);
  auto const order = entries.find(prefix + "byteorder");
  if (order != entries.end() && order->second != "little")
    throw data_error("data.state_dict.byteorder",
                     path + ": expected little-endian values, got '" + std::string(order->second.substr(0, 16)) + "'");
  auto const pickle = entries.at(prefix + "data.pkl");
  if (pickle.size() > longest_pickle)
    throw data_error("data.state_dict.pickle", path + ": expected a data.pkl of at most 2 MiB, it has " +
                                                   std::to_string(pickle.size()) +
                                                   " bytes: save model.state_dict() alone");
  detail::state_dict_unpickler unpickler(pickle, path + ": data.pkl");
  auto const root = unpickler.run();
  tensor_file file;
  std::size_t left = bytes.size();
  for (auto const& [name, tensor] : detail::find_tensors(path, unpickler.values(), root)) {
    auto stored = detail::read_tensor(path + ": tensor '" + name + "'", *tensor, entries, prefix, left);
    left -= stored.bytes.size();
    file.tensors.emplace(name, std::move(stored));
  }
  if (file.tensors.empty())
    throw data_error("data.state_dict.empty", path + ": expected a state dictionary of tensors, found no tensor, but " +
                                                  detail::entries_text(unpickler.values(), root) +
                                                  ": save model.state_dict() alone");
  return without_wrapper(std::move(file));
}

/// Reads a state dictionary that Python's `torch.save` wrote. Throws as `read_file` and `parse_torch_state_dict`.
[[nodiscard]] inline tensor_file read_torch_state_dict(std::filesystem::path const& path) {
  detail::opened_file file(path, file_limits::weights);
  if (file.take(std::min<std::uintmax_t>(file.size(), 2)) != "PK")
    throw data_error("data.zip.structure", path.string() + ": not a zip archive, as torch.save writes it");
  file.go_to(0);
  return parse_torch_state_dict(file.take(file.size()), path.string());
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_FILES_TORCH_STATE_DICT_HPP
