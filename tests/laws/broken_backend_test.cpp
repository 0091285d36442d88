#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <suregrasp/testing/archetype.hpp>
#include <suregrasp/testing/backend_laws.hpp>
#include <utility>
#include <vector>

#include "algorithm_results.hpp"
#include "catch2.hpp"

using namespace suregrasp;

namespace {

/// The archetype, with one fault of a kind that real backends have had. Its tensors are handles, as LibTorch's are.
struct broken_backend {
  using scalar_type = double;
  using array = host_array<double>;
  using tensor_type = std::shared_ptr<array>;
  using tensor = tensor_type;

  std::string fault;
  mutable std::map<double, tensor> kept = {};
  testing::archetype<double> sound = testing::archetype<double>::make();

  bool has(char const* name) const { return fault == name; }
  static tensor own(array values) { return std::make_shared<array>(std::move(values)); }

  template <class F>
  tensor by_archetype(F f, auto const&... tensors) const {
    return own(sound.to_host(f(sound.from_host(tensors->view())...)));
  }

  tensor from_host(host_view<double const> const& view) const {
    array values(view.shape, std::vector<double>(view.values.begin(), view.values.end()));
    if (has("from_host loses the last value") && !values.values.empty()) values.values.back() = 0;
    if (has("from_host turns NaN into 0"))
      for (auto& v : values.values) v = std::isnan(v) ? 0 : v;
    return own(std::move(values));
  }
  array to_host(tensor const& t) const {
    auto values = *t;
    if (has("to_host reverses")) std::reverse(values.values.begin(), values.values.end());
    return values;
  }
  extents shape(tensor const& t) const {
    return has("shape of a scalar is [1]") && t->shape.empty() ? extents{1} : t->shape;
  }

  tensor reshape(tensor const& t, extents const& to) const {
    if (has("reshape works in place")) {
      t->shape = to;
      return t;
    }
    auto values = t->values;
    if (has("reshape is column-major") && t->shape.size() == 3 && to.size() == 2) std::swap(values[1], values[2]);
    return own({to, values});
  }
  tensor take(tensor const& t, std::span<std::int64_t const> indices, std::size_t axis) const {
    std::vector<std::int64_t> used(indices.begin(), indices.end());
    if (has("take sorts")) std::sort(used.begin(), used.end());
    if (has("take drops repetitions")) used.erase(std::unique(used.begin(), used.end()), used.end());
    if (has("take knows axis 0 alone")) axis = 0;
    return own(reference::take(*t, std::span<std::int64_t const>(used), axis));
  }
  tensor concat(std::span<tensor const> tensors, std::size_t axis) const {
    std::vector<array> arrays;
    for (auto const& t : tensors) arrays.push_back(*t);
    if (has("concat reverses")) std::reverse(arrays.begin(), arrays.end());
    if (has("concat joins two at most") && arrays.size() > 2) arrays.resize(2);
    return own(reference::concat(std::span<array const>(arrays), axis));
  }

