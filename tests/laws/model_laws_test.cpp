#include <memory>
#include <string>
#include <suregrasp/testing/archetype.hpp>
#include <suregrasp/testing/model_laws.hpp>
#include <utility>
#include <vector>

#include "algorithm_results.hpp"
#include "catch2.hpp"
#include "expect_laws.hpp"

using namespace suregrasp;

namespace {

using backend = testing::archetype<double>;
using tensor = tensor_t<backend>;
using state_type = model_state<tensor>;

/// A model with one fault; its state is behind a handle, as the modules of LibTorch are.
class broken_model {
 public:
  using input_type = tensor;
  using output_type = tensor;

  broken_model(std::string fault, state_type state)
      : fault_(std::move(fault)), state_(std::make_shared<state_type>(std::move(state))) {}

  output_type forward(input_type const& x) { return x; }

  [[nodiscard]] state_type state() const {
    auto result = *state_;
    if (fault_ == "a name twice") result.back().name = result.front().name;
    return result;
  }

  void load(state_type const& state) {
    if (fault_ == "load does nothing") return;
    *state_ = state;
    if (fault_ == "load forgets buffers") (*state_)[1].value = backend::make().sub((*state_)[1].value, state[1].value);
  }

  [[nodiscard]] broken_model clone() const {
    if (fault_ == "clone is a handle") return *this;
    auto copy = broken_model(fault_, *state_);
    if (fault_ == "clone starts anew") (*copy.state_)[0].value = backend::make().exp((*state_)[0].value);
    return copy;
  }

 private:
  std::string fault_;
  std::shared_ptr<state_type> state_;
};

static_assert(trainable_model<broken_model, backend>);

std::vector<std::string> broken_laws(std::string const& fault) {
  auto const be = backend::make();
  std::vector<std::string> names;
  for (auto const& law : testing::check_model(be, broken_model(fault, suregrasp_tests::small_model(be, 1).state())))
    if (!law.passed) names.push_back(law.name);
  return names;
}

}  // namespace

TEST_CASE("A model of plain values keeps the laws of a model") {
  auto const be = backend::make();
  suregrasp_tests::expect_laws(testing::check_model(be, suregrasp_tests::small_model(be, 1)));
  CHECK(broken_laws("none") == std::vector<std::string>{});
}

TEST_CASE("Every fault of a model breaks the law that is about it") {
  using Catch::Matchers::VectorContains;
  CHECK_THAT(broken_laws("a name twice"), VectorContains(std::string("state_names_are_unique")));
  CHECK_THAT(broken_laws("load does nothing"), VectorContains(std::string("load_round_trip")));
  CHECK_THAT(broken_laws("load forgets buffers"), VectorContains(std::string("load_round_trip")));
  CHECK_THAT(broken_laws("clone is a handle"), VectorContains(std::string("clone_shares_nothing")));
  CHECK_THAT(broken_laws("clone is a handle"), VectorContains(std::string("load_takes_values_not_handles")));
  CHECK_THAT(broken_laws("clone starts anew"), VectorContains(std::string("clone_is_equal")));
}
