#ifndef SUREGRASP_BACKEND_HPP
#define SUREGRASP_BACKEND_HPP

/// What a tensor library must offer so that the algorithms run on it: the concepts, what a backend may have
/// beside them, the operations derived from them, a reference to start a new backend from, and the tape that gives
/// gradients to any of them.
#include <suregrasp/backend/concepts.hpp>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/backend/extensions.hpp>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/backend/trigonometry.hpp>

#endif  // SUREGRASP_BACKEND_HPP
