#ifndef SUREGRASP_TEACHER_TIED_TENSORS_HPP
#define SUREGRASP_TEACHER_TIED_TENSORS_HPP

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <suregrasp/backend/extensions.hpp>
#include <suregrasp/core/error.hpp>
#include <suregrasp/core/extents.hpp>
#include <suregrasp/teacher/trainable_model.hpp>
#include <tuple>
#include <vector>

/// Tensors that go by several names in one model, such as the weights that an encoder and a decoder share.
namespace suregrasp::inline v2::detail {

/// For each tensor, the first one that lies in the same memory: itself where there is no other. Throws `model_error`
/// `model.overlap` where memories overlap and are not the same.
template <tensor_backend B>
[[nodiscard]] std::vector<std::size_t> first_in_memory(B const& be, model_state<tensor_t<B>> const& state,
                                                       std::vector<std::size_t> const& among) {
  struct stretch {
    std::uintptr_t begin, end;
    std::size_t index;
  };
  std::vector<stretch> stretches;
  std::vector<std::size_t> first(state.size());
  std::iota(first.begin(), first.end(), std::size_t{0});
  for (std::size_t const i : among) {
    auto const memory = suregrasp::memory_of(be, state[i].value);
    auto const begin = reinterpret_cast<std::uintptr_t>(memory.data());
    if (!memory.empty()) stretches.push_back({begin, begin + memory.size(), i});
  }
  std::ranges::sort(stretches, {}, [](stretch const& s) { return std::tuple(s.begin, s.end, s.index); });
  for (std::size_t k = 1; k < stretches.size(); ++k) {
    auto const &before = stretches[k - 1], &here = stretches[k];
    if (here.begin >= before.end) continue;
    auto const count = [&](stretch const& s) { return element_count(be.shape(state[s.index].value)); };
    if (here.begin != before.begin || here.end != before.end || count(here) != count(before))
      throw model_error("model.overlap", "tensors '" + state[before.index].name + "' and '" + state[here.index].name +
                                             "' share a part of their memory: expected all of it or none");
    first[here.index] = first[before.index];
  }
  return first;
}

/// The tensors of `among` to move so that each memory moves once. Throws `model_error` `model.tied` where two names are
/// one tensor of the teacher and two of the student.
template <tensor_backend B>
[[nodiscard]] std::vector<std::size_t> each_memory_once(B const& be, model_state<tensor_t<B>> const& teacher,
                                                        model_state<tensor_t<B>> const& student,
                                                        std::vector<std::size_t> among) {
  auto const first = detail::first_in_memory(be, teacher, among);
  auto const where = [&](std::size_t i) { return suregrasp::memory_of(be, student[i].value).data(); };
  std::erase_if(among, [&](std::size_t i) {
    if (first[i] != i && where(i) != where(first[i]))
      throw model_error("model.tied", "tensors '" + teacher[first[i]].name + "' and '" + teacher[i].name +
                                          "' are one in the teacher and two in the student");
    return first[i] != i;
  });
  return among;
}

}  // namespace suregrasp::inline v2::detail

#endif  // SUREGRASP_TEACHER_TIED_TENSORS_HPP