  tensor add(tensor const& a, tensor const& b) const {
    auto result = by_archetype([&](auto const& x, auto const& y) { return sound.add(x, y); }, a, b);
    if (has("add works in place") && a->shape == result->shape) return *a = *result, a;
    if (has("add takes the shape of its left side") && result->shape != a->shape) return a;
    return result;
  }
  tensor sub(tensor const& a, tensor const& b) const {
    return by_archetype(
        [&](auto const& x, auto const& y) { return has("sub swaps") ? sound.sub(y, x) : sound.sub(x, y); }, a, b);
  }
  tensor mul(tensor const& a, tensor const& b) const {
    auto result = by_archetype([&](auto const& x, auto const& y) { return sound.mul(x, y); }, a, b);
    if (has("mul by 0 is 0, whatever the other side"))
      for (auto& v : result->values) v = std::isnan(v) ? 0 : v;
    if (has("mul cannot broadcast both sides") && result->shape != a->shape && result->shape != b->shape)
      throw shape_error("shape", "cannot");
    return result;
  }
  tensor div(tensor const& a, tensor const& b) const {
    auto result = by_archetype([&](auto const& x, auto const& y) { return sound.div(x, y); }, a, b);
    if (has("div rounds down"))
      for (auto& v : result->values) v = std::floor(v);
    return result;
  }
  tensor exp(tensor const& t) const {
    auto result = by_archetype([&](auto const& x) { return sound.exp(x); }, t);
    if (has("exp never overflows"))
      for (auto& v : result->values) v = std::min(v, 1e300);
    if (has("exp in half precision"))
      for (auto& v : result->values) v = std::isfinite(v) ? std::round(v * 1024) / 1024 : v;
    return result;
  }
  tensor log(tensor const& t) const {
    auto result = by_archetype([&](auto const& x) { return sound.log(x); }, t);
    if (has("log of 0 is finite"))
      for (auto& v : result->values) v = std::max(v, -1e300);
    if (has("log of base 2"))
      for (auto& v : result->values) v /= std::log(2.0);
    return result;
  }
  tensor where(tensor const& condition, tensor const& a, tensor const& b) const {
    auto const choose = [&](double c, double x, double y) {
      if (has("where multiplies")) return (c > 0 ? 1 : 0) * x + (c > 0 ? 0 : 1) * y;
      if (has("where takes 0 for true")) return c >= 0 ? x : y;
      if (has("where takes any number but 0 for true")) return c != 0 ? x : y;
      if (has("where takes NaN for true")) return c <= 0 ? y : x;
      return c > 0 ? x : y;
    };
    if (has("where broadcasts no scalar condition") && condition->shape.empty() && !a->shape.empty()) return a;
    return own(reference::elementwise(choose, *condition, *a, *b));
  }
  tensor sum(tensor const& t, std::size_t axis) const {
    if (has("sum forgets the last slice")) {
      auto result = *own(reference::reduce(*t, axis, 0.0, [](double total, double x) { return total + x; }));
      result.values.back() -= t->values.empty() ? 0 : t->values.back();
      return own(result);
    }
    auto result = by_archetype([&](auto const& x) { return sound.sum(x, axis); }, t);
    if (has("sum drops its axis")) result->shape.erase(result->shape.begin() + static_cast<std::ptrdiff_t>(axis));
    return result;
  }
  tensor max(tensor const& t, std::size_t axis) const {
    double const start = has("max starts at 0")                 ? 0
                         : has("max starts at a finite number") ? std::numeric_limits<double>::lowest()
                                                                : -std::numeric_limits<double>::infinity();
    if (has("max passes over NaN"))
      return own(reference::reduce(*t, axis, start, [](double a, double b) { return std::fmax(a, b); }));
    auto result = own(reference::reduce(*t, axis, start, reference::larger<double>));
    if (has("max drops its axis")) result->shape.erase(result->shape.begin() + static_cast<std::ptrdiff_t>(axis));
    return result;
  }
  tensor matmul(tensor const& a, tensor const& b) const {
    if (has("matmul transposes a square") && a->shape == b->shape) return own(reference::matmul(*b, *a));
    auto result = own(reference::matmul(*a, *b));
    if (has("matmul is wrong for one row") && a->shape[0] == 1) result->values.back() = 0;
    return result;
  }
  tensor constant(double value, extents const& shape) const {
    if (has("constants of one value are one tensor")) {
      if (!kept[value]) kept[value] = own(array({2}, value));
      if (shape == extents{2}) return kept[value];
    }
    if (has("constant knows no shape")) return own(array({}, value));
    return own(array(shape, has("constant is a whole number") ? std::trunc(value) : value));
  }
  tensor slice(tensor const& t, std::size_t axis, std::int64_t first, std::int64_t count) const {
    if (has("slice takes first to last")) count -= count > 1;
    std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
    std::iota(indices.begin(), indices.end(), first);
    return own(reference::take(*t, std::span<std::int64_t const>(indices), has("slice knows axis 0 alone") ? 0 : axis));
  }
  tensor transpose(tensor const& t) const {
    if (has("transpose is a reshape")) return own({{t->shape[1], t->shape[0]}, t->values});
    return by_archetype([&](auto const& x) { return suregrasp::transpose(sound, x); }, t);
  }
  tensor sqrt(tensor const& t) const {
    return own(reference::elementwise([&](double x) { return has("sqrt is half") ? x / 2 : std::sqrt(x); }, *t));
  }
  tensor round(tensor const& t) const {
    auto const nearest = [&](double x) {
      if (has("round rounds half away from 0")) return std::round(x);
      return has("round is floor") ? std::floor(x) : std::nearbyint(x);
    };
    return own(reference::elementwise(nearest, *t));
  }
  tensor sin(tensor const& t) const {
    return own(
        reference::elementwise([&](double x) { return has("sin in degrees") ? std::sin(x / 57) : std::sin(x); }, *t));
  }
  tensor cos(tensor const& t) const {
    return own(reference::elementwise([&](double x) { return has("cos is sin") ? std::sin(x) : std::cos(x); }, *t));
  }
  tensor clone(tensor const& t) const { return has("clone is another handle") ? t : own(*t); }
  void lerp_all_(std::span<tensor> ts, std::span<tensor const> to, double weight) const {
    for (std::size_t i = 0; i < ts.size(); ++i) lerp_(ts[i], to[has("lerp_all_ has one target") ? 0 : i], weight);
  }
  void lerp_(tensor& t, tensor const& to, double weight) const {
    double const w = has("lerp_ takes the other weight") ? 1 - weight : weight;
    auto const towards = [w](double x, double y) { return x + w * (y - x); };
    *t = reference::elementwise(towards, *t, *to);
  }
  std::span<std::byte const> memory_of(tensor const& t) const {
    if (has("memory_of knows one tensor alone")) return {reinterpret_cast<std::byte const*>(this), 1};
    if (has("memory_of tells copies apart")) return {reinterpret_cast<std::byte const*>(&t), sizeof t};
    return std::as_bytes(std::span<double const>(t->values));
  }
  double epsilon_of(tensor const&) const { return has("epsilon_of is too small") ? 1e-17 : 0x1p-52; }
};

static_assert(linalg_backend<broken_backend>);

struct planted_fault {
  char const* fault;
  char const* law;
};

constexpr planted_fault planted_faults[] = {
    {"from_host loses the last value", "round_trip"},
    {"from_host turns NaN into 0", "round_trip_of_special_values"},
    {"to_host reverses", "round_trip"},
    {"shape of a scalar is [1]", "round_trip"},
    {"reshape is column-major", "reshape_keeps_order"},
    {"reshape works in place", "operations_leave_their_arguments"},
    {"take sorts", "take_picks_slices"},
    {"take drops repetitions", "take_picks_slices"},
    {"take knows axis 0 alone", "take_picks_slices"},
    {"concat reverses", "concat_joins"},
    {"concat joins two at most", "concat_joins"},
    {"add works in place", "operations_leave_their_arguments"},
    {"add works in place", "copies_are_values"},
    {"add takes the shape of its left side", "add_broadcasts"},
    {"sub swaps", "sub_broadcasts"},
    {"mul by 0 is 0, whatever the other side", "mul_of_special_values"},
    {"mul cannot broadcast both sides", "mul_broadcasts"},
    {"div rounds down", "div_broadcasts"},
    {"exp never overflows", "exp_values"},
    {"exp in half precision", "exp_values"},
    {"log of 0 is finite", "log_values"},
    {"log of base 2", "log_values"},
    {"where multiplies", "where_keeps_the_other_side_out"},
    {"where takes 0 for true", "where_selects"},
    {"where takes any number but 0 for true", "where_selects"},
    {"where takes NaN for true", "where_selects"},
    {"where broadcasts no scalar condition", "where_broadcasts"},
    {"sum forgets the last slice", "sum_keeps_its_axis"},
    {"sum drops its axis", "sum_keeps_its_axis"},
    {"max starts at 0", "max_of_special_values"},
    {"max starts at a finite number", "max_of_special_values"},
    {"max passes over NaN", "max_of_special_values"},
    {"max drops its axis", "max_keeps_its_axis"},
    {"matmul transposes a square", "matmul_multiplies"},
    {"matmul is wrong for one row", "matmul_multiplies"},
    {"lerp_ takes the other weight", "lerp_moves_in_place"},
    {"memory_of knows one tensor alone", "handles_tell_their_memory"},
    {"memory_of tells copies apart", "handles_tell_their_memory"},
    {"epsilon_of is too small", "epsilon_is_told"},
    {"constants of one value are one tensor", "constant_is_as_from_host"},
    {"constant knows no shape", "constant_is_as_from_host"},
    {"constant is a whole number", "constant_is_as_from_host"},
    {"slice takes first to last", "slice_takes_neighbours"},
    {"slice knows axis 0 alone", "slice_takes_neighbours"},
    {"transpose is a reshape", "transpose_exchanges_axes"},
    {"sqrt is half", "sqrt_values"},
    {"round rounds half away from 0", "round_values"},
    {"round is floor", "round_values"},
    {"sin in degrees", "sin_values"},
    {"cos is sin", "cos_values"},
    {"clone is another handle", "clone_shares_nothing"},
    {"lerp_all_ has one target", "lerp_all_moves_each"},
};

std::vector<std::string> broken_laws(std::string const& fault) {
  std::vector<std::string> names;
  for (auto const& law : testing::check_backend(broken_backend{fault}))
    if (!law.passed) names.push_back(law.name);
  return names;
}

}  // namespace

TEST_CASE("A backend without a fault breaks no law") {
  auto const broken = broken_laws("none");
  CAPTURE(broken);
  CHECK(broken.empty());
}

TEST_CASE("Every planted fault breaks the law that is about it") {
  for (auto const& [fault, law] : planted_faults) {
    CAPTURE(fault);
    CHECK_THAT(broken_laws(fault), Catch::Matchers::VectorContains(std::string(law)));
  }
}

TEST_CASE("A broken law says what was found and what was expected") {
  for (auto const& law : testing::check_backend(broken_backend{"max starts at 0"}))
    if (law.name == "max_of_special_values")
      CHECK(law.detail == "max: element 0 of [5, 1] is 0.000000, expected -2.000000");
}

TEST_CASE("Agreement with the definitions notices a fault in what an algorithm uses") {
  for (std::string const fault : {"none", "sub swaps", "where takes any number but 0 for true", "take sorts"}) {
    std::size_t differing = 0;
    for (auto const& law : suregrasp_tests::agreement_with_reference(broken_backend{fault})) differing += !law.passed;
    CAPTURE(fault);
    CHECK((differing > 0) == (fault != "none"));
  }
}
