#ifndef SUREGRASP_TESTING_MODEL_LAWS_HPP
#define SUREGRASP_TESTING_MODEL_LAWS_HPP

#include <cstddef>
#include <set>
#include <string>
#include <suregrasp/backend/derived.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <suregrasp/testing/law.hpp>
#include <vector>

namespace suregrasp::inline v2::testing {

namespace detail {

/// Values of a state, copied to the host, where nothing can change them.
template <tensor_backend B>
struct state_snapshot {
  std::vector<std::string> names;
  std::vector<host_array<scalar_t<B>>> values;

  state_snapshot(B const& be, model_state<tensor_t<B>> const& state) {
    for (auto const& item : state) {
      names.push_back(item.name);
      values.push_back(be.to_host(item.value));
    }
  }
};

template <tensor_backend B>
void expect_same_state(evidence& against, std::string const& what, state_snapshot<B> const& got,
                       state_snapshot<B> const& expected) {
  against.expect(got.names == expected.names, what + ": other tensors, or in another order");
  for (std::size_t i = 0; i < got.values.size() && got.names == expected.names; ++i)
    against.expect_same(what + ": '" + got.names[i] + "'", got.values[i], expected.values[i]);
}

/// The state with 1 added to all that is not a counter: new tensors, other values.
template <tensor_backend B>
model_state<tensor_t<B>> moved(B const& be, model_state<tensor_t<B>> state) {
  for (auto& item : state)
    if (item.role != tensor_role::counter) item.value = be.add(item.value, suregrasp::constant(be, 1));
  return state;
}

}  // namespace detail

/// Holds a model to the laws of `trainable_model`. Works on clones: a model that breaks no law is left as it was.
template <tensor_backend B, trainable_model<B> Model>
[[nodiscard]] law_results check_model(B const& be, Model const& model) {
  using snapshot = detail::state_snapshot<B>;
  auto const snapshot_of = [&](Model const& m) { return snapshot(be, m.state()); };
  law_results results;

  results.push_back(testing::law("state_names_are_unique", [&](evidence& against) {
    auto const names = snapshot_of(model).names;
    against.expect(!names.empty(), "the model has no state");
    against.expect(std::set<std::string>(names.begin(), names.end()).size() == names.size(), "a name comes twice");
    detail::expect_same_state(against, "state asked for again", snapshot_of(model), snapshot_of(model));
  }));

  results.push_back(testing::law("load_round_trip", [&](evidence& against) {
    Model m = model.clone();
    auto const before = snapshot_of(m);
    auto const other = detail::moved(be, m.state());
    snapshot const wanted(be, other);
    m.load(other);
    detail::expect_same_state(against, "state after load", snapshot_of(m), wanted);
    m.load(m.state());
    detail::expect_same_state(against, "state after load(state())", snapshot_of(m), wanted);
    m.load(model.clone().state());
    detail::expect_same_state(against, "state after the first was loaded again", snapshot_of(m), before);
  }));

  results.push_back(testing::law("load_takes_values_not_handles", [&](evidence& against) {
    Model a = model.clone(), b = model.clone();
    auto const state = detail::moved(be, a.state());
    snapshot const wanted(be, state);
    a.load(state);
    b.load(state);
    b.load(detail::moved(be, state));
    detail::expect_same_state(against, "a state after a model that loaded it loaded another", snapshot(be, state),
                              wanted);
    detail::expect_same_state(against, "a model after another that shares its state's origin changed", snapshot_of(a),
                              wanted);
  }));

  results.push_back(testing::law("clone_is_equal", [&](evidence& against) {
    detail::expect_same_state(against, "state of the clone", snapshot_of(model.clone()), snapshot_of(model));
  }));

  results.push_back(testing::law("clone_shares_nothing", [&](evidence& against) {
    Model original = model.clone();
    Model copy = original.clone();
    auto const before = snapshot_of(original);
    copy.load(detail::moved(be, copy.state()));
    detail::expect_same_state(against, "the original after its clone changed", snapshot_of(original), before);
    auto const changed = snapshot_of(copy);
    original.load(detail::moved(be, detail::moved(be, original.state())));
    detail::expect_same_state(against, "the clone after its original changed", snapshot_of(copy), changed);
  }));
  return results;
}

}  // namespace suregrasp::inline v2::testing

#endif  // SUREGRASP_TESTING_MODEL_LAWS_HPP
