#include "arrays.hpp"

#include <cmath>
#include <suregrasp/geometry/iou.hpp>

#include "errors.hpp"

namespace suregrasp::python {

namespace {

/// `torch.Tensor of torch.float16`, `list`, ...
std::string kind_of(nb::handle given) {
  auto const text = [](nb::object const& of) { return std::string(nb::str(nb::handle(of)).c_str()); };
  nb::object const type = nb::borrow(given.type());
  auto const name = text(type.attr("__qualname__")), from = text(type.attr("__module__"));
  auto const dtype = nb::hasattr(given, "dtype") ? " of " + text(given.attr("dtype")) : "";
  return (from == "builtins" ? name : from + "." + name) + dtype;
}

[[noreturn]] void refuse(char const* id, std::string const& name, std::string const& expected, std::string const& got) {
  throw array_error(id, name + ": expected " + expected + ", got " + got);
}

/// Whether the processor reads memory of this kind of DLPack's: its own, or pinned or managed by CUDA or ROCm.
bool on_host(std::int64_t device) { return device == 1 || device == 3 || device == 11 || device == 13; }

/// Asked before the array is: exporting it may start work on its device.
void require_host(nb::handle given, std::string const& name) {
  if (!nb::hasattr(given, "__dlpack_device__")) return;
  std::string found = "one on a device that DLPack does not know";
  try {
    auto const device = nb::cast<std::int64_t>(nb::int_(given.attr("__dlpack_device__")()[0]));
    if (on_host(device)) return;
    found = "one on a device (DLPack's number " + std::to_string(device) + ")";
  } catch (nb::python_error const&) {
    // the array has said that it cannot be exported
  }
  refuse("array.device", name, "an array in the host's memory", found + ": copy it to the host first");
}

void require_no_gradient(nb::handle given, std::string const& name) {
  if (nb::hasattr(given, "requires_grad") && nb::cast<bool>(nb::bool_(given.attr("requires_grad"))))
    refuse("array.gradient", name, "values alone", "a tensor that records gradients: pass its detach()");
}

bool is_contiguous(nb::ndarray<nb::ro> const& array) {
  std::int64_t step = 1;
  if (array.size() == 0) return true;
  for (std::size_t axis = array.ndim(); axis-- > 0;) {
    if (array.shape(axis) != 1 && array.stride(axis) != step) return false;
    step *= static_cast<std::int64_t>(array.shape(axis));
  }
  return true;
}

}  // namespace

array_argument::array_argument(nb::handle given, std::string name) : name_(std::move(name)) {
  require_no_gradient(given, name_);
  require_host(given, name_);
  if (!nb::try_cast(given, held_, false))
    refuse("array.kind", name_, "an array of numbers that speaks DLPack or the buffer protocol, such as NumPy's",
           kind_of(given));
  if (!on_host(held_.device_type()))
    refuse("array.device", name_, "an array in the host's memory", "one on a device: copy it to the host first");
  if (!is_contiguous(held_))
    refuse("array.layout", name_, "a C-contiguous array",
           "one of shape " + to_string(shape()) + " with gaps or another order: numpy.ascontiguousarray copies it");
  if (auto const width = held_.itemsize(); width > 1 && reinterpret_cast<std::uintptr_t>(data()) % width != 0)
    refuse("array.layout", name_, "an aligned array", "one whose values lie between the addresses of its type");
}

extents array_argument::shape() const {
  std::vector<std::int64_t> all;
  for (std::size_t axis = 0; axis < held_.ndim(); ++axis) all.push_back(extent(axis));
  if (all.size() > extents::capacity)
    refuse("array.shape", name_, "an array of at most 8 axes", std::to_string(all.size()) + " axes");
  return all;
}

std::string array_argument::dtype_text() const {
  using enum nb::dlpack::dtype_code;
  auto const type = held_.dtype();
  auto const is = [&](nb::dlpack::dtype_code code) { return type.code == static_cast<std::uint8_t>(code); };
  if (is(Bool)) return "bool";
  return (is(Int)       ? "int"
          : is(UInt)    ? "uint"
          : is(Float)   ? "float"
          : is(Bfloat)  ? "bfloat"
          : is(Complex) ? "complex"
                        : "type of DLPack's code " + std::to_string(type.code) + " and bits ") +
         std::to_string(type.bits);
}

array_argument const& array_argument::of_shape(std::initializer_list<std::int64_t> wanted, char const* letters) const {
  bool fits = held_.ndim() == wanted.size();
  for (std::size_t axis = 0; fits && axis < wanted.size(); ++axis)
    fits = wanted.begin()[axis] == any || wanted.begin()[axis] == extent(axis);
  if (!fits) refuse("array.shape", name_, std::string("shape ") + letters, to_string(shape()));
  return *this;
}

array_argument const& array_argument::of_floats() const {
  if (!is_double() && !is_float()) refuse("array.dtype", name_, "float32 or float64", dtype_text());
  return *this;
}

array_argument const& array_argument::of_dtype_of(array_argument const& other) const {
  if (dtype() != other.dtype())
    refuse("array.dtype", name_, other.dtype_text() + " as " + other.name() + " has", dtype_text());
  return *this;
}

array_argument floats(nb::handle given, char const* name, std::initializer_list<std::int64_t> shape,
                      char const* letters) {
  array_argument result(given, name);
  (void)result.of_floats().of_shape(shape, letters);
  return result;
}

void* writable(nb::handle given, array_argument const& array) {
  nb::ndarray<> held;
  if (!nb::try_cast(given, held, false))
    refuse("array.read_only", array.name(), "an array to write to", "one that is read-only");
  if (held.data() != array.data())
    refuse("array.read_only", array.name(), "an array to write to", "one that gives out copies of its values");
  return held.data();
}

std::vector<double> doubles(nb::handle given, char const* name) {
  auto const array = floats(given, name, {any}, "[N]");
  return by_dtype(array, [&](auto zero) {
    auto const values = array.values<decltype(zero)>();
    return std::vector<double>(values.begin(), values.end());
  });
}

std::vector<bool> flags(nb::handle given, char const* name) {
  array_argument const array(given, name);
  if (array.dtype() != nb::dtype<bool>()) refuse("array.dtype", name, "bool", array.dtype_text());
  (void)array.of_shape({any}, "[N]");
  auto const values = array.values<bool>();
  return {values.begin(), values.end()};
}

array_argument grasps(nb::handle given, char const* name) {
  auto array = floats(given, name, {any, 5}, "[N, 5] of x, y, theta, opening, jaw");
  by_dtype(array, [&](auto zero) {
    auto const rows = array.values<decltype(zero)>();
    for (std::size_t i = 0; i < rows.size() / 5; ++i)
      require_valid(row(rows, i), array.name() + "[" + std::to_string(i) + "]");
  });
  return array;
}

std::vector<grasp<double>> grasp_list(nb::handle given, char const* name) {
  auto const array = grasps(given, name);
  return by_dtype(array, [&](auto zero) {
    auto const rows = array.values<decltype(zero)>();
    std::vector<grasp<double>> list;
    for (std::size_t i = 0; i < rows.size() / 5; ++i) list.push_back(static_cast<grasp<double>>(row(rows, i)));
    return list;
  });
}

nb::object to_numpy_bools(std::vector<bool> const& values) {
  std::size_t const count = values.size();
  auto* const kept = new bool[count];
  nb::capsule const owner(kept, [](void* each) noexcept { delete[] static_cast<bool*>(each); });
  std::copy(values.begin(), values.end(), kept);
  return nb::cast(nb::ndarray<nb::numpy, bool>(kept, {count}, owner));
}

nb::object to_numpy(std::span<grasp<double> const> grasps) {
  std::vector<double> rows;
  for (auto const& g : grasps) rows.insert(rows.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  return to_numpy(std::move(rows), {grasps.size(), 5});
}

}  // namespace suregrasp::python
