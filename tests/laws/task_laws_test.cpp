#include <memory>
#include <string>
#include <suregrasp/testing/task_laws.hpp>
#include <vector>

#include "catch2.hpp"
#include "expect_laws.hpp"
#include "tasks.hpp"

using namespace suregrasp;
using namespace suregrasp_tests;

namespace {

using backend = taped<plain_backend<double>>;
using tensor = tensor_t<backend>;
using heads = std::vector<tensor>;

tensor column(std::vector<double> const& values) {
  return backend{}.from_host({{std::ssize(values), 1}, std::span<double const>(values)});
}

/// The task on a curve, with one fault.
struct faulty_task : curve_task<backend> {
  std::string fault = {};
  std::shared_ptr<int> asked = std::make_shared<int>(0);

  tensor supervised(backend const& b, small_network<backend>& model, labelled_batch const& batch) const {
    if (fault == "labels are not looked at") return constant(b, 1);
    return curve_task::supervised(b, model, batch);
  }
  [[nodiscard]] view_pair views(unlabelled_batch const& x, random_stream const& random) const {
    auto const stream = fault == "views change" ? random.fork("call", static_cast<std::uint64_t>(++*asked)) : random;
    return curve_task::views(x, stream);
  }
  tensor uncertainty(backend const& b, heads const& prediction) const {
    auto const all = curve_task::uncertainty(b, prediction);
    return fault == "one uncertainty for all" ? mean_all(b, all) : all;
  }
  tensor consistency(backend const& b, heads const& prediction, tensor const& target) const {
    if (fault == "identically zero") return distance(heads{target}, target);
    return curve_task::consistency(b, prediction, target);
  }
};

testing::law_results laws_of(std::string const& fault) {
  backend const be;
  small_network<backend> const model(be, {.input = {1}, .dense = {8}, .heads = 3}, random_stream(1));
  host_array<double> const unlabelled({4, 1}, std::vector<double>{-1, 0, 0.5, 1});
  return testing::check_task(be, faulty_task{{be}, fault}, model, {column({0.1, 0.2}), column({0.3, 0.6})}, unlabelled);
}

}  // namespace

TEST_CASE("Tasks: a sound one breaks no law") { expect_laws(laws_of("")); }

TEST_CASE("Tasks: each fault breaks its law") {
  auto const [fault, broken] = GENERATE(table<std::string, std::string>({
      {"labels are not looked at", "labels_teach"},
      {"views change", "views_follow_from_the_stream"},
      {"one uncertainty for all", "a_number_for_each_sample"},
      {"identically zero", "another_student_is_further_away"},
  }));
  INFO(fault);
  for (auto const& law : laws_of(fault)) {
    INFO(law.name << ": " << law.detail);
    CHECK(law.passed == (law.name != broken));
  }
}

TEST_CASE("Tasks: consistency is zero where the views agree, and only there") {
  backend const be;
  curve_task<backend> const task{be};
  auto const target = column({1, -2, 0});
  auto const of = [&](heads const& said) { return be.to_host(task.consistency(be, said, target)).values; };
  CHECK(of({target, target}) == std::vector<double>{0, 0, 0});
  auto const apart = of({target, column({1, -2 + 1e-6, 0})});
  CHECK(apart[0] == 0);
  CHECK(apart[1] > 0);
  CHECK(apart[2] == 0);
}
