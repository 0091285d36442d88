#ifndef SUREGRASP_FILES_IMPL_PICKLE_VALUES_HPP
#define SUREGRASP_FILES_IMPL_PICKLE_VALUES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <suregrasp/core/extents.hpp>
#include <utility>
#include <variant>
#include <vector>

namespace suregrasp::inline v2::detail {

/// A value of a pickle, by its position in `pickle_values`: dictionaries may contain themselves, and nothing is owned
/// twice.
using pickle_index = std::size_t;

struct pickle_global {
  std::string_view name;  ///< one of those known here
};

struct pickle_sequence {
  std::vector<pickle_index> items;
};

struct pickle_dictionary {
  std::vector<std::pair<pickle_index, pickle_index>> items;
};

/// Elements stored in another entry of the archive; `type` is safetensors' name of their type.
struct pickle_storage {
  char const* type = "";
  std::string_view key;
  std::int64_t count = 0;
};

/// A view of a storage; offset and strides in elements.
struct pickle_tensor {
  pickle_storage storage;
  std::int64_t offset = 0;
  extents shape, strides;
};

/// Small, as one byte of a pickle can make one.
using pickle_value = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, pickle_global,
                                  pickle_sequence, pickle_dictionary, pickle_storage, std::unique_ptr<pickle_tensor>>;
using pickle_values = std::deque<pickle_value>;

/// A global that a state dictionary names, and of `torch.FloatStorage` and its like the safetensors name of its type.
struct known_global {
  std::string_view name;
  char const* storage = nullptr;
};

/// Nothing for a name that does not belong in a state dictionary.
[[nodiscard]] inline known_global const* global_named(std::string_view name) {
  static constexpr std::array<known_global, 16> globals{{{"collections.OrderedDict"},
                                                         {"torch._utils._rebuild_tensor_v2"},
                                                         {"torch._utils._rebuild_parameter"},
                                                         {"torch.jit._pickle.restore_type_tag"},
                                                         {"torch.FloatStorage", "F32"},
                                                         {"torch.DoubleStorage", "F64"},
                                                         {"torch.HalfStorage", "F16"},
                                                         {"torch.BFloat16Storage", "BF16"},
                                                         {"torch.LongStorage", "I64"},
                                                         {"torch.IntStorage", "I32"},
                                                         {"torch.ShortStorage", "I16"},
                                                         {"torch.CharStorage", "I8"},
                                                         {"torch.ByteStorage", "U8"},
                                                         {"torch.BoolStorage", "BOOL"},
                                                         {"torch.ComplexFloatStorage", "C64"},
                                                         {"torch.ComplexDoubleStorage", "C128"}}};
  for (auto const& each : globals)
    if (each.name == name) return &each;
  return nullptr;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_FILES_IMPL_PICKLE_VALUES_HPP
