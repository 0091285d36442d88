#ifndef SUREGRASP_DATA_HPP
#define SUREGRASP_DATA_HPP

/// Labelled photographs: samples, the readers of every format, splits. Needs `suregrasp::io`.
#include <suregrasp/data/cornell/cornell.hpp>
#include <suregrasp/data/cornell/cornell_listing.hpp>
#include <suregrasp/data/cornell/object_table.hpp>
#include <suregrasp/data/diagnostic.hpp>
#include <suregrasp/data/epoch_sampler.hpp>
#include <suregrasp/data/graspnet/graspnet.hpp>
#include <suregrasp/data/graspnet/npy.hpp>
#include <suregrasp/data/group_split.hpp>
#include <suregrasp/data/inspection.hpp>
#include <suregrasp/data/jacquard/jacquard.hpp>
#include <suregrasp/data/labelled_sample.hpp>
#include <suregrasp/data/native/native_data_set.hpp>
#include <suregrasp/data/native/native_folder.hpp>
#include <suregrasp/data/native/native_writer.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/data/ordered_parallel_for.hpp>
#include <suregrasp/data/point_cloud/lzf.hpp>
#include <suregrasp/data/point_cloud/point_cloud.hpp>
#include <suregrasp/data/point_cloud/point_cloud_depth.hpp>
#include <suregrasp/data/point_cloud/point_cloud_header.hpp>
#include <suregrasp/data/prefetch.hpp>
#include <suregrasp/data/read_samples.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/data/sample_checks.hpp>
#include <suregrasp/data/sample_digest.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/data/split_file.hpp>

#endif  // SUREGRASP_DATA_HPP
