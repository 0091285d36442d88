#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <suregrasp/backend/reference_backend.hpp>
#include <suregrasp/teacher/moving_average.hpp>
#include <utility>
#include <vector>

#include "thrown.hpp"

using namespace suregrasp;
using suregrasp_tests::error_of;

namespace {

/// Some values of an array that others may share.
struct handle {
  std::shared_ptr<std::vector<double>> values;
  std::size_t first = 0;
  extents shape;
  [[nodiscard]] std::span<double> elements() const { return std::span(*values).subspan(first, element_count(shape)); }
};

/// Tensors are handles, as those of most libraries, and `lerp_` moves what they point to.
struct handle_backend : reference_backend<handle_backend, handle, double> {
  double epsilon = 0x1p-52;

  [[nodiscard]] handle from_host(host_view<double const> const& view) const {
    return {std::make_shared<std::vector<double>>(view.values.begin(), view.values.end()), 0, view.shape};
  }
  [[nodiscard]] host_array<double> to_host(handle const& t) const {
    return {t.shape, std::vector<double>(t.elements().begin(), t.elements().end())};
  }
  void lerp_(handle& t, handle const& to, double weight) const {
    for (std::size_t i = 0; i < t.elements().size(); ++i)
      t.elements()[i] += weight * (to.elements()[i] - t.elements()[i]);
  }
  [[nodiscard]] std::span<std::byte const> memory_of(handle const& t) const { return std::as_bytes(t.elements()); }
  [[nodiscard]] double epsilon_of(handle const&) const { return epsilon; }
};

/// A model that is nothing but its state; like a module it takes over values, not handles.
struct tied_model {
  using input_type = handle;
  using output_type = handle;
  model_state<handle> tensors;

  [[nodiscard]] handle forward(handle const& x) { return x; }
  [[nodiscard]] model_state<handle> state() const { return tensors; }
  void load(model_state<handle> const& state) {
    for (std::size_t i = 0; i < tensors.size(); ++i)
      std::ranges::copy(state[i].value.elements(), tensors[i].value.elements().begin());
  }
  [[nodiscard]] tied_model clone() const { return *this; }
};

handle own(double value) { return {std::make_shared<std::vector<double>>(1, value), 0, {1}}; }

/// `encoder` and `decoder` are one tensor, or two; `head` is another.
tied_model model_of(double value, bool tied = true) {
  auto const encoder = own(value), decoder = tied ? encoder : own(value);
  return {{{"encoder", encoder}, {"head", own(value)}, {"decoder", decoder}}};
}

std::vector<double> values_of(tied_model const& model) {
  std::vector<double> values;
  for (auto const& item : model.tensors)
    values.insert(values.end(), item.value.elements().begin(), item.value.elements().end());
  return values;
}

/// Why the teacher does not move; it then stays as it is.
std::string failure_of(tied_model& teacher, tied_model const& student) {
  auto const before = values_of(teacher);
  auto const failure = error_of([&] { ema_update(handle_backend{}, teacher, student, 0.9); });
  CHECK(values_of(teacher) == before);
  return failure.id + ": " + failure.message;
}

}  // namespace

TEST_CASE("tied_tensors: a tensor of two names moves once") {
  auto teacher = model_of(0);
  ema_update(handle_backend{}, teacher, model_of(1), 0.9);
  for (double const value : values_of(teacher)) CHECK(value == Approx(0.1));
}

TEST_CASE("tied_tensors: what is tied in the student alone moves by each name") {
  auto teacher = model_of(0, false);
  ema_update(handle_backend{}, teacher, model_of(1), 0.9);
  for (double const value : values_of(teacher)) CHECK(value == Approx(0.1));
}

TEST_CASE("tied_tensors: one tensor of the teacher that is two in the student has no average") {
  auto teacher = model_of(0);
  CHECK(failure_of(teacher, model_of(1, false)) ==
        "model.tied: tensors 'encoder' and 'decoder' are one in the teacher and two in the student");
}

TEST_CASE("tied_tensors: tensors that share a part of their memory are refused") {
  auto const whole = std::make_shared<std::vector<double>>(4, 0.0);
  auto const of = [&](std::size_t first, std::int64_t count) { return handle{whole, first, {count}}; };
  for (auto const& [a, b] :
       {std::pair(of(0, 3), of(2, 2)), std::pair(of(0, 4), of(1, 1)), std::pair(of(0, 2), of(0, 4))}) {
    tied_model teacher{{{"a", a}, {"b", b}}};
    CHECK(failure_of(teacher, teacher) ==
          "model.overlap: tensors 'a' and 'b' share a part of their memory: expected all of it or none");
  }
  tied_model beside{{{"a", of(0, 2)}, {"none", of(1, 0)}, {"b", of(2, 2)}}};
  CHECK_NOTHROW(ema_update(handle_backend{}, beside, beside, 0.9));
}

TEST_CASE("tied_tensors: an average in half precision would stand still, and is refused by name") {
  handle_backend half;
  half.epsilon = 0x1p-10;
  auto teacher = model_of(1);
  auto const failure = error_of([&] { ema_update(half, teacher, model_of(2), 0.99); });
  CHECK(failure.id == "teacher.precision");
  CHECK_THAT(failure.message, Catch::Matchers::StartsWith("tensor 'encoder' of the teacher tells 1 from 1.000977"));
  CHECK_NOTHROW(ema_update(half, teacher, model_of(2), 0));
  CHECK(values_of(teacher).front() == 2);
}
