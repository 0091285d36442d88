#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <suregrasp/testing/group_laws.hpp>
#include <suregrasp/testing/thread_group.hpp>
#include <vector>

#include "catch2.hpp"
#include "expect_laws.hpp"
#include "host_backend.hpp"

using namespace suregrasp;
using suregrasp::testing::in_threads;
using suregrasp::testing::law_results;
using suregrasp::testing::thread_group;
using suregrasp_tests::expect_laws;

namespace {

/// A group of threads with at most one fault.
struct faulty_group {
  thread_group true_group;
  std::string fault;

  [[nodiscard]] bool has(char const* what) const { return fault == what; }
  [[nodiscard]] std::size_t rank() const { return has("ranks from one") ? true_group.rank() + 1 : true_group.rank(); }
  [[nodiscard]] std::size_t size() const { return true_group.size(); }
  [[nodiscard]] std::vector<std::string> gather(std::string_view bytes) const {
    if (has("text that ends at a zero")) bytes = bytes.substr(0, bytes.find('\0'));
    auto all = true_group.gather(bytes);
    if (has("the other order")) std::swap(all.front(), all.back());
    if (has("the first is missing")) all.erase(all.begin());
    if (has("its own everywhere")) all.assign(all.size(), std::string(bytes));
    return all;
  }
  void sum(std::span<double> values) const {
    auto const own = std::vector<double>(values.begin(), values.end());
    auto const all = gather_values(true_group, own);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = 0;
      for (std::size_t r = 0; r < size(); ++r) values[i] += all[i + r * own.size()];
      if (has("a mean")) values[i] /= static_cast<double>(size());
      if (has("rounded by rank")) values[i] *= 1 + 1e-15 * static_cast<double>(rank());
      if (has("NaN left out") && std::isnan(values[i])) values[i] = 0;
    }
  }
};

/// The laws that some process finds broken.
std::vector<std::string> broken_laws(std::string const& fault) {
  std::vector<law_results> results(2);
  in_threads(2, [&](thread_group const& group) {
    results[group.rank()] = testing::check_group(faulty_group{group, fault});
  });
  std::vector<std::string> names;
  for (auto const& each : results)
    for (auto const& law : each)
      if (!law.passed) names.push_back(law.name);
  return names;
}

}  // namespace

TEST_CASE("the group of one") { expect_laws(testing::check_group(single_process{}, suregrasp_tests::host)); }

TEST_CASE("groups of threads") {
  for (std::size_t const size : {2U, 3U, 5U}) {
    std::vector<law_results> results(size);
    in_threads(size, [&](thread_group const& group) {
      results[group.rank()] = testing::check_group(group, suregrasp_tests::host);
    });
    for (auto const& each : results) expect_laws(each);
  }
}

TEST_CASE("laws of groups: each fault is found") {
  CHECK(broken_laws("").empty());
  for (auto const* fault : {"ranks from one", "text that ends at a zero", "the other order", "the first is missing",
                            "its own everywhere", "a mean", "rounded by rank", "NaN left out"}) {
    CAPTURE(fault);
    CHECK(!broken_laws(fault).empty());
  }
}
