#ifndef SUREGRASP_BACKENDS_LIBTORCH_STORED_TENSORS_HPP
#define SUREGRASP_BACKENDS_LIBTORCH_STORED_TENSORS_HPP

#include <algorithm>
#include <map>
#include <string>
#include <suregrasp/backends/libtorch/torch.hpp>
//
#include <suregrasp/files/safetensors.hpp>
#include <utility>

namespace suregrasp::inline v2::libtorch {

namespace detail {

inline constexpr std::pair<char const*, torch::ScalarType> stored_types[] = {
    {"F32", torch::kFloat}, {"F64", torch::kDouble}, {"F16", torch::kHalf},  {"BF16", torch::kBFloat16},
    {"I64", torch::kLong},  {"I32", torch::kInt},    {"I16", torch::kShort}, {"I8", torch::kChar},
    {"U8", torch::kByte},   {"BOOL", torch::kBool}};

}  // namespace detail

/// The tensor as it goes into a file. Throws `model_error` for an element type that files do not hold.
[[nodiscard]] inline stored_tensor to_stored(torch::Tensor const& t) {
  auto const host = t.detach().to(torch::kCPU).contiguous();
  for (auto const& [name, type] : detail::stored_types)
    if (type == host.scalar_type())
      return {name, shape_of(host), std::string(static_cast<char const*>(host.data_ptr()), host.nbytes())};
  throw model_error("model.element_type",
                    std::string("a tensor of ") + c10::toString(host.scalar_type()) + " cannot be stored");
}

/// The tensor that came from a file, on the CPU.
[[nodiscard]] inline torch::Tensor from_stored(stored_tensor const& stored) {
  for (auto const& [name, type] : detail::stored_types)
    if (name == stored.type)
      return torch::from_blob(const_cast<char*>(stored.bytes.data()), sizes_of(stored.shape), type).clone();
  throw model_error("model.element_type", "a tensor of element type '" + stored.type + "' cannot be read");
}

/// Whether LibTorch holds tensors of an element type, by safetensors' name of it.
[[nodiscard]] inline bool is_held(std::string const& type) {
  return std::ranges::any_of(detail::stored_types, [&](auto const& each) { return each.first == type; });
}

/// The tensors of a file, by name; those of an element type that LibTorch does not hold (F8, F4) are left out.
[[nodiscard]] inline std::map<std::string, torch::Tensor> from_stored(tensor_file const& file) {
  std::map<std::string, torch::Tensor> tensors;
  for (auto const& [name, stored] : file.tensors)
    if (is_held(stored.type)) tensors.emplace(name, from_stored(stored));
  return tensors;
}

}  // namespace suregrasp::inline v2::libtorch

#endif  // SUREGRASP_BACKENDS_LIBTORCH_STORED_TENSORS_HPP
