#ifndef SUREGRASP_TESTING_HPP
#define SUREGRASP_TESTING_HPP

/// The laws of backends, models, tasks and networks, free of any test framework: checks to run on your own.
///
/// Begin with
/// - `check_backend`: all laws of the concepts that a backend models; backends/README.md shows a program;
/// - `check_model`, `check_task`: the laws of `trainable_model` and `mean_teacher_task`;
/// - `check_network`: the laws of `grasp_network`;
/// - `check_group`: the laws of `process_group`; `in_threads` has a group of threads, to try what needs several;
/// - `archetype`: a backend that offers what `tensor_backend` asks for and nothing else;
/// - `law_result`: the name of a law, whether it held, and what speaks against it.
///
/// Needs Boost.Hana.
/// Thread safety: functions keep no state; an object may be read by several threads at once, or changed by one.
///
/// ```cpp
/// for (testing::law_result const& each : testing::check_backend(testing::archetype<double>::make()))
///   assert(each.passed);  // each.name says which law, each.detail why not
/// ```
#include <suregrasp/testing/archetype.hpp>
#include <suregrasp/testing/arithmetic_laws.hpp>
#include <suregrasp/testing/backend_laws.hpp>
#include <suregrasp/testing/counting_backend.hpp>
#include <suregrasp/testing/elementary_laws.hpp>
#include <suregrasp/testing/extension_laws.hpp>
#include <suregrasp/testing/gradient_laws.hpp>
#include <suregrasp/testing/group_laws.hpp>
#include <suregrasp/testing/history_laws.hpp>
#include <suregrasp/testing/law.hpp>
#include <suregrasp/testing/layout_laws.hpp>
#include <suregrasp/testing/linalg_laws.hpp>
#include <suregrasp/testing/model_laws.hpp>
#include <suregrasp/testing/network_laws.hpp>
#include <suregrasp/testing/reduction_laws.hpp>
#include <suregrasp/testing/sample_values.hpp>
#include <suregrasp/testing/task_laws.hpp>
#include <suregrasp/testing/thread_group.hpp>
#include <suregrasp/testing/tolerance.hpp>
#include <suregrasp/testing/value_laws.hpp>

#endif  // SUREGRASP_TESTING_HPP
