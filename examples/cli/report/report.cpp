#include "report.hpp"

#include <cmath>
#include <suregrasp/core/number_text.hpp>
#include <suregrasp/files/atomic_file.hpp>
#include <vector>
#include "charts/html.hpp"

#include "cli/console/duration_text.hpp"
#include "report_charts.hpp"
#include "report_gallery.hpp"
#include "report_key_figures.hpp"
#include "report_results.hpp"
#include "report_style.hpp"
#include "report_tables.hpp"

namespace suregrasp::cli {

namespace {

using results::field;
using results::json;
using results::list;
using results::number;
using results::text;

std::string section(std::string const& title, std::string const& introduction, std::string const& content) {
  if (content.empty()) return {};
  return "<section>\n<h2>" + title + "</h2>\n" + introduction + content + "</section>\n";
}

std::string title_of(json const& report) {
  std::string const title = text(report, "title");
  return title.empty() ? "SureGrasp report" : title;
}

/// `2026-01-31T12:00:00Z` as people write it; anything else as it came.
std::string readable_date(std::string const& date) {
  bool const iso = date.size() == 20 && date[10] == 'T' && date.back() == 'Z';
  return iso ? date.substr(0, 10) + ", " + date.substr(11, 5) + " UTC" : date;
}

std::string header(json const& report) {
  std::vector<std::string> facts;
  if (auto const version = text(report, "version"); !version.empty()) facts.push_back("SureGrasp " + version);
  if (auto const date = text(report, "generated"); !date.empty()) facts.push_back(readable_date(date));
  if (double const seed = number(report, "seed"); std::isfinite(seed)) facts.push_back("seed " + fixed_text(seed, 0));
  if (double const seconds = number(report, "duration_seconds"); std::isfinite(seconds))
    facts.push_back("took " + duration_text(seconds));
  std::string line;
  for (auto const& fact : facts) line += (line.empty() ? "" : " &middot; ") + html_escape(fact);
  return "<header>\n<h1>" + html_escape(title_of(report)) + "</h1>\n<p class=\"meta\">" + line + "</p>\n</header>\n";
}

constexpr auto what_was_run = R"html(<p class="lead">A grasp detector looks at a picture and proposes where a gripper
could close: a centre, an angle, an opening and the size of the jaws. This one also says <em>how sure</em> it is. Four
heads of the network, at different image scales, answer the same question; where they agree, the answer is more likely
right. The same number then decides what a student network may learn from its own teacher when it meets a new kind of
picture with only a few labels.</p>
)html";

constexpr auto how_it_works = R"html(<section>
<h2>How it works</h2>
<dl class="steps">
<div><dt>Four answers, one grasp <small>Eq. 8</small></dt><dd><span class="formula">g = mean of g<sub>1</sub> &hellip;
g<sub>4</sub></span>LocNet draws a heatmap of grasp centres. At each peak four heads of PoseNet, one a pyramid level,
estimate the pose; angles are averaged as axes, so that +90&deg; and &minus;90&deg; are the same.</dd></div>
<div><dt>Uncertainty <small>Eq. 9</small></dt><dd><span class="formula"><i>M</i><sub>uc</sub> = var(angle) +
var(opening) + var(jaw)</span>The spread of the four answers, each quantity on its own scale. Grasps are ranked by
it, the smallest first.</dd></div>
<div><dt>Teacher <small>Eq. 10</small></dt><dd><span class="formula">teacher &larr; &alpha; teacher +
(1 &minus; &alpha;) student</span>A slowly moving average of the student. Its answers on unlabelled pictures serve as
pseudo-labels.</dd></div>
<div><dt>What the student learns from <small>Eq. 11</small></dt><dd><span class="formula">L = L<sub>labels</sub> +
&lambda; L<sub>consistency</sub></span>The few labelled pictures, and agreement with the teacher on differently
augmented views of unlabelled ones.</dd></div>
<div><dt>Confidence filter <small>Eq. 12</small></dt><dd><span class="formula">keep g where <i>M</i><sub>uc</sub> &lt;
T</span>Only pseudo-labels of which the teacher is sure are taught, so that fewer of its mistakes are passed on and
amplified.</dd></div>
</dl>
</section>
)html";

