#ifndef SUREGRASP_TESTING_HPP
#define SUREGRASP_TESTING_HPP

/// The laws of backends, models, tasks and networks, free of any test framework: hold your own to them.
#include <suregrasp/testing/archetype.hpp>
#include <suregrasp/testing/arithmetic_laws.hpp>
#include <suregrasp/testing/backend_laws.hpp>
#include <suregrasp/testing/counting_backend.hpp>
#include <suregrasp/testing/elementary_laws.hpp>
#include <suregrasp/testing/extension_laws.hpp>
#include <suregrasp/testing/gradient_laws.hpp>
#include <suregrasp/testing/history_laws.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/layout_laws.hpp>
#include <suregrasp/testing/linalg_laws.hpp>
#include <suregrasp/testing/model_laws.hpp>
#include <suregrasp/testing/network_laws.hpp>
#include <suregrasp/testing/reduction_laws.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/task_laws.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <suregrasp/testing/value_laws.hpp>

#endif  // SUREGRASP_TESTING_HPP
