#include <catch2/catch.hpp>
#include <suregrasp/pyramid/impl/require_heads.hpp>
#include <vector>

#include "host_backend.hpp"
#include "thrown.hpp"

using namespace suregrasp;
using Catch::Matchers::Contains;
using suregrasp_tests::error_of;
using suregrasp_tests::host;
using suregrasp_tests::host_tensor;
using suregrasp_tests::tensor;
using suregrasp_tests::thrown;

namespace {

thrown refused(std::vector<host_tensor> const& heads) {
  return error_of([&] { detail::require_heads(host, std::span<host_tensor const>(heads), {2, 3}, "poses of a test"); });
}

}  // namespace

TEST_CASE("require_heads: at least one head, and each of the shape that is expected") {
  auto const right = tensor({2, 3}, {1, 2, 3, 4, 5, 6}), turned = tensor({3, 2}, {1, 2, 3, 4, 5, 6});
  CHECK(refused({right}).id.empty());
  CHECK(refused({right, right}).id.empty());
  auto const none = refused({}), second = refused({right, turned});
  CHECK(none.id == "shape.heads");
  CHECK(none.message ==
        "poses of a test: expected one tensor [M, P] = [2, 3] per head and at least one head, got none");
  CHECK(second.id == "shape.heads");
  CHECK_THAT(second.message, Contains("got shape [3, 2] from head 1 of 2"));
  CHECK(refused({tensor({6}, {1, 2, 3, 4, 5, 6})}).id == "shape.heads");
}
