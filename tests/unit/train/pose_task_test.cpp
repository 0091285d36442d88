#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <set>
#include <suregrasp/teacher/mean_teacher.hpp>
#include <suregrasp/train/pose_task.hpp>
#include <utility>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::host;
using suregrasp_tests::host_backend;
using suregrasp_tests::host_tensor;
using suregrasp_tests::tensor;
using suregrasp_tests::values_of;
using list = std::vector<double>;
using map = affine_map<double>;
using task_type = pose_task<host_backend>;
using store_type = feature_crops<host_tensor>;

namespace {

std::vector<grasp<double>> const labels{{10, 20, 0.4, 30, 12}, {50, 30, -1.2, 25, 9}};

/// One view as it is, and one each turned, mirrored, grown and moved.
std::vector<map> const view_maps{
    map{}, map::rotation(0.7, {30, 20}), map::horizontal_flip(60), map::scaling(1.6),
    map::translation(5, -3) * map::scaling(0.8) * map::rotation(-2) * map::horizontal_flip(60)};

/// Both labels in all views; a crop is one number: its row, in the second level ten times its row.
store_type numbered() {
  store_type store{.levels = {}, .maps = {}, .grasps = labels, .locations = 2, .views = view_maps.size()};
  list rows, tens;
  for (auto const& each : view_maps)
    for (int at = 0; at < 2; ++at) {
      store.maps.push_back(each);
      rows.push_back(static_cast<double>(rows.size()));
      tens.push_back(10 * rows.back());
    }
  auto const count = static_cast<std::int64_t>(rows.size());
  store.levels = {tensor({count, 1, 1, 1}, rows), tensor({count, 1, 1, 1}, tens)};
  return store;
}

grasp<double> label_in(std::size_t row) { return view_maps[row / 2](labels[row % 2]); }

pose_encoding const codes[] = {{angle_code::double_angle, {3, 0.5}, {2, 0.4}}, {angle_code::raw, {3, 0.5}, {2, 0.4}}};

task_type task_with(pose_encoding const& code, fusion_options const& fusion = {},
                    pose_task_options const& options = {}) {
  return {host, numbered(), numbered(), code, fusion, options};
}

/// Knows the label of every numbered crop, and is off by `off` in every component, its heads either way.
struct knowing_model {
  pose_encoding code;
  double off = 0;

  [[nodiscard]] std::vector<host_tensor> forward(std::vector<host_tensor> const& crops) {
    std::vector<host_tensor> heads;
    for (double const side : {-off, off}) {
      list rows;
      for (double const row : values_of(crops.at(0)))
        for (double const value : code.encode(label_in(static_cast<std::size_t>(row)))) rows.push_back(value + side);
      heads.push_back(tensor({static_cast<std::int64_t>(rows.size()) / code.columns(), code.columns()}, rows));
    }
    return heads;
  }
};

}  // namespace

TEST_CASE("pose_task: rows of every level") {
  auto const crops = rows_of(host, numbered(), {3, 0, 3});
  REQUIRE(crops.size() == 2);
  CHECK(host.shape(crops[0]) == extents{3, 1, 1, 1});
  CHECK(values_of(crops[0]) == list{3, 0, 3});
  CHECK(values_of(crops[1]) == list{30, 0, 30});
}

