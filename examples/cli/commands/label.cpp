#include "label.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iostream>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <suregrasp/core/digest.hpp>
#include <suregrasp/data/open_data_set.hpp>
#include <suregrasp/data/sample_digest.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/rgbd.hpp>

#include "cli/console/interrupt.hpp"
#include "cli/console/output_file.hpp"
#include "cli/console/picture_list.hpp"
#include "cli/label_page/label_page.hpp"
#include "cli/report/base64.hpp"
#include "detector_runtime.hpp"
#include "labelled_ids.hpp"

namespace suregrasp::cli {

namespace {

namespace fs = std::filesystem;

/// A data set of any format; a folder that is none is one of its pictures, by their names.
data_set photographs_in(fs::path const& path) {
  try {
    return open_data_set(path);
  } catch (data_error const&) {
    if (!fs::is_directory(path) || native_description(path)) throw;
  }
  data_set set{"pictures", {}};
  for (auto const& [file, name] : picture_list({path}, std::cin)) {
    auto id = fs::path(name).replace_extension().generic_string();
    set.entries.push_back({id, "", file.string(), [id, file = file] {
                             auto read = read_rgbd(file);
                             return labelled_sample{{id, read.rgb, read.depth, {}}, {}, {}, std::move(read.remarks)};
                           }});
  }
  suregrasp::detail::sort_by_id(set, "data.image.duplicate");
  suregrasp::detail::stop_at_faults(set, false);
  return set;
}

/// Of a data set the photographs that a file names, in its order.
std::vector<data_entry> listed(std::vector<data_entry> const& entries, fs::path const& file) {
  if (file.empty()) return entries;
  std::vector<sample> named;
  for (auto const& each : entries) named.push_back({.id = each.id, .rgb = {}, .depth = {}, .grasps = {}});
  std::vector<data_entry> chosen;
  for (auto const i : positions_of_ids(file, named)) chosen.push_back(entries[i]);
  return chosen;
}

/// `file` as seen from `folder`, with slashes; links are not followed.
std::string seen_from(fs::path const& folder, fs::path const& file) {
  auto const plain = [](fs::path const& path) { return fs::absolute(path).lexically_normal(); };
  return plain(file).lexically_relative(plain(folder / "")).generic_string();
}

/// A relative path as an address (RFC 3986).
std::string address_of(std::string const& path) {
  static constexpr auto digits = "0123456789ABCDEF";
  std::string address;
  for (char const c : path) {
    auto const code = static_cast<unsigned char>(c);
    if (std::isalnum(code) != 0 || std::string_view("-._~/").find(c) != std::string_view::npos)
      address += c;
    else
      address.append({'%', digits[code >> 4U], digits[code & 15U]});
  }
  return address;
}

bool shown_by_browsers(fs::path const& file) {
  auto const ending = suregrasp::detail::small_letters(file.extension().string());
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

/// The photograph as a JPEG inside the page, no larger than a screen shows.
std::string embedded(cv::Mat const& rgb) {
  constexpr double longest = 1600;
  double const scale = std::min(1.0, longest / std::max(rgb.cols, rgb.rows));
  cv::Mat picture;
  cv::resize(rgb, picture, {}, scale, scale, cv::INTER_AREA);
  cv::cvtColor(picture, picture, cv::COLOR_RGB2BGR);
  auto const jpeg = suregrasp::detail::encode_image(".jpg", picture);
  return "data:image/jpeg;base64," + base64({reinterpret_cast<char const*>(jpeg.data()), jpeg.size()});
}

/// The best grasps, in hundredths of pixels.
std::vector<grasp<double>> proposals_for(sample const& image, trained_detector const& detector, std::size_t count) {
  auto const rounded = [](double value) { return std::round(100 * value) / 100; };
  std::vector<grasp<double>> proposals;
  for (auto const& each : detector.detect_whole(image, {.shortlist = 0.8}, {}, {}).ranked) {
    if (proposals.size() == count) break;
    auto const& g = each.grasp;
    proposals.push_back({rounded(g.x), rounded(g.y), g.theta, rounded(g.opening), rounded(g.jaw)});
  }
  return proposals;
}

/// Makes the page, a photograph after the other.
class page_writer {
 public:
  page_writer(label_options const& options, run_options const& run)
      : options_(options),
        folder_(fs::is_directory(options.data) ? options.data : fs::absolute(options.data).parent_path()) {
    if (!options.no_proposals) detector_.emplace(model_or_shipped(options.model), run);
  }

  void add(data_entry const& entry) {
    auto const image = entry.read().data;
    photographs_.add(entry.id).add(digest_of(image.rgb));
    bool const linked = options_.link && shown_by_browsers(entry.file);
    page_.photographs.push_back(
        {.id = entry.id,
         .image = seen_from(folder_, entry.file),
         .object = entry.object,
         .width = image.rgb.cols,
         .height = image.rgb.rows,
         .source =
             linked ? address_of(seen_from(fs::absolute(options_.out).parent_path(), entry.file)) : embedded(image.rgb),
         .proposals = detector_ ? proposals_for(image, *detector_, options_.top) : std::vector<grasp<double>>()});
  }

  void write() {
    page_.title = "Labels for " + fs::absolute(folder_ / "").lexically_normal().parent_path().filename().string();
    page_.digest = photographs_.text();
    write_file(options_.out, to_html(page_));
  }

 private:
  label_options const& options_;
  fs::path folder_;
  std::optional<trained_detector> detector_{};
  digest photographs_{};
  label_page page_{};
};

void require_files(label_options const& options, std::vector<data_entry> const& photographs) {
  call_files files{.writes = {{"--out", options.out}},
                   .reads = {{"--model", options.model}, {"--list", options.list}},
                   .data = {{"the photographs", options.data}}};
  for (auto const& each : photographs) files.reads.push_back({"the photograph", each.file});
  require_outputs(files);
}

}  // namespace

void label(label_options const& options, run_options const& run) {
  auto const all = photographs_in(options.data).entries;
  require_files(options, all);
  interrupt_guard const guard;
  auto const entries = listed(all, options.list);
  page_writer page(options, run);
  progress bar("preparing " + options.data.string(), static_cast<std::int64_t>(entries.size()), run.progress_display());
  std::int64_t done = 0;
  for (auto const& entry : entries) {
    throw_if_interrupted();
    try {
      page.add(entry);
    } catch (data_error const& damaged) {
      if (!run.skip_faulty) throw;
      say(run, std::string("left out: ") + damaged.what());
    }
    bar.update(++done);
  }
  page.write();
  bar.finish("open " + options.out.string() + " in a browser; what it saves belongs beside the photographs");
}

}  // namespace suregrasp::cli
