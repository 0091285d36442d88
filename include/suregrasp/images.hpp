#ifndef SUREGRASP_IMAGES_HPP
#define SUREGRASP_IMAGES_HPP

/// Image files and their checks, overlays, and what is done to an image before a network sees it. Needs
/// `suregrasp::io`.
#include <suregrasp/images/augment.hpp>
#include <suregrasp/images/colour_jitter.hpp>
#include <suregrasp/images/contact_sheet.hpp>
#include <suregrasp/images/depth_disturbance.hpp>
#include <suregrasp/images/depth_holes.hpp>
#include <suregrasp/images/fast_normals.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/overlay.hpp>
#include <suregrasp/images/preprocess.hpp>
#include <suregrasp/images/rotated_rect.hpp>

#endif  // SUREGRASP_IMAGES_HPP
