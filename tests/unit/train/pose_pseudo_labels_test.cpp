#include <catch2/catch.hpp>
#include <cmath>
#include <optional>
#include <suregrasp/train/pose_pseudo_labels.hpp>
#include <vector>

#include "plain_backend.hpp"

using namespace suregrasp;
using suregrasp_tests::plain_backend;

namespace {

plain_backend<double> const be;
using tensor = tensor_t<plain_backend<double>>;
using list = std::vector<double>;
using labels_type = pose_pseudo_labels<plain_backend<double>>;
pose_encoding const code{angle_code::double_angle, {2, 0.5}, {1.5, 0.4}};

list values_of(tensor const& t) { return be.to_host(t).values; }

/// Two heads that say two grasps each, differing by so much in angle and opening.
std::vector<tensor> said(double turn, double stretch) {
  std::vector<tensor> heads;
  for (double const side : {-1.0, 1.0}) {
    list rows;
    for (double const theta : {0.2, -0.9})
      for (double const value : code.encode({0, 0, theta + side * turn, 8 * std::exp(side * stretch), 4}))
        rows.push_back(value);
    heads.push_back(be.from_host(host_view<double const>({2, 4}, rows)));
  }
  return heads;
}

labels_type whole(pose_pseudo_label_options options = {}) { return {code, {}, options}; }

labels_type apart(pose_pseudo_label_options options = {}) {
  options.by_component = true;
  return {code, {}, options};
}

}  // namespace

TEST_CASE("pose_pseudo_labels: the uncertainties of the components add up to M_uc, and distances have the same mean") {
  auto const heads = said(0.2, 0.1);
  auto const one = values_of(whole().uncertainty(be, heads)), two = values_of(apart().uncertainty(be, heads));
  REQUIRE(one.size() == 2);
  REQUIRE(two.size() == 4);
  for (std::size_t i = 0; i < 2; ++i) CHECK(two[2 * i] + two[2 * i + 1] == Approx(one[i]));
  CHECK(values_of(apart().uncertainty(be, said(0.2, 0)))[1] == Approx(0).margin(1e-12));
  CHECK(values_of(apart().uncertainty(be, said(0, 0.1)))[0] == Approx(0).margin(1e-12));
  auto const target = said(0.3, 0.4)[0];
  auto const far = values_of(whole().distance(be, heads, target)),
             parts = values_of(apart().distance(be, heads, target));
  for (std::size_t i = 0; i < 2; ++i) CHECK((parts[2 * i] + parts[2 * i + 1]) / 2 == Approx(far[i]));
  auto const weights = be.from_host(host_view<double const>({2}, list{0, 2}));
  auto const weighed = values_of(apart().distance(be, heads, target, weights));
  CHECK(weighed == list{0, 0, 2 * parts[2], 2 * parts[3]});
  CHECK(values_of(whole().distance(be, heads, target, weights)) == list{0, 2 * far[1]});
}

TEST_CASE("pose_pseudo_labels: by entropy a pose is as uncertain as the volume that its votes take") {
  pose_pseudo_label_options const by_entropy{.measure = uncertainty_measure::entropy};
  auto const heads = said(0.2, 0.1);
  auto const powers = entropy_powers(be, whole().fused(be, heads).variance);
  CHECK(values_of(whole(by_entropy).uncertainty(be, heads)) == values_of(joint_entropy_power(be, powers)));
  auto const each = values_of(powers), two = values_of(apart(by_entropy).uncertainty(be, heads));
  CHECK(two[0] == Approx(each[0]));
  CHECK(two[1] == Approx(each[1] + each[2]));
}

TEST_CASE("pose_pseudo_labels: the student's uncertainty is drawn to the teacher's where it is to agree") {
  pose_pseudo_label_options const agreeing{.agreement = 0.5};
  CHECK(whole(agreeing).agrees());
  CHECK_FALSE(whole().agrees());
  auto const student = said(0.2, 0.1);
  auto const target = student[0];
  auto const plain = values_of(whole().distance(be, student, target));
  auto const added = [&](std::vector<tensor> const& teacher) {
    auto const spread = whole().spread(be, whole().fused(be, teacher));
    auto const one = values_of(whole(agreeing).distance(be, student, target, {}, spread));
    auto const two = values_of(apart(agreeing).distance(be, student, target, {}, spread));
    auto const alone = values_of(apart().distance(be, student, target));
    CHECK((two[0] + two[1] - alone[0] - alone[1]) / 2 == Approx(one[0] - plain[0]).margin(1e-12));
    return one[0] - plain[0];
  };
  CHECK(added(student) == Approx(0).margin(1e-12));
  CHECK(added(said(0.25, 0.1)) > 0);
  CHECK(added(said(0.4, 0.1)) > added(said(0.25, 0.1)));
  CHECK(added(said(0.1, 0.1)) > 0);
}

TEST_CASE("pose_pseudo_labels: groups and errors of poses and of their components") {
  CHECK(whole().groups(3) == std::vector<std::int64_t>{0, 0, 0});
  CHECK(apart().groups(2) == std::vector<std::int64_t>{0, 1, 0, 1});
  grasp<double> const g{0, 0, 0.2, 8, 4}, other{0, 0, 0.2, 16, 4};
  list row;
  for (double const value : code.encode(g)) row.push_back(value);
  list errors;
  whole().append_errors(errors, row, code.encode(other));
  apart().append_errors(errors, row, code.encode(other));
  apart().append_errors(errors, row, std::nullopt);
  REQUIRE(errors.size() == 5);
  CHECK(errors[0] > 0);
  CHECK(errors[1] == Approx(0).margin(1e-12));
  CHECK(errors[2] == Approx(2 * errors[0]));  // of two columns in place of four
  CHECK(std::isnan(errors[3]));
  CHECK(std::isnan(errors[4]));
}
