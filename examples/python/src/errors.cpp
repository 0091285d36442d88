#include "errors.hpp"

#include <nanobind/nanobind.h>

#include <exception>
#include <suregrasp/metrics/impl/metric_error.hpp>

namespace nb = nanobind;

namespace suregrasp::python {

namespace {

/// The class in `suregrasp.errors` for an error.
char const* class_of(error const& e) {
  if (dynamic_cast<array_error const*>(&e) != nullptr) return "ArrayError";
  if (dynamic_cast<geometry_error const*>(&e) != nullptr) return "GeometryError";
  if (dynamic_cast<shape_error const*>(&e) != nullptr) return "ShapeError";
  if (dynamic_cast<option_error const*>(&e) != nullptr) return "OptionError";
  if (dynamic_cast<data_error const*>(&e) != nullptr) return "DataError";
  if (dynamic_cast<model_error const*>(&e) != nullptr) return "ModelError";
  if (dynamic_cast<training_error const*>(&e) != nullptr) return "TrainingError";
  if (dynamic_cast<metric_error const*>(&e) != nullptr) return "MetricError";
  return "Error";
}

void set_python_error(error const& e) {
  try {
    auto const type = nb::module_::import_("suregrasp.errors").attr(class_of(e));
    PyErr_SetObject(type.ptr(), type(e.id().c_str(), e.what()).ptr());
  } catch (nb::python_error& problem) {
    problem.restore();
  }
}

}  // namespace

void translate_errors() {
  nb::register_exception_translator([](std::exception_ptr const& thrown, void*) {
    try {
      std::rethrow_exception(thrown);
    } catch (error const& e) {
      set_python_error(e);
    }
  });
}

}  // namespace suregrasp::python
