#ifndef SUREGRASP_DETECT_HPP
#define SUREGRASP_DETECT_HPP

/// From an image to ranked grasps with any network that models `grasp_network`. Needs `suregrasp::io`.
#include <suregrasp/detect/dense/dense_grasps.hpp>
#include <suregrasp/detect/dense/dense_input.hpp>
#include <suregrasp/detect/detect.hpp>
#include <suregrasp/detect/detector_json.hpp>
#include <suregrasp/detect/detector_options.hpp>
#include <suregrasp/detect/grasp_network.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/detect/smoothed_peaks.hpp>
#include <suregrasp/detect/votes/chosen_heads.hpp>
#include <suregrasp/detect/votes/ensemble.hpp>
#include <suregrasp/detect/votes/neighbour_votes.hpp>
#include <suregrasp/detect/votes/network_adaptor.hpp>
#include <suregrasp/detect/votes/symmetric_views.hpp>

#endif  // SUREGRASP_DETECT_HPP
