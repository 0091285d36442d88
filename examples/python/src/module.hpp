#ifndef SUREGRASP_EXAMPLES_PYTHON_SRC_MODULE_HPP
#define SUREGRASP_EXAMPLES_PYTHON_SRC_MODULE_HPP

#include <nanobind/nanobind.h>

/// What each source adds to the module `suregrasp._core`.
namespace suregrasp::python {

void add_geometry(nanobind::module_& m);
void add_conventions(nanobind::module_& m);
void add_conformal(nanobind::module_& m);
void add_metrics(nanobind::module_& m);
void add_labels(nanobind::module_& m);
void add_pyramid(nanobind::module_& m);
void add_teacher(nanobind::module_& m);

}  // namespace suregrasp::python

#endif  // SUREGRASP_EXAMPLES_PYTHON_SRC_MODULE_HPP
