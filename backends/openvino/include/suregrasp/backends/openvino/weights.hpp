#ifndef SUREGRASP_BACKENDS_OPENVINO_WEIGHTS_HPP
#define SUREGRASP_BACKENDS_OPENVINO_WEIGHTS_HPP

#include <cstddef>
#include <cstring>
#include <functional>
#include <openvino/core/type/bfloat16.hpp>
#include <openvino/core/type/float16.hpp>
#include <string>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/files/safetensors.hpp>
#include <utility>
#include <vector>

namespace suregrasp::inline v2::openvino {

/// Where a network's weights come from: the values, row-major, of the tensor of a name, in the shape it is to have.
using weight_source = std::function<std::vector<float>(std::string const& name, extents const& shape)>;

/// Weights by their names within a part of a network.
class named_weights {
 public:
  explicit named_weights(weight_source source) : source_(std::move(source)) {}

  [[nodiscard]] std::vector<float> operator()(std::string const& name, extents const& shape) const {
    return source_(prefix_ + name, shape);
  }

  /// Those of the part `name` of this one.
  [[nodiscard]] named_weights of(std::string const& name) const {
    auto part = *this;
    part.prefix_ += name + ".";
    return part;
  }
  [[nodiscard]] named_weights of(std::size_t index) const { return of(std::to_string(index)); }

 private:
  weight_source source_;
  std::string prefix_{};
};

namespace detail {

template <class Element>
[[nodiscard]] std::vector<float> floats_of(std::string const& bytes) {
  std::vector<float> values;
  values.reserve(bytes.size() / sizeof(Element));
  for (std::size_t i = 0; i < bytes.size(); i += sizeof(Element)) {
    Element value;
    std::memcpy(&value, bytes.data() + i, sizeof value);
    values.push_back(static_cast<float>(value));
  }
  return values;
}

}  // namespace detail

/// The values of a stored tensor of F32, F64, F16 or BF16. Throws `model_error` `model.element_type` for another;
/// `where` names file and tensor.
[[nodiscard]] inline std::vector<float> floats_of(stored_tensor const& stored, std::string const& where) {
  if (stored.type == "F32") return detail::floats_of<float>(stored.bytes);
  if (stored.type == "F64") return detail::floats_of<double>(stored.bytes);
  if (stored.type == "F16") return detail::floats_of<ov::float16>(stored.bytes);
  if (stored.type == "BF16") return detail::floats_of<ov::bfloat16>(stored.bytes);
  throw model_error("model.element_type",
                    where + " is of type " + stored.type + ", expected one of F32, F64, F16 or BF16");
}

/// The weights in a file, which must outlive the result; `origin` names it in errors. The result throws `model_error`
/// (`model.missing_tensor`, `model.tensor_shape`, `model.element_type`) for what the file does not hold in that shape.
[[nodiscard]] inline weight_source weights_in(tensor_file const& file, std::string const& origin) {
  return [&file, origin](std::string const& name, extents const& shape) {
    auto const found = file.tensors.find(name);
    if (found == file.tensors.end())
      throw model_error("model.missing_tensor", origin + ": no tensor '" + name + "' of shape " + to_string(shape) +
                                                    " among its " + std::to_string(file.tensors.size()));
    auto const where = origin + ": tensor '" + name + "'";
    if (found->second.shape != shape)
      throw model_error("model.tensor_shape",
                        where + " has shape " + to_string(found->second.shape) + ", expected " + to_string(shape));
    return openvino::floats_of(found->second, where);
  };
}

}  // namespace suregrasp::inline v2::openvino

#endif  // SUREGRASP_BACKENDS_OPENVINO_WEIGHTS_HPP