TEST_CASE("pose_task: labels are held against poses in the view that shows them") {
  std::vector<std::int64_t> const all{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  for (auto const& code : codes) {
    knowing_model right{code}, wrong{code, 0.5};
    CHECK(item(host, task_with(code).supervised(host, right, all)) == Approx(0).margin(1e-12));
    CHECK(item(host, task_with(code).supervised(host, wrong, all)) == Approx(0.125));
  }
}

TEST_CASE("pose_task: two views of each location, and the map between them") {
  std::vector<std::int64_t> const locations{0, 1, 1, 0};
  std::set<double> pairs;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    auto const pair = task_with(codes[0]).views(locations, random_stream(seed));
    auto const teacher = values_of(pair.teacher.at(0)), student = values_of(pair.student.at(0));
    REQUIRE(pair.maps.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
      auto const from = static_cast<std::size_t>(teacher[i]), to = static_cast<std::size_t>(student[i]);
      CHECK(static_cast<std::int64_t>(from % 2) == locations[i]);
      CHECK(static_cast<std::int64_t>(to % 2) == locations[i]);
      auto const moved = pair.maps[i].between()(label_in(from));
      CHECK(moved.x == Approx(label_in(to).x).margin(1e-9));
      CHECK(moved.y == Approx(label_in(to).y).margin(1e-9));
      CHECK(axial_distance(moved.theta, label_in(to).theta) < 1e-9);
      pairs.insert({teacher[i] + 100 * student[i]});
    }
  }
  CHECK(pairs.size() == 50);  // every pair of views of both locations
}

TEST_CASE("pose_task: views depend on the stream alone") {
  auto const task = task_with(codes[0]);
  std::vector<std::int64_t> const locations{0, 1, 0, 1, 0, 1};
  auto const a = task.views(locations, random_stream(3)), b = task.views(locations, random_stream(3));
  CHECK(values_of(a.teacher.at(0)) == values_of(b.teacher.at(0)));
  CHECK(values_of(a.student.at(1)) == values_of(b.student.at(1)));
}

TEST_CASE("pose_task: a teacher that is right in its view is right in the student's, also mirrored and scaled") {
  for (auto const& code : codes)
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      auto const task = task_with(code);
      auto const pair = task.views({0, 1}, random_stream(seed));
      auto const target = task.target(host, knowing_model{code}.forward(pair.teacher), pair);
      CHECK(host.shape(target) == extents{2, code.columns()});
      auto const expected = values_of(knowing_model{code}.forward(pair.student).at(0));
      for (std::size_t i = 0; i < expected.size(); ++i) CHECK(values_of(target)[i] == Approx(expected[i]).margin(1e-9));
      auto const distance = task.consistency(host, knowing_model{code, 0.5}.forward(pair.student), target);
      CHECK(host.shape(distance) == extents{2});
      CHECK(values_of(distance)[1] == Approx(0.125));
    }
}

TEST_CASE("pose_task: a target keeps the length on which the teacher's heads agree, unless brought to 1") {
  std::vector<host_tensor> const heads{tensor({1, 4}, {std::cos(0.2), std::sin(0.2), 0, 0}),
                                       tensor({1, 4}, {std::cos(1.2), std::sin(1.2), 0, 0})};
  task_type::view_pair const pair{{}, {}, {{{}, map::rotation(0.3)}}};
  for (bool const unit_angle : {false, true}) {
    auto const target = values_of(task_with(codes[0], {.unit_angle = unit_angle}).target(host, heads, pair));
    CHECK(std::hypot(target[0], target[1]) == Approx(unit_angle ? 1 : std::cos(0.5)));
    CHECK(std::atan2(target[1], target[0]) == Approx(0.7 + 0.6));
  }
}

TEST_CASE("pose_task: the uncertainty is that of the fusion") {
  knowing_model unsure{codes[1], 0.1};
  auto const task = task_with(codes[1], {.scale = {1, 1, 1}});
  auto const uncertainty = task.uncertainty(host, unsure.forward(rows_of(host, numbered(), {4, 7, 9})));
  CHECK(host.shape(uncertainty) == extents{3});
  for (double const value : values_of(uncertainty)) CHECK(value == Approx(3 * 0.01));
}

