#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <opencv2/core.hpp>
#include <suregrasp/train/detector_task.hpp>
#include <vector>

#include "toy_whole_detector.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;
using list = std::vector<float>;

namespace {

toy_backend const be{plain_backend<float>{}};
pose_encoding const code{angle_code::double_angle, {2, 0.5}, {1.5, 0.4}};
using task_type = detector_task<toy_backend>;
using answer_type = detector_answer<toy_tensor>;

toy_tensor tensor(extents const& shape, list const& values) {
  return be.from_host(host_view<float const>(shape, values));
}
list values_of(toy_tensor const& t) { return be.to_host(t).values; }

/// A grasp as every one of `heads` heads says it.
std::vector<toy_tensor> said(grasp<double> const& g, std::size_t heads) {
  list row;
  for (double const value : code.encode(g)) row.push_back(static_cast<float>(value));
  return std::vector<toy_tensor>(heads, tensor({1, 4}, row));
}

/// One photograph whose views are turned and moved.
struct one_photograph {
  sample photograph{
      .id = "a", .rgb = cv::Mat(24, 24, CV_8UC3, cv::Scalar(9, 9, 9)), .depth = {}, .grasps = {{12, 12, 0.3, 8, 4}}};
  unlabelled_batch batch;

  one_photograph() {
    batch = make_unlabelled_batch(std::vector{photograph}, {0}, {.input = {.size = 16}}, random_stream(3),
                                  batch_part::whole(1));
  }
};

}  // namespace

TEST_CASE("detector_task: pixels and locations are carried from the teacher's view into the student's") {
  one_photograph const one;
  task_type const task(be, code, {}, 16, {.heat_samples = 200});
  auto const views = task.views(one.batch, random_stream(1));
  REQUIRE(views.teacher.heat_at.size() == views.student.heat_at.size());
  CHECK(views.teacher.heat_at.size() > 100);
  CHECK(views.teacher.heat_at.size() < 200);  // those that the student does not see are left out
  auto const& maps = one.batch.maps.front();
  for (std::size_t i = 0; i < views.teacher.heat_at.size(); ++i) {
    auto const& from = views.teacher.heat_at[i];
    auto const& to = views.student.heat_at[i];
    auto const expected = maps.student(maps.teacher.inverse()(point<double>{from.x, from.y}));
    CHECK(to.x == Approx(expected.x));
    CHECK(to.y == Approx(expected.y));
    CHECK((to.x >= 0 && to.y >= 0 && to.x <= 15 && to.y <= 15));
  }
  answer_type found{.at = {{0, 7, 6}}};
  auto const asked = task.student_input(be, found, views);
  REQUIRE(asked.at.has_value());
  auto const expected = maps.between()(point<double>{7, 6});
  CHECK(asked.at->at(0).x == Approx(expected.x));
  CHECK(asked.at->at(0).y == Approx(expected.y));
}

TEST_CASE("detector_task: views that agree on the heat are certain, views that say yes and no are not") {
  task_type const task(be, code, {}, 16);
  auto const of = [&](std::vector<list> const& heats) {
    answer_type all;
    for (auto const& heat : heats) all.heats.push_back(tensor({std::ssize(heat)}, heat));
    return values_of(task.uncertainty(be, all));
  };
  auto const all = of({{0.3F, 0, 1, 0.1F}, {0.3F, 1, 1, 0.3F}});
  CHECK(all[0] == Approx(0).margin(1e-5));
  CHECK(all[1] == Approx(1).margin(1e-4));
  CHECK(all[2] == Approx(0).margin(1e-5));
  CHECK(all[3] == Approx(0.01 / (0.2 * 0.8)).epsilon(1e-3));
}

TEST_CASE("detector_task: the uncertainty of a pose is its M_uc over all votes") {
  task_type const task(be, code, {}, 16);
  auto heads = said({5, 5, 0.2, 8, 4}, 2);
  auto const other = said({5, 5, 0.9, 8, 4}, 2);
  heads.insert(heads.end(), other.begin(), other.end());
  answer_type const all{.at = {{0, 5, 5}}, .heads = heads, .heats = {tensor({2}, {0.5F, 0.5F})}};
  auto const expected = values_of(fuse(be, std::span<toy_tensor const>(heads), code, {}).uncertainty);
  auto const got = values_of(task.uncertainty(be, all));
  REQUIRE(got.size() == 3);
  CHECK(got[0] == expected[0]);
  CHECK(got[0] > 0.1);
  CHECK(task.groups({}, all) == std::vector<std::int64_t>{0, 1, 1});
}

