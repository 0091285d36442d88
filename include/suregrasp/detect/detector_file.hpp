#ifndef SUREGRASP_DETECT_DETECTOR_FILE_HPP
#define SUREGRASP_DETECT_DETECTOR_FILE_HPP

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/detect/detector_json.hpp>
#include <suregrasp/detect/detector_tensors.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <vector>

/// What every backend asks of a model file before it builds a network from it.
namespace suregrasp::inline v2 {

/// The key under which a model file holds the digest of its tensors and its description.
inline constexpr char const* model_digest_key = "suregrasp.model_digest";

/// The digest of a model file: of its tensors, and of its description.
[[nodiscard]] inline std::string model_digest(tensor_file const& file) {
  auto const described = file.metadata.find(detector_key);
  digest all;
  all.add(tensors_digest(file));
  if (described != file.metadata.end()) all.add(described->second);
  return all.text();
}

/// The tensors of a detector as a model file: with its description and the digest of both.
[[nodiscard]] inline tensor_file as_model_file(tensor_file file, detector_options const& options) {
  file.metadata[detector_key] = to_json(options).dump();
  file.metadata[model_digest_key] = model_digest(file);
  return file;
}

namespace detail {

/// No trained weight comes near it; products of larger ones overflow.
inline constexpr double largest_weight = 1e10;

/// The first value among `bytes` that is not finite or beyond `largest_weight`, each word of them read by `value_of`.
template <std::unsigned_integral Word, class ValueOf>
[[nodiscard]] std::optional<double> first_odd_value(std::string_view bytes, ValueOf const& value_of) {
  for (std::size_t i = 0; i + sizeof(Word) <= bytes.size(); i += sizeof(Word)) {
    Word word = 0;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    double const value = value_of(word);
    if (!(std::abs(value) <= largest_weight)) return value;
  }
  return std::nullopt;
}

/// The same of a tensor of numbers. Throws `model_error` `model.element_type` for one of integers and the like.
[[nodiscard]] inline std::optional<double> first_odd_value(stored_tensor const& stored, std::string const& where) {
  auto const upper_half = [](std::uint16_t word) { return std::bit_cast<float>(std::uint32_t{word} << 16U); };
  auto const half = [](std::uint16_t word) { return (word & 0x7c00U) == 0x7c00U ? std::nan("") : 0; };
  if (stored.type == "F32") return first_odd_value<std::uint32_t>(stored.bytes, std::bit_cast<float, std::uint32_t>);
  if (stored.type == "F64") return first_odd_value<std::uint64_t>(stored.bytes, std::bit_cast<double, std::uint64_t>);
  if (stored.type == "BF16") return first_odd_value<std::uint16_t>(stored.bytes, upper_half);
  if (stored.type == "F16") return first_odd_value<std::uint16_t>(stored.bytes, half);
  throw model_error("model.element_type",
                    where + ": expected numbers of type F32, F64, F16 or BF16, got " + stored.type);
}

/// The tensors that a detector consists of, by their names in `tensors`, which may hold values or describe them.
template <class Tensor>
void require_shapes(std::map<std::string, Tensor> const& tensors, std::vector<named_shape> const& expected,
                    std::string const& origin) {
  for (auto const& [name, shape] : expected) {
    auto const found = tensors.find(name);
    if (found == tensors.end())
      throw model_error("model.missing_tensor", origin + ": no tensor '" + name + "' of shape " + to_string(shape) +
                                                    " among its " + std::to_string(tensors.size()));
    if (found->second.shape != shape)
      throw model_error("model.tensor_shape", origin + ": tensor '" + name + "' has shape " +
                                                  to_string(found->second.shape) + ", expected " + to_string(shape));
  }
}

inline void require_sound(stored_tensor const& stored, std::string const& where) {
  if (auto const odd = first_odd_value(stored, where))
    throw model_error("model.weights", where + ": expected finite numbers of at most 1e10, got " + text_of(*odd) +
                                           ": is the file damaged, or its training?");
}

}  // namespace detail

/// The options of the detector in a model file that holds all its tensors, in their shapes, of numbers that a network
/// can compute with, and that are those that were written; files written before 2.0 do not say the last. Nothing is
/// allocated that the file has not the bytes for. `origin` names it in errors.
///
/// Throws `model_error`: as `detector_options_of`; `model.missing_tensor`, `model.tensor_shape`, `model.element_type`,
/// `model.weights` for a tensor; `model.digest` where tensors or description are not those that were written.
[[nodiscard]] inline detector_options checked_detector_options(tensor_file const& file, std::string const& origin) {
  auto options = detector_options_of(file.metadata, origin);
  auto const expected = detector_tensors(options);
  detail::require_shapes(file.tensors, expected, origin);
  for (auto const& [name, shape] : expected)
    detail::require_sound(file.tensors.at(name), origin + ": tensor '" + name + "'");
  auto const stated = file.metadata.find(model_digest_key);
  if (stated != file.metadata.end() && stated->second != model_digest(file))
    throw model_error("model.digest", origin + ": its weights and description have the digest " + model_digest(file) +
                                          ", expected " + stated->second +
                                          ", as when it was written: the file is damaged or was changed");
  return options;
}

/// Reads a model file, but nothing beyond its header where that makes no detector. Throws as `read_safetensors`, and
/// `model_error` as `checked_detector_options` for description and shapes; `model.size` for a file with far more values
/// than the detector has.
[[nodiscard]] inline tensor_file read_model_file(std::filesystem::path const& path) {
  auto const header = read_safetensors_header(path);
  auto const expected = detector_tensors(detector_options_of(header.metadata, path.string()));
  detail::require_shapes(header.tensors, expected, path.string());
  std::size_t room = std::size_t{1} << 20, data = 0;
  for (auto const& [name, shape] : expected) room += 32 * static_cast<std::size_t>(element_count(shape));
  for (auto const& [name, tensor] : header.tensors) data = std::max(data, tensor.end);
  if (data > room)
    throw model_error("model.size", path.string() + ": expected the tensors of a detector, at most " +
                                        std::to_string(room) + " bytes, found " + std::to_string(data));
  return read_safetensors(path);
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_DETECT_DETECTOR_FILE_HPP