TEST_CASE("pose_task: components are pseudo-labels of their own that add up to the whole") {
  for (auto const& code : codes) {
    fusion_options const fusion{.scale = {0.5, 2, 4}};
    auto const whole = task_with(code, fusion), apart = task_with(code, fusion, {.by_component = true});
    auto const pair = whole.views({0, 1, 1}, random_stream(5));
    knowing_model unsure{code, 0.4};
    auto const heads = unsure.forward(pair.teacher), student = unsure.forward(pair.student);
    auto const target = apart.target(host, heads, pair);
    auto const u = values_of(whole.uncertainty(host, heads)), parts = values_of(apart.uncertainty(host, heads));
    auto const d = values_of(whole.consistency(host, student, target)),
               ds = values_of(apart.consistency(host, student, target));
    REQUIRE(parts.size() == 6);
    REQUIRE(ds.size() == 6);
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(parts[2 * i] + parts[2 * i + 1] == Approx(u[i]));
      CHECK(parts[2 * i + 1] == Approx(0.16 / 4 + 0.16 / 16));
      CHECK((ds[2 * i] + ds[2 * i + 1]) / 2 == Approx(d[i]));
    }
    CHECK(apart.groups({0, 1, 1}, {}) == std::vector<std::int64_t>{0, 1, 0, 1, 0, 1});
    CHECK(whole.groups({0, 1, 1}, {}) == std::vector<std::int64_t>{0, 0, 0});
  }
}

TEST_CASE("pose_task: a pseudo-label's error is its loss against the label near its location that fits it best") {
  auto const code = codes[1];
  auto const far = grasp<double>{10, 20, 1.2, 60, 40};
  pose_task_options options{.known = {{far, labels[0]}, {}}};
  auto const pair = task_with(code).views({0, 1}, random_stream(4));
  auto right = task_with(code, {}, options).target(host, knowing_model{code}.forward(pair.teacher), pair);
  auto const off = host.add(right, tensor({1, 3}, {0, 0.5, 0.1}));
  auto const errors = task_with(code, {}, options).pseudo_label_error(host, off, {0, 1}, pair);
  REQUIRE(errors.size() == 2);
  CHECK(errors[0] == Approx((0.125 + 0.005) / 3));
  CHECK(std::isnan(errors[1]));

  options.by_component = true;
  auto const apart = task_with(code, {}, options).pseudo_label_error(host, off, {0, 1}, pair);
  REQUIRE(apart.size() == 4);
  CHECK(apart[0] == Approx(0).margin(1e-9));
  CHECK(apart[1] == Approx((0.125 + 0.005) / 2));
  CHECK(std::isnan(apart[3]));
  CHECK(task_with(code).pseudo_label_error(host, off, {0, 1}, pair).empty());
}

TEST_CASE("pose_task: a model that answers in another shape is refused by name") {
  struct lying_model {
    std::vector<host_tensor> answer;
    [[nodiscard]] std::vector<host_tensor> forward(std::vector<host_tensor> const&) { return answer; }
  };
  auto const row = tensor({1, 4}, {1, 0, 0.5, 0.5}), short_row = tensor({1, 2}, {1, 0});
  auto const refused = [](auto action) { return suregrasp_tests::error_of(action); };
  for (auto const& answer : {std::vector<host_tensor>{}, {short_row}, {row, short_row}, {tensor({1, 0.5, 2, 1})}})
    for (bool const by_component : {false, true}) {
      auto const task = task_with(codes[0], {}, {.by_component = by_component});
      CHECK(refused([&] {
              lying_model model{answer};
              (void)task.supervised(host, model, {0});
            }).id == "shape.heads");
      CHECK(refused([&] { (void)task.uncertainty(host, answer); }).id == "shape.heads");
      CHECK(refused([&] { (void)task.consistency(host, answer, row); }).id == "shape.heads");
    }
  auto const [id, message] = refused([&] { (void)task_with(codes[0]).consistency(host, {row, short_row}, row); });
  CHECK(message.find("forward(crops)") != std::string::npos);
  CHECK(message.find("[M, P] = [1, 4]") != std::string::npos);
  CHECK(message.find("got shape [1, 2] from head 1 of 2") != std::string::npos);
}