TEST_CASE("detector_task: a student that says the teacher's pose in its own view is right, and another is not") {
  one_photograph const one;
  task_type const task(be, code, {}, 16, {.heat_samples = 4});
  auto const views = task.views(one.batch, random_stream(1));
  auto const& maps = one.batch.maps.front();
  auto const label = maps.teacher(one.photograph.grasps.front());
  auto const count = static_cast<std::int64_t>(views.teacher.heat_at.size());
  REQUIRE(count > 0);
  auto const cold = tensor({count}, list(static_cast<std::size_t>(count), 0.F));
  answer_type const teacher{.at = {{0, label.x, label.y}}, .heads = said(label, 4), .heats = {cold, cold}};
  auto const target = task.target(be, teacher, views);
  CHECK(task.pseudo_label_error(be, target, one.batch, views).at(0) == Approx(0).margin(1e-6));
  CHECK(std::isnan(task.pseudo_label_error(be, target, one.batch, views).at(1)));

  auto const in_view = maps.student(one.photograph.grasps.front());
  auto const sure = tensor({count}, list(static_cast<std::size_t>(count), -30.F));
  answer_type const right{.at = {}, .heads = said(in_view, 2), .heats = {sure}};
  for (float const distance : values_of(task.consistency(be, right, target))) CHECK(distance == Approx(0).margin(1e-5));

  auto turned = in_view;
  turned.theta += 0.5;
  auto const half = tensor({count}, list(static_cast<std::size_t>(count), 0.F));
  answer_type const wrong{.at = {}, .heads = said(turned, 2), .heats = {half}};
  auto const distances = values_of(task.consistency(be, wrong, target));
  double const all = 1.0 + static_cast<double>(count);
  list const off = values_of(multi_head_loss(be, wrong.heads, *target.poses));
  CHECK(distances[0] == Approx(static_cast<double>(off[0]) * all));
  CHECK(distances[1] == Approx(std::log(2.0) * all / static_cast<double>(count)).epsilon(1e-4));
}

TEST_CASE("detector_task: by component a pose is two pseudo-labels, and the loss of all is the same") {
  one_photograph const one;
  auto const task_with = [&](pose_pseudo_label_options const& poses) {
    return task_type(be, code, {}, 16, {.heat_samples = 4, .poses = poses});
  };
  auto const whole = task_with({}), apart = task_with({.by_component = true}), agreeing = task_with({.agreement = 1});
  auto const views = whole.views(one.batch, random_stream(1));
  auto const count = static_cast<std::int64_t>(views.teacher.heat_at.size());
  REQUIRE(count > 0);
  auto const heat = tensor({count}, list(static_cast<std::size_t>(count), 0.4F));
  auto heads = said({7, 7, 0.2, 8, 4}, 2), students = said({7, 7, -0.3, 6, 5}, 2);
  heads.push_back(said({7, 7, 0.4, 9, 4}, 1)[0]);
  answer_type const teacher{.at = {{0, 7, 7}}, .heads = heads, .heats = {heat, heat}};
  answer_type const student{.at = {}, .heads = students, .heats = {heat}};
  auto const size = static_cast<std::size_t>(count);
  CHECK(values_of(apart.uncertainty(be, teacher)).size() == 2 + size);
  CHECK(apart.groups({}, teacher) == std::vector<std::int64_t>([&] {
          std::vector<std::int64_t> all(2 + size, 2);
          all[0] = 0, all[1] = 1;
          return all;
        }()));
  CHECK(apart.positions(teacher, views).size() == 2 + size);
  auto const mean_loss = [&](task_type const& task) {
    auto const target = task.target(be, teacher, views);
    CHECK(task.pseudo_label_error(be, target, one.batch, views).size() ==
          values_of(task.uncertainty(be, teacher)).size());
    auto const all = values_of(task.consistency(be, student, target));
    double sum = 0;
    for (float const each : all) sum += static_cast<double>(each);
    return sum / static_cast<double>(all.size());
  };
  CHECK(mean_loss(apart) == Approx(mean_loss(whole)).epsilon(1e-5));
  CHECK(mean_loss(agreeing) > mean_loss(whole));
}

TEST_CASE("detector_task: a location that the student does not see does not count") {
  one_photograph const one;
  task_type const task(be, code, {}, 16, {.heat_samples = 0});
  auto views = task.views(one.batch, random_stream(1));
  views.maps.front().student = affine_map<double>::translation(100, 0);
  answer_type const teacher{.at = {{0, 5, 5}}, .heads = said({5, 5, 0, 8, 4}, 2)};
  auto const target = task.target(be, teacher, views);
  answer_type const student{.at = {}, .heads = said({5, 5, 1, 8, 4}, 2)};
  CHECK(values_of(task.consistency(be, student, target)) == list{0});
  CHECK(task.student_input(be, teacher, views).at->front().x == 15);
}

TEST_CASE("detector_task: what parts of a batch draw is what the whole batch draws, and counts are of all") {
  sample_store const photographs(std::vector<sample>(3, one_photograph().photograph));
  task_type const task(be, code, {}, 16, {.heat_samples = 50});
  auto const views_of = [&](batch_part const& part) {
    return task.views(make_unlabelled_batch(photographs, {0, 1, 2}, {.input = {.size = 16}}, random_stream(3), part),
                      random_stream(1));
  };
  auto const whole = views_of(batch_part::whole(3));
  std::size_t found = 0;
  for (std::size_t number = 0; number < 2; ++number) {
    auto const part = batch_part::nth(number, 2, 3);
    auto const views = views_of(part);
    REQUIRE(views.heat_numbers.size() == views.teacher.heat_at.size());
    found += views.heat_numbers.size();
    for (std::size_t i = 0; i < views.heat_numbers.size(); ++i) {
      auto const there = std::ranges::find(whole.heat_numbers, views.heat_numbers[i]) - whole.heat_numbers.begin();
      REQUIRE(there < std::ssize(whole.heat_numbers));
      auto const& expected = whole.student.heat_at[static_cast<std::size_t>(there)];
      auto const& got = views.student.heat_at[i];
      CHECK(got.image + static_cast<std::int64_t>(part.first) == expected.image);
      CHECK(got.x == expected.x);
      CHECK(got.y == expected.y);
    }
  }
  CHECK(found == whole.heat_numbers.size());
}
