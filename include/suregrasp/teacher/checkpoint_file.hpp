#ifndef SUREGRASP_TEACHER_CHECKPOINT_FILE_HPP
#define SUREGRASP_TEACHER_CHECKPOINT_FILE_HPP

#include <concepts>
#include <cstdint>
#include <cstring>
#include <exception>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <suregrasp/core/error.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <suregrasp/teacher/checkpoint.hpp>
#include <type_traits>
#include <vector>

namespace suregrasp::inline v2 {

namespace detail {

template <std::floating_point Scalar>
inline constexpr char const* stored_type = std::is_same_v<Scalar, float> ? "F32" : "F64";

template <class T>
[[nodiscard]] stored_tensor stored_values(extents const& shape, std::vector<T> const& values) {
  return {stored_type<T>, shape, {reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T)}};
}

template <class T>
[[nodiscard]] std::vector<T> values_of(std::string const& name, stored_tensor const& stored) {
  if (stored.type != stored_type<T>)
    throw model_error("teacher.checkpoint.type", "'" + name + "' is of type " + stored.type + ", expected " +
                                                     stored_type<T> + "; it belongs to another backend");
  std::vector<T> values(stored.bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), stored.bytes.data(), stored.bytes.size());
  return values;
}

/// FNV-1a over all tensors: says whether the values are those that were written.
[[nodiscard]] inline std::string digest_of(tensor_file const& file) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  auto const add = [&](std::string_view text) {
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  };
  for (auto const& [name, tensor] : file.tensors) add(name), add(tensor.bytes);
  return std::to_string(hash);
}

}  // namespace detail

/// A checkpoint as the bytes of a safetensors file; the same checkpoint gives the same bytes.
template <std::floating_point Scalar>
[[nodiscard]] std::string format_checkpoint(training_checkpoint<Scalar> const& moment) {
  tensor_file file;
  for (auto const& [name, array] : moment.tensors)
    file.tensors["tensors/" + name] = detail::stored_values(array.shape, array.values);
  for (auto const& [name, values] : moment.numbers)
    file.tensors["numbers/" + name] = detail::stored_values({std::ssize(values)}, values);
  for (auto const& [name, bytes] : moment.bytes) file.tensors["bytes/" + name] = {"U8", {std::ssize(bytes)}, bytes};
  file.metadata = {{"step", std::to_string(moment.step)},
                   {"configuration", nlohmann::json(moment.configuration).dump()},
                   {"digest", detail::digest_of(file)}};
  return format_safetensors(file);
}

namespace detail {

/// The checkpoint that a file's tensors are.
template <std::floating_point Scalar>
[[nodiscard]] training_checkpoint<Scalar> checkpoint_in(tensor_file file, std::string const& path) {
  auto const refuse = [&] {
    throw data_error("data.checkpoint", path + ": not a checkpoint, or its values are not those that were written");
  };
  auto& text = file.metadata;
  if (!text.contains("step") || !text.contains("configuration") || text["digest"] != detail::digest_of(file)) refuse();
  training_checkpoint<Scalar> moment;
  try {
    moment.step = std::stoll(text["step"]);
    moment.configuration = nlohmann::json::parse(text["configuration"]).get<std::map<std::string, std::string>>();
  } catch (std::exception const&) {
    refuse();
  }
  for (auto const& [full, stored] : file.tensors) {
    auto const slash = full.find('/');
    auto const kind = full.substr(0, slash), name = full.substr(slash + 1);
    if (kind == "tensors")
      moment.tensors[name] = {stored.shape, detail::values_of<Scalar>(full, stored)};
    else if (kind == "numbers")
      moment.numbers[name] = detail::values_of<double>(full, stored);
    else
      moment.bytes[name] = stored.bytes;
  }
  return moment;
}

}  // namespace detail

/// The checkpoint in such bytes; `path` is for messages. Throws `data_error` `data.checkpoint` on bytes that are not,
/// or not any more, those of a checkpoint.
template <std::floating_point Scalar>
[[nodiscard]] training_checkpoint<Scalar> parse_checkpoint(std::string_view bytes, std::string const& path) {
  return detail::checkpoint_in<Scalar>(parse_safetensors(bytes, path), path);
}

/// The checkpoint in a file. Throws as `read_safetensors` and `parse_checkpoint`.
template <std::floating_point Scalar>
[[nodiscard]] training_checkpoint<Scalar> read_checkpoint(std::filesystem::path const& path) {
  return detail::checkpoint_in<Scalar>(read_safetensors(path), path.string());
}

/// Whether a file begins as a checkpoint does, by its header alone.
[[nodiscard]] inline bool begins_as_checkpoint(std::filesystem::path const& file) {
  auto const texts = read_safetensors_metadata(file);
  return texts.contains("step") && texts.contains("configuration") && texts.contains("digest");
}

}  // namespace suregrasp::inline v2

#endif  // SUREGRASP_TEACHER_CHECKPOINT_FILE_HPP
