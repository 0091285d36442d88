#include "disputes_page.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/detect/input_of.hpp>
#include <suregrasp/evaluate/label_dispute.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <suregrasp/images/images.hpp>
#include <suregrasp/images/overlay.hpp>

#include "charts/html.hpp"
#include "cli/console/interrupt.hpp"
#include "cli/console/run_display.hpp"
#include "cli/report/base64.hpp"
#include "cli/report/report_style.hpp"
#include "detector_runtime.hpp"
#include "samples.hpp"

namespace suregrasp::cli {

namespace {

/// A photograph of whose labels the model disputes some.
struct disputed_photograph {
  sample const* image = nullptr;
  std::vector<label_dispute> disputes{};  ///< the weightiest first, once they are ranked
  std::vector<grasp<double>> found{};     ///< the first few
};

struct disputed_data_set {
  std::vector<disputed_photograph> photographs{};  ///< the worst first, once they are ranked
  std::vector<double> uncertainties{};             ///< M_uc at all labelled centres
};

disputed_data_set disputes_of(trained_detector const& detector, std::vector<sample> const& samples,
                              run_options const& run) {
  run_display display(run.progress_display());
  disputed_data_set all;
  auto const input = input_of(detector.options().input_size);
  auto const take = [&](sample const& image, image_evaluation const& one) {
    for (auto const& each : one.errors) all.uncertainties.push_back(each.uncertainty);
    auto disputes = label_disputes(image, one, input);
    if (disputes.empty()) return;
    disputed_photograph disputed{.image = &image, .disputes = std::move(disputes)};
    for (std::size_t i = 0; i < std::min<std::size_t>(3, one.found.ranked.size()); ++i)
      disputed.found.push_back(one.found.ranked[i].grasp);
    all.photographs.push_back(std::move(disputed));
  };
  (void)detector.evaluate(
      samples, {.detecting = {.shortlist = 0.8, .always_one = true}, .window = image_window::whole},
      {.progress = [&](run_progress const& at) { display(at); }, .stop = interrupted, .image = take});
  return all;
}

/// Sorts by weight, of a photograph and among photographs, which is that of the weightiest.
void rank(disputed_data_set& all) {
  auto middle = all.uncertainties.begin() + static_cast<std::ptrdiff_t>(all.uncertainties.size() / 2);
  std::ranges::nth_element(all.uncertainties, middle);
  double const typical = all.uncertainties.empty() ? 1 : std::max(*middle, 1e-9);
  auto const weight = [&](label_dispute const& each) { return -each.weight(typical); };
  for (auto& each : all.photographs) std::ranges::stable_sort(each.disputes, {}, weight);
  std::ranges::stable_sort(all.photographs, {},
                           [&](disputed_photograph const& each) { return weight(each.disputes.front()); });
}

std::string text_of(label_dispute const& each) {
  auto const at = "at " + fixed_text(each.grasp.x, 0) + ", " + fixed_text(each.grasp.y, 0) + ": ";
  if (each.kind == dispute_kind::axis)
    return at + "with its corners in another order this label would be " + percent_text(each.size) +
           " nearer to the model's pose (corners in another order?)";
  if (each.kind == dispute_kind::unlabelled)
    return at + "a grasp of heat " + fixed_text(each.size, 2) + " lies beside all labels (a label missing?)";
  return at + "a grasp, while the labels lie where the model sees none (labels of another photograph?)";
}

/// Labels blue, disputed ones red; what was found green.
std::string picture_of(disputed_photograph const& disputed) {
  cv::Scalar const blue(70, 130, 255), red(255, 60, 50), green(60, 220, 90);
  auto const& labels = disputed.image->grasps;
  auto grasps = disputed.found;
  std::vector<cv::Scalar> plates(grasps.size(), green);
  for (auto const& label : labels) {
    bool const disputed_here = std::ranges::any_of(disputed.disputes, [&](label_dispute const& each) {
      return each.kind == dispute_kind::axis && each.grasp == label;
    });
    grasps.push_back(label);
    plates.push_back(disputed_here ? red : blue);
  }
  cv::Mat picture = draw_grasps(disputed.image->rgb, grasps, {.plates = plates}), bgr;
  cv::cvtColor(picture, bgr, cv::COLOR_RGB2BGR);
  auto const jpeg = suregrasp::detail::encode_image(".jpg", bgr);
  return base64({reinterpret_cast<char const*>(jpeg.data()), jpeg.size()});
}

std::string figure_of(disputed_photograph const& disputed) {
  auto const name = html_escape(disputed.image->id);
  std::string text = "<figure><img alt=\"" + name + "\" src=\"data:image/jpeg;base64," + picture_of(disputed) +
                     "\"><figcaption><strong>" + name + "</strong>";
  for (auto const& each : disputed.disputes) text += "<br>" + html_escape(text_of(each));
  return text + "</figcaption></figure>\n";
}

std::string page_of(disputed_data_set const& all, std::size_t photographs, inspect_options const& options) {
  auto const shown = std::min(options.top, all.photographs.size());
  std::string body = "<h1>Labels that a model disputes</h1>\n<p>" + html_escape(options.data.string()) + ": of " +
                     std::to_string(photographs) + " photographs the model disputes labels of " +
                     std::to_string(all.photographs.size()) + "; " + std::to_string(shown) +
                     " are shown, the worst first. Labels are blue, those that it disputes red, its own first grasps " +
                     "green. A model errs too: look before a label is changed.</p>\n<div class=\"gallery\">\n";
  for (std::size_t i = 0; i < shown; ++i) body += figure_of(all.photographs[i]);
  return to_html({.title = "Labels that a model disputes", .style = report_style, .body = body + "</div>\n"});
}

}  // namespace

void show_disputes(inspect_options const& options, run_options const& run) try {
  trained_detector const detector(options.with, run);
  auto const samples = load_samples(options.data, run, options.depth_unit);
  auto all = disputes_of(detector, samples, run);
  rank(all);
  write_file(options.out, page_of(all, samples.size(), options));
  say(run, "the model disputes labels of " + std::to_string(all.photographs.size()) + " of " +
               std::to_string(samples.size()) + " photographs: " + options.out.string());
} catch (run_stopped const&) {
  throw_if_interrupted();
  throw;
}

}  // namespace suregrasp::cli
