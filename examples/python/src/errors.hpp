#ifndef SUREGRASP_EXAMPLES_PYTHON_SRC_ERRORS_HPP
#define SUREGRASP_EXAMPLES_PYTHON_SRC_ERRORS_HPP

#include <suregrasp/core/error.hpp>

namespace suregrasp::python {

/// An argument that is no array such as the function takes.
struct array_error : error {
  using error::error;
};

/// Makes every `suregrasp::error` that leaves a function of the module at hand an exception of `suregrasp.errors`.
void translate_errors();

}  // namespace suregrasp::python

#endif  // SUREGRASP_EXAMPLES_PYTHON_SRC_ERRORS_HPP
