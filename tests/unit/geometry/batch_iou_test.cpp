#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <suregrasp/core/random.hpp>
#include <suregrasp/geometry/batch_iou.hpp>
#include <vector>

#include "random_grasps.hpp"

using namespace suregrasp;

namespace {

/// The least that models tensor_backend: it holds host arrays, and only transfer does anything, for nothing else is
/// asked.
template <class T>
struct transfer_only {
  using scalar_type = T;
  using tensor_type = host_array<T>;
  using view = host_view<T const>;
  using tensors = std::span<tensor_type const>;

  tensor_type from_host(view const& v) const { return {v.shape, std::vector<T>(v.values.begin(), v.values.end())}; }
  tensor_type to_host(tensor_type const& t) const { return t; }
  extents shape(tensor_type const& t) const { return t.shape; }

  tensor_type reshape(tensor_type const&, extents const&) const { return refuse(); }
  tensor_type take(tensor_type const&, std::span<std::int64_t const>, std::size_t) const { return refuse(); }
  tensor_type concat(tensors, std::size_t) const { return refuse(); }
  tensor_type add(tensor_type const&, tensor_type const&) const { return refuse(); }
  tensor_type sub(tensor_type const&, tensor_type const&) const { return refuse(); }
  tensor_type mul(tensor_type const&, tensor_type const&) const { return refuse(); }
  tensor_type div(tensor_type const&, tensor_type const&) const { return refuse(); }
  tensor_type exp(tensor_type const&) const { return refuse(); }
  tensor_type log(tensor_type const&) const { return refuse(); }
  tensor_type where(tensor_type const&, tensor_type const&, tensor_type const&) const { return refuse(); }
  tensor_type sum(tensor_type const&, std::size_t) const { return refuse(); }
  tensor_type max(tensor_type const&, std::size_t) const { return refuse(); }

 private:
  static tensor_type refuse() { throw std::logic_error("only transfer was expected"); }
};

static_assert(tensor_backend<transfer_only<float>> && tensor_backend<transfer_only<double>>);

template <class T>
host_array<T> rows_of(std::vector<grasp<T>> const& grasps) {
  std::vector<T> values;
  for (auto const& g : grasps) values.insert(values.end(), {g.x, g.y, g.theta, g.opening, g.jaw});
  return {extents{static_cast<std::int64_t>(grasps.size()), 5}, values};
}

template <class T>
std::vector<grasp<T>> draw(random_stream& random, int count) {
  std::vector<grasp<T>> grasps;
  for (int i = 0; i < count; ++i) grasps.push_back(random_grasps::rounded<T>(random_grasps::any(random)));
  return grasps;
}

template <class Call>
std::string shape_failure(Call const& call) {
  try {
    (void)call();
  } catch (shape_error const& failure) {
    return failure.id();
  }
  return "none";
}

}  // namespace

TEMPLATE_TEST_CASE("batch_iou: the bits of iou for every pair", "", float, double) {
  using T = TestType;
  transfer_only<T> const be;
  random_stream random(71);
  auto const a = draw<T>(random, 40), b = draw<T>(random, 40), c = draw<T>(random, 25);

  auto const pairs = iou_pairs(be, rows_of(a), rows_of(b));
  REQUIRE(pairs.shape == extents{40});
  int different = 0;
  for (std::size_t i = 0; i < 40; ++i) different += pairs.values[i] != iou(a[i], b[i]);

  auto const matrix = iou_matrix(be, rows_of(a), rows_of(c));
  REQUIRE(matrix.shape == extents{40, 25});
  for (std::size_t i = 0; i < 40; ++i)
    for (std::size_t j = 0; j < 25; ++j) different += matrix.values[i * 25 + j] != iou(a[i], c[j]);
  CHECK(different == 0);
}

TEST_CASE("batch_iou: nothing to compare") {
  transfer_only<double> const be;
  host_array<double> const none(extents{0, 5}), three(extents{3, 5});
  CHECK(iou_pairs(be, none, none).shape == extents{0});
  CHECK(iou_matrix(be, none, three).shape == extents{0, 3});
  CHECK(iou_matrix(be, three, none).shape == extents{3, 0});
}

TEST_CASE("batch_iou: refuses other shapes") {
  transfer_only<double> const be;
  host_array<double> const two(extents{2, 5}), three(extents{3, 5}), narrow(extents{2, 4}), flat(extents{5});
  CHECK(shape_failure([&] { return iou_pairs(be, two, three); }) == "shape.iou_pairs");
  CHECK(shape_failure([&] { return iou_pairs(be, narrow, narrow); }) == "shape.grasp_rows");
  CHECK(shape_failure([&] { return iou_matrix(be, two, flat); }) == "shape.grasp_rows");
}
