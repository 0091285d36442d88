#ifndef SUREGRASP_DATA_HPP
#define SUREGRASP_DATA_HPP

/// Labelled photographs: samples, data sets in five formats (Cornell, Jacquard, GraspNet, SureGrasp's own as JSON and
/// CSV), their checks, and splits into training and test data. docs/data_formats.md describes the formats.
///
/// Begin with
/// - `sample`: a colour image, its depth, its labelled grasps;
/// - `open_data_set`: lists a data set of any format; `entry.read()` reads a photograph;
/// - `read_samples`, `read_into_store`: all photographs in memory, or as many as it holds;
/// - `inspect_data_set`: what a data set holds and what is wrong with it;
/// - `split_by_group`, `fold_by_group`: splits that keep photographs of one object together;
/// - `native_folder`: writes a data set.
///
/// Needs `suregrasp::io` (OpenCV, JSON).
/// Thread safety: functions keep no state; the entries of one data set may be read by several threads at once. Objects
/// that write, and `prefetch`, belong to one thread.
///
/// ```cpp
/// native_folder folder("cups");
/// cv::Mat const image(480, 640, CV_8UC3, cv::Scalar::all(128));
/// folder.add({"cup-01", image, {}, {{280, 335, -0.08, 56, 26}}, {}, "cup"});
/// folder.add({"pen-01", image, {}, {{300, 200, 0.5, 40, 20}}, {}, "pen"});
/// folder.finish();
///
/// data_set const photographs = open_data_set("cups");
/// std::vector<std::string> objects;
/// for (auto const& entry : photographs.entries) objects.push_back(entry.object);
/// data_split const split = split_by_group(objects, 0.5, random_stream(1));
/// labelled_sample const held_out = photographs.entries[split.test[0]].read();
/// assert(split.train.size() == 1 && held_out.data.grasps.size() == 1);
/// ```
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
#include <suregrasp/data/representatives.hpp>
#include <suregrasp/data/sample.hpp>
#include <suregrasp/data/sample_checks.hpp>
#include <suregrasp/data/sample_digest.hpp>
#include <suregrasp/data/sample_store.hpp>
#include <suregrasp/data/split.hpp>
#include <suregrasp/data/split_file.hpp>

#endif  // SUREGRASP_DATA_HPP
