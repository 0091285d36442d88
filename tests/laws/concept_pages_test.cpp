#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <span>
#include <string>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/backend/tape.hpp>
#include <suregrasp/testing/backend_laws.hpp>
#include <vector>

#include "catch2.hpp"
#include "concept_examples.hpp"
#include "tasks.hpp"

using namespace suregrasp;

namespace {

/// A backend with every member that a law is about.
struct complete_backend : suregrasp_tests::plain_backend<double> {
  using array = host_array<double>;
  void lerp_(array& t, array const& to, double weight) const {
    t = reference::elementwise([weight](double x, double y) { return x + weight * (y - x); }, t, to);
  }
  [[nodiscard]] array sin(array const& t) const {
    return reference::elementwise([](double x) { return std::sin(x); }, t);
  }
  [[nodiscard]] array cos(array const& t) const {
    return reference::elementwise([](double x) { return std::cos(x); }, t);
  }
  void lerp_all_(std::span<array> ts, std::span<array const> to, double weight) const {
    for (std::size_t i = 0; i < ts.size(); ++i) lerp_(ts[i], to[i], weight);
  }
  [[nodiscard]] array transpose(array const& t) const {
    return suregrasp::transpose(suregrasp_tests::plain_backend<double>{}, t);
  }
};

std::string text_of(std::filesystem::path const& file) {
  std::ifstream stream(file);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The names in backticks after each `Law:` or `Laws:` up to the end of its paragraph.
std::set<std::string> documented_laws() {
  std::set<std::string> names;
  for (char const* header : {"concepts.hpp", "extensions.hpp"}) {
    auto const text = std::regex_replace(text_of(std::filesystem::path("include/suregrasp/backend") / header),
                                         std::regex("\\n/// "), " ");
    std::regex const laws("Laws?:[^\\n]*?(?= Models:|\\n)"), name("`([a-z]+_[a-z_]*[a-z])`");
    for (std::sregex_iterator at(text.begin(), text.end(), laws), end; at != end; ++at) {
      auto const paragraph = at->str();
      for (std::sregex_iterator found(paragraph.begin(), paragraph.end(), name); found != end; ++found)
        names.insert((*found)[1]);
    }
  }
  return names;
}

}  // namespace

TEST_CASE("Concepts name the laws that the suite reports") {
  std::set<std::string> reported;
  for (auto const& law : testing::check_backend(complete_backend{})) reported.insert(law.name);
  for (auto const& law : testing::check_backend(taped<complete_backend>{})) reported.insert(law.name);
  CHECK(documented_laws() == reported);
}

TEST_CASE("The examples of the concepts do what they say") {
  using suregrasp_tests::plain_backend;
  taped<plain_backend<double>> const be;
  auto const x = be.from_host(host_array<double>({1, 2}, std::vector<double>{0, 1}).view());
  CHECK(be.to_host(concept_examples::softplus(be, x)).values[0] == Approx(std::log(2)));
  CHECK(be.to_host(concept_examples::gram_matrix(be, x)).values[0] == 1);
  CHECK(be.to_host(concept_examples::slope_of_softplus(be, x)).values[0] == Approx(0.5));
}
