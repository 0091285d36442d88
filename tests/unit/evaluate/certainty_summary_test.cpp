#include <catch2/catch.hpp>
#include <cmath>
#include <suregrasp/evaluate/certainty_summary.hpp>
#include <vector>

using namespace suregrasp;

namespace {

pose_error error_of_pose(std::size_t image, double uncertainty, double loss, double angle = 0) {
  return {.image = image, .uncertainty = uncertainty, .loss = loss, .angle = angle};
}

}  // namespace

TEST_CASE("certainty_summary: losses of the most certain, and how they go together with M_uc") {
  std::vector<pose_error> const errors{error_of_pose(0, 0.1, 1), error_of_pose(0, 0.4, 8),
                                       error_of_pose(1, 0.2, 2, radians(40.0)),
                                       error_of_pose(1, 0.3, 5, radians(20.0))};
  auto const c = summarise(errors);
  CHECK(c.mean_error == 4);
  CHECK(c.certain_half_error == 1.5);
  CHECK(c.certain_quarter_error == 1);
  CHECK(c.most_certain_error == 1.5);
  CHECK(c.spearman == Approx(1));
  CHECK(c.mean_angle_degrees == Approx(15));
  CHECK(c.angle_failure_auroc == Approx(1.0 / 3));
  CHECK(risk_coverage(errors).risk_at(0.5) == 1.5);
}

TEST_CASE("certainty_summary: what there is nothing of is NaN") {
  auto const none = summarise({});
  for (double const figure :
       {none.mean_error, none.certain_half_error, none.certain_quarter_error, none.most_certain_error, none.spearman,
        none.mean_angle_degrees, none.angle_failure_auroc})
    CHECK(std::isnan(figure));
  std::vector<pose_error> const straight{error_of_pose(0, 0.1, 1), error_of_pose(1, 0.2, 2)};
  CHECK(std::isnan(summarise(straight).angle_failure_auroc));
}
