#include "module.hpp"

#include "errors.hpp"

NB_MODULE(_core, m) {
  using namespace suregrasp::python;
  m.doc() = "What suregrasp computes; use it by the names in `suregrasp`.";
  translate_errors();
  add_geometry(m);
  add_conventions(m);
  add_conformal(m);
  add_metrics(m);
  add_labels(m);
  add_pyramid(m);
  add_teacher(m);
}