std::string training_section(json const& report) {
  json const& training = field(report, "training");
  json const& posenet = list(training, "posenet");
  return section("Learning", "", figure_row({posenet_chart(posenet), locnet_chart(list(training, "locnet"))}));
}

std::string certainty_section(json const& report) {
  json const& evaluations = list(report, "evaluations");
  return section(
      "Does certainty mean anything?",
      "<p>An uncertainty is worth something only if surer grasps are better grasps.</p>\n",
      figure_row({certainty_chart(list(field(report, "training"), "posenet")), risk_coverage_chart(evaluations)}) +
          certainty_table(evaluations));
}

std::string adaptation_introduction(json const& adaptation) {
  std::string result =
      "<p>The detector is moved to another kind of picture in three ways: trained on the few new labels "
      "directly; with a mean teacher that passes on every pseudo-label; and with one that passes on only "
      "those it is sure of.";
  double const labels = number(adaptation, "labels"), unlabelled = number(adaptation, "unlabelled");
  double const threshold = number(adaptation, "threshold");
  if (std::isfinite(labels)) result += " Labelled pictures: " + fixed_text(labels, 0) + ".";
  if (std::isfinite(unlabelled)) result += " Unlabelled pictures: " + fixed_text(unlabelled, 0) + ".";
  double const repetitions = number(adaptation, "repetitions");
  if (repetitions > 1)
    result += " Each way was gone " + fixed_text(repetitions, 0) +
              " times, with other labels; the table counts all of them, the charts show the first.";
  if (std::isfinite(threshold)) result += " Threshold T = " + significant_text(threshold) + ".";
  return result + "</p>\n";
}

std::string adaptation_section(json const& report) {
  json const& adaptation = field(report, "adaptation");
  json const& methods = list(adaptation, "methods");
  if (methods.empty()) return {};
  return section(
      "Adaptation with few labels", adaptation_introduction(adaptation),
      figure_row({adaptation_loss_chart(methods), pass_rate_chart(methods), adapted_risk_coverage_chart(methods)}) +
          adaptation_table(adaptation) + order_of_methods(methods));
}

constexpr auto limits = R"html(<section>
<h2>What these figures do not say</h2>
<ul>
<li>The sets are small, so the intervals are wide: with 100 pictures, 90&nbsp;% may well be 83 or 94&nbsp;%. Two results
whose intervals overlap may differ by chance alone.</li>
<li>This is one run with one seed. Methods are compared properly over several seeds and splits, on the same
pictures.</li>
<li>A rectangle that agrees with a label is not yet an object in the gripper, and a good grasp that nobody labelled
counts as a failure.</li>
<li>The certainty ranks grasps; it is not a probability of success, and its scale depends on the recorded
configuration.</li>
</ul>
</section>
)html";

std::string reproduction(json const& report) {
  std::string content;
  if (auto const command = text(report, "command"); !command.empty())
    content += "<p>The command that made this page:</p>\n<pre><code>" + html_escape(command) + "</code></pre>\n";
  json const& configuration = field(report, "configuration");
  if (!configuration.empty())
    content += "<details><summary>Full configuration</summary>\n<pre><code>" +
               html_escape(configuration.dump(2, ' ', false, json::error_handler_t::replace)) +
               "</code></pre>\n</details>\n";
  return section("Do it again", "", content);
}

}  // namespace

std::string report_html(json const& report, std::filesystem::path const& pictures_folder) {
  if (!report.is_object()) results::refuse("the report", "an object", report);
  std::string body = header(report) + "<main>\n" + what_was_run + key_figures(report);
  body += section("Success", "", success_table(list(report, "evaluations")));
  body += certainty_section(report) + adaptation_section(report);
  body += section("Pictures", "", gallery(list(report, "pictures"), pictures_folder));
  body += training_section(report) + section("Data", "", data_table(list(report, "data")));
  body += std::string(how_it_works) + limits + reproduction(report) + "</main>\n";
  return to_html(html_page{.title = title_of(report), .style = report_style, .body = body});
}

void write_report(json const& report, std::filesystem::path const& pictures_folder, std::filesystem::path const& path) {
  write_file(path, report_html(report, pictures_folder));
}

}  // namespace suregrasp::cli
